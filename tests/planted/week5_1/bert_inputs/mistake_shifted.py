# expect: Your targets are shifted by a place
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    inputs = torch.where(chosen & (fate >= 0.9), others, inputs)
    targets = torch.where(chosen, tokens, IGNORED)
    targets = torch.cat([targets[:, 1:], torch.full_like(targets[:, :1], IGNORED)], 1)
    return inputs, targets
