# expect: Which logits belong to the True places
def hidden_loss(logits, targets):
    asked = targets > 0
    return nn.functional.cross_entropy(logits[asked], targets[asked])
