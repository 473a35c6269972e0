# expect: The same call, made twice
def bert_inputs(tokens, chosen, fate, others):
    fate = torch.rand(tokens.shape)
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
