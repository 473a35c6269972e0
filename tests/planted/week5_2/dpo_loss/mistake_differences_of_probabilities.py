# expect: differences of probabilities
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good = chosen.exp() - chosen_before.exp()
    bad = rejected.exp() - rejected_before.exp()
    return preference_loss(beta * good, beta * bad)
