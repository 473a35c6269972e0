# expect: the surprise at the mean difference
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid((chosen - rejected).mean())
