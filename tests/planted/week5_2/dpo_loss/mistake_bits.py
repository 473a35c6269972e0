# expect: right, but in bits
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -torch.log2(torch.sigmoid(beta * gain)).mean()
