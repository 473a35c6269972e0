# expect: what does not count is −1
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else -1)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
