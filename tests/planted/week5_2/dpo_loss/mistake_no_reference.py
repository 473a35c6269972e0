# expect: the reference does not enter
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    return -nn.functional.logsigmoid(beta * (chosen - rejected)).mean()
