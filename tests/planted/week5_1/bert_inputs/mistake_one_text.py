# expect: speaks of the first text only
def bert_inputs(tokens, chosen, fate, others):
    inputs = tokens.clone()
    targets = torch.full_like(tokens, IGNORED)
    for t in range(tokens.shape[1]):
        if chosen[0, t]:
            targets[0, t] = tokens[0, t]
            if fate[0, t] < 0.8:
                inputs[0, t] = MASK
            elif fate[0, t] >= 0.9:
                inputs[0, t] = others[0, t]
    return inputs, targets
