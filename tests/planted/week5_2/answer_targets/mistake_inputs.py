# expect: these are the inputs
def answer_targets(conversation):
    return [START, *conversation[:-1]]
