# expect: only the first answer counts
def answer_targets(conversation):
    begin = conversation.index(ASSISTANT) + 1
    end = conversation.index(END) + 1 if END in conversation else len(conversation)
    return [t if begin <= i < end else IGNORED for i, t in enumerate(conversation)]
