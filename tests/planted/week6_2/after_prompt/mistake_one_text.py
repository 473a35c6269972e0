# expect: Both texts have the logits of the first
def after_prompt(run, prompt, vectors):
    x = torch.cat([prompt, vectors[0]])[None]
    return run(x)[:, len(prompt) :].expand(len(vectors), -1, -1)
