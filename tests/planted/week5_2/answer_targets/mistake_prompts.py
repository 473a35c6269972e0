# expect: user's words are the targets
def answer_targets(conversation):
    targets, user = [], True
    for token in conversation:
        if token == USER:
            user = True
        targets.append(token if user else IGNORED)
        if token == ASSISTANT:
            user = False
    return targets
