# expect: the sum over the comparisons
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid(chosen - rejected).sum()
