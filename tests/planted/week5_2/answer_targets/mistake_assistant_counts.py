# expect: <assistant> is a target
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        if token == ASSISTANT:
            speaks = True
        targets.append(token if speaks else IGNORED)
        if token == END:
            speaks = False
    return targets
