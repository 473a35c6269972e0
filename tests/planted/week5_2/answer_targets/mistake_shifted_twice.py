# expect: one place too early
def answer_targets(conversation):
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != END)
    return [*targets[1:], IGNORED]
