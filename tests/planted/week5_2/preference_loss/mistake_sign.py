# expect: the sign is wrong
def preference_loss(chosen, rejected):
    return nn.functional.logsigmoid(chosen - rejected).mean()
