# expect: log-probabilities are divided
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good, bad = chosen / chosen_before, rejected / rejected_before
    return preference_loss(beta * good, beta * bad)
