# expect: they say whether a token counts
def answer_targets(conversation):
    flags, speaks = [], False
    for token in conversation:
        flags.append(speaks)
        speaks = token == ASSISTANT or (speaks and token != END)
    return flags
