# expect: the policy's part only
def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    return preference_loss(beta * (chosen - rejected), chosen_before - rejected_before)
