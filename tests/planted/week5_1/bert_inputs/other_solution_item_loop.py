def bert_inputs(tokens, chosen, fate, others):
    inputs = tokens.clone()
    targets = torch.full_like(tokens, IGNORED)
    for b in range(tokens.shape[0]):
        for t in range(tokens.shape[1]):
            if chosen[b, t].item():
                f = fate[b, t].item()
                targets[b, t] = tokens[b, t]
                if f < 0.8:
                    inputs[b, t] = MASK
                elif f >= 0.9:
                    inputs[b, t] = others[b, t]
    return inputs, targets
