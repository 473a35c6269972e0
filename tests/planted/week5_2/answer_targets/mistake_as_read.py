# expect: one place too late
def answer_targets(conversation):
    targets, speaks = [IGNORED], False
    for token in conversation[:-1]:
        targets.append(token if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
