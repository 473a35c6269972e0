# expect: the loss of the opposite choices
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -nn.functional.logsigmoid(-beta * gain).mean()
