# expect: how far each difference is from 1
def preference_loss(chosen, rejected):
    return torch.relu(1 - (chosen - rejected)).mean()
