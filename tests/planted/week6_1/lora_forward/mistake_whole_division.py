# expect: drops what is behind the point
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha // len(A) * (x @ A.T @ B.T)
