def bert_inputs(tokens, chosen, fate, others):
    inputs, targets = tokens.clone(), torch.full_like(tokens, IGNORED)
    for b, t in chosen.nonzero().tolist():
        targets[b, t] = tokens[b, t]
        if fate[b, t] < 0.8:
            inputs[b, t] = MASK
        elif fate[b, t] >= 0.9:
            inputs[b, t] = others[b, t]
    return inputs, targets
