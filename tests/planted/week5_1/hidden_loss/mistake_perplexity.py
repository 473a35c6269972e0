# expect: power of the loss, the perplexity
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked]).exp()
