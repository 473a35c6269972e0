# expect: with a fate from 0.8 up was replaced
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.8), others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
