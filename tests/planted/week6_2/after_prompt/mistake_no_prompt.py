# expect: the prompt has had no effect
def after_prompt(run, prompt, vectors):
    return run(vectors)
