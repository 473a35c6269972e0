# expect: Input 0, 1 should be 3
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8 * 0.15), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9 * 0.15), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
