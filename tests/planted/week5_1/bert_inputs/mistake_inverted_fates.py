# expect: but you count from the other end
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate >= 0.2), MASK, tokens)
    inputs = torch.where(chosen & (fate < 0.1), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
