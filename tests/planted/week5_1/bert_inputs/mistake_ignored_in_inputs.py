# expect: stands among your inputs
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, IGNORED)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
