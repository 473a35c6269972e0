# expect: what has become of the masks before it
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, tokens)
    return inputs, torch.where(chosen, tokens, IGNORED)
