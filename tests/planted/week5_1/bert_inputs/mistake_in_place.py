# expect: changed its input tokens
def bert_inputs(tokens, chosen, fate, others):
    targets = torch.where(chosen, tokens, IGNORED)
    tokens[chosen & (fate < 0.8)] = MASK
    tokens[chosen & (fate >= 0.9)] = others[chosen & (fate >= 0.9)]
    return tokens, targets
