def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    policy, reference = chosen - rejected, chosen_before - rejected_before
    return nn.functional.softplus(-beta * (policy - reference)).mean()
