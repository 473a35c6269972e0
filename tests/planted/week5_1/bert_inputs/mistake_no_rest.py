# expect: Position 2, with fate 0.85, is hidden
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen, MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
