# expect: ratios of probabilities, without
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good, bad = chosen.exp() / chosen_before.exp(), rejected.exp() / rejected_before.exp()
    return -nn.functional.logsigmoid(beta * (good - bad)).mean()
