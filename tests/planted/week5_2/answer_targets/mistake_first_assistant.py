# expect: after the first <assistant> nothing is ignored
def answer_targets(conversation):
    start = conversation.index(ASSISTANT) + 1
    return [IGNORED] * start + conversation[start:]
