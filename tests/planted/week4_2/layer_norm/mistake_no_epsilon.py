# expect: gives nan: 0 divided by 0
def layer_norm(x, gain, shift, epsilon=1e-5):
    mean = x.mean(-1, keepdim=True)
    spread = x.std(-1, correction=0, keepdim=True)
    return (x - mean) / spread * gain + shift
