def after_prompt(run, prompt, vectors):
    first = prompt.unsqueeze(0).repeat(vectors.shape[0], 1, 1)
    logits = run(torch.cat((first, vectors), dim=-2))
    return logits[:, len(prompt) :, :]
