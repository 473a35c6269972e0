# expect: = (B, T, H, D); wanted is
def split_heads(x, heads):
    B, T, C = x.shape
    return x.view(B, T, heads, C // heads)
