# expect: stopped with TypeError
def split_heads(x, heads):
    B, T, C = x.shape
    return x.reshape(B, T, heads, C / heads).transpose(1, 2)
