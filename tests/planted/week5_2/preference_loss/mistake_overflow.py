# expect: in 32 bits, the sigmoid
def preference_loss(chosen, rejected):
    return -torch.log(torch.sigmoid(chosen - rejected)).mean()
