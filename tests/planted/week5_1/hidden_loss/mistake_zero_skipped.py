# expect: has the id 0, and yours left it out
def hidden_loss(logits, targets):
    asked = targets > 0
    return nn.functional.cross_entropy(logits[asked], targets[asked])
