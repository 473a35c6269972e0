# expect: Your result has shape (3, 5, 2, 4)
def split_heads(x, heads):
    B, T, C = x.shape
    return x.reshape(B, T, heads, C // heads).transpose(0, 2)
