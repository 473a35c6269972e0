# expect: count as if token 0 had been asked
def hidden_loss(logits, targets):
    return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten().clamp(min=0))
