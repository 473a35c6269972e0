# expect: no <end> is a target
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        if token in (USER, END):
            speaks = False
        targets.append(token if speaks else IGNORED)
        if token == ASSISTANT:
            speaks = True
    return targets
