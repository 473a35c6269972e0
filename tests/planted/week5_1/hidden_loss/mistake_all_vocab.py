# expect: over all tokens of the vocabulary
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return -logits[asked].log_softmax(-1).mean()
