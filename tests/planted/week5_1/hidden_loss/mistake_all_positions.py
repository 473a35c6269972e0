# expect: You divided by all 8 positions
def hidden_loss(logits, targets):
    losses = nn.functional.cross_entropy(
        logits.transpose(1, 2), targets, ignore_index=IGNORED, reduction="none"
    )
    return losses.mean()
