def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy - log_reference).detach()
    others = (paid.sum() - paid) / (len(paid) - 1)
    return -((paid - others) * log_policy).mean()
