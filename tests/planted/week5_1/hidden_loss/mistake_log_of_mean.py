# expect: the logarithm of the mean probability
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return -logits.softmax(-1)[asked].gather(1, targets[asked][:, None]).mean().log()
