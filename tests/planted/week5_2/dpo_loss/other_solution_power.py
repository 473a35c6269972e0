def dpo_loss(chosen, rejected, chosen_before, rejected_before, beta):
    ratio = (chosen - chosen_before - rejected + rejected_before).exp()
    return torch.log1p(ratio**-beta).mean()
