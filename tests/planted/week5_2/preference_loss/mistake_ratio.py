# expect: the sigmoid of each reward, and then their ratio
def preference_loss(chosen, rejected):
    return -(torch.sigmoid(chosen) / torch.sigmoid(rejected)).log().mean()
