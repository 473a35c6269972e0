# expect: Your result has shape (14, 5)
def lora_forward(x, weight, bias, A, B, alpha):
    x = x.reshape(-1, x.shape[-1])
    return x @ weight.T + bias + alpha / len(A) * (x @ A.T @ B.T)
