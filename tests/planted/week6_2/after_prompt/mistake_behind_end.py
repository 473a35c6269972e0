# expect: where a causal model sees it too late
def after_prompt(run, prompt, vectors):
    last = prompt.expand(len(vectors), -1, -1)
    return run(torch.cat([vectors, last], dim=1))[:, -vectors.shape[1] :]
