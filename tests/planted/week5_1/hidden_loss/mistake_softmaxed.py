# expect: The softmax was taken twice
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits.softmax(-1)[asked], targets[asked])
