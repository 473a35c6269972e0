# expect: was used as the id of a token
def hidden_loss(logits, targets):
    log_p = logits.log_softmax(-1)
    return -log_p.gather(-1, targets[..., None]).mean()
