def preference_loss(chosen, rejected):
    both = torch.stack([chosen, rejected])
    return (torch.logsumexp(both, 0) - chosen).mean()
