# expect: changed its input targets
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    targets[~asked] = 0
    log_p = logits.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
    return -log_p[asked].mean()
