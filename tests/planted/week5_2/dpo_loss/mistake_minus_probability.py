# expect: minus the mean probability
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -torch.sigmoid(beta * gain).mean()
