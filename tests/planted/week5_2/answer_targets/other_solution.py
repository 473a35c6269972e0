def answer_targets(conversation):
    targets = [IGNORED] * len(conversation)
    for start, token in enumerate(conversation):
        if token == ASSISTANT:
            for t in range(start + 1, len(conversation)):
                targets[t] = conversation[t]
                if conversation[t] == END:
                    break
    return targets
