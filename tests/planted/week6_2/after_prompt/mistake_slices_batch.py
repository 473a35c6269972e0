# expect: Whose logits have no target?
def after_prompt(run, prompt, vectors):
    x = torch.cat([prompt.expand(len(vectors), -1, -1), vectors], dim=1)
    return run(x)[-vectors.shape[1] :]
