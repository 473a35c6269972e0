# expect: You divide α by √r
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / len(A) ** 0.5 * (x @ A.T @ B.T)
