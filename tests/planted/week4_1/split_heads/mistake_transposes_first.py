# expect: should be 1; yours is 100
def split_heads(x, heads):
    B, T, C = x.shape
    return x.transpose(1, 2).reshape(B, heads, T, C // heads)
