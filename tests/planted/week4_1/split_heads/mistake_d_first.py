# expect: Your result has shape (2, 3, 4, 5)
def split_heads(x, heads):
    B, T, C = x.shape
    return x.view(B, T, heads, C // heads).permute(0, 2, 3, 1)
