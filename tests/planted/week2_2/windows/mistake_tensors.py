# expect: Your contexts are a PyTorch tensor, not a NumPy array
def windows(tokens, n):
    padded = nn.functional.pad(torch.as_tensor(tokens), (n - 1, 0), value=START)
    return padded.unfold(0, n - 1, 1)[:-1], torch.as_tensor(tokens)
