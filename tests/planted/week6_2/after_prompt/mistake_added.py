# expect: added to every token, not put before them
def after_prompt(run, prompt, vectors):
    return run(vectors + prompt.sum(0))
