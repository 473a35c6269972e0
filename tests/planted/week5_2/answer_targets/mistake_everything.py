# expect: every token is a target
def answer_targets(conversation):
    return list(conversation)
