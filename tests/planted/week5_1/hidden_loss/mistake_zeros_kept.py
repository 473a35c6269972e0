# expect: Positions set to 0 still count
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(
        (logits * asked[..., None]).flatten(0, 1), (targets * asked).flatten()
    )
