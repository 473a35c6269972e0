# expect: beta stands outside
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    gain = (chosen - chosen_before) - (rejected - rejected_before)
    return -beta * nn.functional.logsigmoid(gain).mean()
