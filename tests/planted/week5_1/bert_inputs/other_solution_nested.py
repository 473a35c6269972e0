def bert_inputs(tokens, chosen, fate, others):
    new = torch.where(fate < 0.8, MASK, torch.where(fate < 0.9, tokens, others))
    return torch.where(chosen, new, tokens), tokens.masked_fill(~chosen, IGNORED)
