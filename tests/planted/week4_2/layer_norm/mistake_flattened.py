# expect: has shape (6, 4)
def layer_norm(x, gain, shift, epsilon=1e-5):
    rows = x.reshape(-1, x.shape[-1])
    mean, variance = rows.mean(-1, keepdim=True), rows.var(-1, correction=0, keepdim=True)
    return (rows - mean) / (variance + epsilon).sqrt() * gain + shift
