# expect: Which index has to be used on both
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits.flatten(0, 1), targets[asked])
