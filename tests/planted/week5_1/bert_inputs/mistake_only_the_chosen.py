# expect: Your inputs have shape (6,)
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(fate < 0.8, MASK, torch.where(fate < 0.9, tokens, others))
    return inputs[chosen], tokens[chosen]
