# expect: divided the sum by the number of texts
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked], reduction="sum") / len(logits)
