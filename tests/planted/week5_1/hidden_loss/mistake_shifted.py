# expect: shifted by a place against the logits
def hidden_loss(logits, targets):
    return nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), targets[:, 1:].flatten())
