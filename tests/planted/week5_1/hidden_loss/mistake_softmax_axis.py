# expect: runs over the positions, not over
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    lp = logits.log_softmax(1)
    return -lp[asked].gather(1, targets[asked][:, None]).mean()
