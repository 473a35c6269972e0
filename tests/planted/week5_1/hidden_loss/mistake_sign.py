# expect: The sign is turned round
def hidden_loss(logits, targets):
    asked = targets != IGNORED
    return logits.log_softmax(-1)[asked].gather(1, targets[asked][:, None]).mean()
