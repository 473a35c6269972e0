def after_prompt(run, prompt, vectors):
    B, T, C = vectors.shape
    x = torch.empty(B, len(prompt) + T, C)
    x[:, : len(prompt)] = prompt
    x[:, len(prompt) :] = vectors
    return run(x).split([len(prompt), T], dim=1)[1]
