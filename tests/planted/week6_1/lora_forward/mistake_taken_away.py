# expect: The change is taken away
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias - alpha / len(A) * (x @ A.T @ B.T)
