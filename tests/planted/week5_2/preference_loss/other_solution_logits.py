def preference_loss(chosen, rejected):
    difference = chosen - rejected
    yes = torch.ones_like(difference)
    return nn.functional.binary_cross_entropy_with_logits(difference, yes)
