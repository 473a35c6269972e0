# expect: Your targets hold None
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else None)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
