# expect: Two shapes do not fit
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / len(A) * (x @ B.T @ A.T)
