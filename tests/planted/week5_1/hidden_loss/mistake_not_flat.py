# expect: takes axis 1 for the tokens that compete
def hidden_loss(logits, targets):
    return nn.functional.cross_entropy(logits, targets)
