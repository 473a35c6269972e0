# expect: one minus the probability of the answers
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return 1 - logits.softmax(-1)[asked].gather(1, targets[asked][:, None]).mean()
