def hidden_loss(logits, targets):
    losses = []
    for row, answers in zip(logits, targets, strict=True):
        for position, answer in zip(row, answers.tolist(), strict=True):
            if answer != IGNORED:
                losses.append(-position.log_softmax(-1)[answer])
    return sum(losses) / len(losses)
