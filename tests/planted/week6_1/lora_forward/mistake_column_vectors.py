# expect: With inputs of shape (2, 7, 6)
def lora_forward(x, weight, bias, A, B, alpha):
    return (weight @ x.t()).t() + bias + alpha / len(A) * (B @ A @ x.t()).t()
