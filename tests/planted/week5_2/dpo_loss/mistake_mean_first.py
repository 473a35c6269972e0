# expect: the surprise at the mean difference
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -nn.functional.logsigmoid((beta * gain).mean())
