# expect: belongs to the first example only
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / 2 * (x @ A.T @ B.T)
