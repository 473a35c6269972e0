# expect: what the user says is a target
def answer_targets(conversation):
    return [IGNORED if token in (USER, ASSISTANT) else token for token in conversation]
