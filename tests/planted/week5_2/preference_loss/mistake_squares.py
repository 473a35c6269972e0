# expect: squared distances
def preference_loss(chosen, rejected):
    return ((1 - torch.sigmoid(chosen - rejected)) ** 2).mean()
