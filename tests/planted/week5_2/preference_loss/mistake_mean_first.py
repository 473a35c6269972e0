# expect: the surprise at the mean probability
def preference_loss(chosen, rejected):
    return -torch.sigmoid(chosen - rejected).mean().log()
