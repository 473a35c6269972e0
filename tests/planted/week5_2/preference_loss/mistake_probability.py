# expect: the mean probability of the choices
def preference_loss(chosen, rejected):
    return torch.sigmoid(chosen - rejected).mean()
