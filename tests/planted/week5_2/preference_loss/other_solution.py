def preference_loss(chosen, rejected):
    return nn.functional.softplus(rejected - chosen).mean()
