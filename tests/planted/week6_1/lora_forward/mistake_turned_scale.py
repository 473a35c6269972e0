# expect: multiplied by r / α
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + len(A) / alpha * x @ A.T @ B.T
