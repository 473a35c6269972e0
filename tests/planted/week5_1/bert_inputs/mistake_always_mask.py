# expect: All chosen tokens became <mask>
def bert_inputs(tokens, chosen, fate, others):
    return torch.where(chosen, MASK, tokens), torch.where(chosen, tokens, IGNORED)
