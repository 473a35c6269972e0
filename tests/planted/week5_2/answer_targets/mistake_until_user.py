# expect: the <user> after an answer is a target
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != USER)
    return targets
