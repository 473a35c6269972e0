# expect: The last position of each text
def hidden_loss(logits, targets):
    total, n = 0.0, 0
    for b in range(len(targets)):
        for t in range(targets.shape[1] - 1):
            if targets[b, t] != IGNORED:
                total = total - logits[b, t].log_softmax(-1)[targets[b, t]]
                n += 1
    return total / n
