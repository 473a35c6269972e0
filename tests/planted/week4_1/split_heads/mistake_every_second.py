# expect: 0, 3, 6, 9: every third one
def split_heads(x, heads):
    B, T, C = x.shape
    return x.view(B, T, C // heads, heads).permute(0, 3, 1, 2)
