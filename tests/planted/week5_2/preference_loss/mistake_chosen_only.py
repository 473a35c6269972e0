# expect: whatever the other answers are worth
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid(chosen).mean()
