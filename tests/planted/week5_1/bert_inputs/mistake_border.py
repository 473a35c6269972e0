# expect: Are 0.8 and 0.9 themselves in
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate > 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
