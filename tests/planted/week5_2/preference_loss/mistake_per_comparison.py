# expect: has shape (4,)
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid(chosen - rejected)
