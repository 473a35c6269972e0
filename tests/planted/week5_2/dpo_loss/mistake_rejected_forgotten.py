# expect: the rejected answer does not enter
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    return -nn.functional.logsigmoid(beta * (chosen - chosen_before)).mean()
