def bert_inputs(tokens, chosen, fate, others):
    masked, noise = chosen & (fate < 0.8), chosen & (fate >= 0.9)
    inputs = masked * MASK + noise * others + ~(masked | noise) * tokens
    return inputs, chosen * tokens + ~chosen * IGNORED
