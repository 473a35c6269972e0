# expect: targets for 12 tokens
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        if speaks:
            targets.append(token)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
