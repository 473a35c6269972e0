# expect: the change is missing
def lora_forward(x, weight, bias, A, B, alpha):
    return x @ weight.T + bias
