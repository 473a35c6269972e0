def hidden_loss(logits, targets):
    b, t = torch.where(targets != IGNORED)
    return torch.logsumexp(logits[b, t], -1).sub(logits[b, t, targets[b, t]]).mean()
