# expect: The tokens look at the prefix only
def prefix_attention(q, k, v, prefix_k, prefix_v):
    scores = q @ prefix_k.transpose(-2, -1) / q.shape[-1] ** 0.5
    return scores.softmax(-1) @ prefix_v
