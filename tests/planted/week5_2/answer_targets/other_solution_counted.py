def answer_targets(conversation):
    tokens = np.array(conversation)
    begun = np.cumsum(np.append(False, tokens == ASSISTANT)[:-1])
    ended = np.cumsum(np.append(False, tokens == END)[:-1])
    return np.where(begun > ended, tokens, IGNORED).tolist()
