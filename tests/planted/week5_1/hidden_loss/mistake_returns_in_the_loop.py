# expect: the mean of the first text alone
def hidden_loss(logits, targets):
    for b in range(len(targets)):
        losses = []
        for t in range(targets.shape[1]):
            if targets[b, t] != IGNORED:
                losses.append(-logits[b, t].log_softmax(-1)[targets[b, t]])
        return torch.stack(losses).mean()
