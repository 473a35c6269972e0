# expect: you returned 6.63
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    rows = logits[asked]
    right = rows.gather(1, targets[asked][:, None])[:, 0]
    return (rows.exp().sum().log() - right).mean()
