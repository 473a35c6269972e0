# expect: it has no gradient
def hidden_loss(logits, targets):
    total, n = 0.0, 0
    for b in range(targets.shape[0]):
        for t in range(targets.shape[1]):
            if targets[b, t] != IGNORED:
                total += -logits[b, t].log_softmax(-1)[targets[b, t]].item()
                n += 1
    return torch.tensor(total / n)
