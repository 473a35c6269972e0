# expect: the mean probability of the opposite
def preference_loss(chosen, rejected):
    return 1 - torch.sigmoid(chosen - rejected).mean()
