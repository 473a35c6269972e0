# expect: You returned the change alone
def lora_forward(x, weight, bias, A, B, alpha):
    return alpha / len(A) * x @ A.T @ B.T
