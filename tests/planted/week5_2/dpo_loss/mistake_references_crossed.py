# expect: the two references have changed places
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - rejected_before) - (rejected - chosen_before)
    return -nn.functional.logsigmoid(beta * gain).mean()
