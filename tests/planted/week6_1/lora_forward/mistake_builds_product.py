# expect: was built on the way
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias + alpha / len(A) * (x @ (B @ A).T)
