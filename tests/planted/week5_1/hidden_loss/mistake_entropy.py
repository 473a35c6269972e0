# expect: That is the entropy of what the model says
def hidden_loss(logits, targets):
    p = logits[targets != IGNORED].softmax(-1)
    return -(p * p.log()).sum(-1).mean()
