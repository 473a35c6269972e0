# expect: are decimal numbers
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    targets = torch.ones(tokens.shape) * IGNORED
    targets[chosen] = tokens[chosen].float()
    return inputs, targets
