def policy_loss(log_policy, log_reference, rewards, beta):
    paid = (rewards - beta * (log_policy - log_reference)).detach()
    ratio = (log_policy - log_policy.detach()).exp()
    return ((paid.mean() - paid) * ratio).mean()
