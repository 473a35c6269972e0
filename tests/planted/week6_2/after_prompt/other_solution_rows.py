def after_prompt(run, prompt, vectors):
    rows = [run(torch.cat([prompt, text])[None])[:, prompt.shape[0] :] for text in vectors]
    return torch.cat(rows)
