# expect: has shape (4,)
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked], reduction="none")
