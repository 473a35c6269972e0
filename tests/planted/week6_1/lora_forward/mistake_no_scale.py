# expect: The change is not scaled
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + x @ A.T @ B.T
