# expect: the second two vectors of zeros
def after_prompt(run, prompt, vectors):
    B, T, C = vectors.shape
    x = torch.zeros(B, len(prompt) + T, C)
    x[0, : len(prompt)] = prompt
    x[:, len(prompt) :] = vectors
    return run(x)[:, len(prompt) :]
