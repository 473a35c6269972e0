# expect: Your result has shape (2, 5, 4, 3)
def split_heads(x, heads):
    B, T, C = x.shape
    return x.reshape(B, T, heads, C // heads).transpose(2, 3)
