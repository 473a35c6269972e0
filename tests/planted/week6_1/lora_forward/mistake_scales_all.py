# expect: All is scaled
def lora_forward(x, weight, bias, A, B, alpha):
    return alpha / len(A) * (x @ weight.T + bias + x @ A.T @ B.T)
