# expect: only the last answer counts
def answer_targets(conversation):
    start = max(t for t, token in enumerate(conversation) if token == ASSISTANT) + 1
    return [IGNORED] * start + conversation[start:]
