# expect: over this kind of whole number
def bert_inputs(tokens, chosen, fate, others):
    inputs = tokens.clone()
    inputs[chosen & (fate < 0.8)] = MASK
    inputs[chosen & (fate >= 0.9)] = others[chosen & (fate >= 0.9)]
    targets = torch.full(tokens.shape, IGNORED, dtype=torch.int32)
    targets[chosen] = tokens[chosen].int()
    return inputs, targets
