# expect: a mean over no question at all
def hidden_loss(logits, targets):
    asked = targets == IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked])
