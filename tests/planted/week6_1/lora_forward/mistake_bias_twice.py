# expect: The bias is counted twice
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / len(A) * (x @ A.T @ B.T + bias)
