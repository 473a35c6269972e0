# expect: <assistant> is a target, and <end> is none
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        if token == ASSISTANT:
            speaks = True
        if token == END:
            speaks = False
        targets.append(token if speaks else IGNORED)
    return targets
