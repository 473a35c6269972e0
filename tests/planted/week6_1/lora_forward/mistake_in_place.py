# expect: changed its input weight
def lora_forward(x, weight, bias, A, B, alpha):
    weight += alpha / len(A) * B @ A
    return x @ weight.T + bias
