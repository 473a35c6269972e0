# expect: Tokens that were not chosen changed too: position 5
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(fate < 0.8, MASK, tokens)
    inputs = torch.where(fate >= 0.9, others, inputs)
    return inputs, torch.where(chosen, tokens, IGNORED)
