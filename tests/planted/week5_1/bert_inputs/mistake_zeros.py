# expect: Where nothing is asked your targets are 0
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return inputs, tokens * chosen
