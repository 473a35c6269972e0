# expect: the chosen answer's gain only
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    good = beta * (chosen - chosen_before)
    return preference_loss(good, rejected - rejected_before)
