# expect: right, but in bits
def preference_loss(chosen, rejected):
    return -torch.sigmoid(chosen - rejected).log2().mean()
