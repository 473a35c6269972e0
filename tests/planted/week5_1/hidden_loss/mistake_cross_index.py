# expect: answers of all positions at each of them
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return -logits[asked].log_softmax(-1)[:, targets[asked]].mean()
