# expect: the mean of exp(−difference)
def preference_loss(chosen, rejected):
    return torch.exp(rejected - chosen).mean()
