# expect: to fewer places than ten
def bert_inputs(tokens, chosen, fate, others):
    inputs = tokens.clone()
    inputs[chosen & (fate < 0.8)] = MASK
    inputs[chosen & (fate >= 0.9)] = others
    return inputs, torch.where(chosen, tokens, IGNORED)
