# expect: Prompt and tokens were run apart
def after_prompt(run, prompt, vectors):
    return run(prompt[None])[:, -1:] + run(vectors)
