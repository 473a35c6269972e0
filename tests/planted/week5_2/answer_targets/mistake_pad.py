# expect: 0 is the id of <pad>
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else 0)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets
