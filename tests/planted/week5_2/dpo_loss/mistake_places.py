# expect: or policy and reference, have changed places
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good = beta * (chosen_before - chosen)
    bad = beta * (rejected_before - rejected)
    return preference_loss(good, bad)
