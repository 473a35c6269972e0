# expect: That is the mean in bits
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked]) / math.log(2)
