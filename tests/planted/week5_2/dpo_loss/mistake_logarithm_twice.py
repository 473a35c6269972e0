# expect: the logarithm was taken twice
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good = (chosen / chosen_before).log()
    bad = (rejected / rejected_before).log()
    return preference_loss(beta * good, beta * bad)
