# expect: multiplied by α alone
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha * x @ A.T @ B.T
