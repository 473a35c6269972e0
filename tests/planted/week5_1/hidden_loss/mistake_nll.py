# expect: minus the mean probability
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.nll_loss(logits.softmax(-1)[asked], targets[asked])
