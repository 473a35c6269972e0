# expect: mean of minus the logits
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return -logits[asked].gather(1, targets[asked][:, None]).mean()
