# expect: Inputs and targets have changed places
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    return torch.where(chosen, tokens, IGNORED), inputs
