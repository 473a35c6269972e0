# expect: want one True or False
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen and fate < 0.8, MASK, tokens)
    return inputs, torch.where(chosen, tokens, IGNORED)
