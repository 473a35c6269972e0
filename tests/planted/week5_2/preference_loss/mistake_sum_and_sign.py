# expect: a sum, and with the wrong sign
def preference_loss(chosen, rejected):
    return nn.functional.logsigmoid(chosen - rejected).sum()
