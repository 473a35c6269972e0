# expect: and what should stay is hidden
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), tokens, MASK)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
