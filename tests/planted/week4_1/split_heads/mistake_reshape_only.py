# expect: spread over several heads
def split_heads(x, heads):
    B, T, C = x.shape
    return x.reshape(B, heads, T, C // heads)
