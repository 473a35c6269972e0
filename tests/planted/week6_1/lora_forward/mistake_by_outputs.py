# expect: the number of outputs
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / len(B) * x @ A.T @ B.T
