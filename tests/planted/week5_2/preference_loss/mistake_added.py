# expect: the two rewards are added
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid(chosen + rejected).mean()
