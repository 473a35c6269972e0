# expect: Your result has shape (2, 2, 5, 6)
def split_heads(x, heads):
    B, T, C = x.shape
    return x.view(B, T, 2, C // 2).transpose(1, 2)
