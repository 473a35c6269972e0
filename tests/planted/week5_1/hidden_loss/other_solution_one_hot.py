def hidden_loss(logits, targets):
    asked = (targets != IGNORED).float()
    hot = nn.functional.one_hot(targets.clamp(min=0), logits.shape[-1])
    return -((logits.log_softmax(-1) * hot).sum(-1) * asked).sum() / asked.sum()
