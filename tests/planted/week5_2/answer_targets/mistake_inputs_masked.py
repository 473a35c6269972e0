# expect: the token that is read stands
def answer_targets(conversation):
    targets, speaks = [], False
    for read, token in zip([START, *conversation[:-1]], conversation, strict=True):
        targets.append(read if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
