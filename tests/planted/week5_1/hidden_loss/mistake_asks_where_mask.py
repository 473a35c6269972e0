# expect: IGNORED, -100, or MASK
def hidden_loss(logits, targets):
    asked = targets == MASK
    return nn.functional.cross_entropy(logits[asked], targets[asked])
