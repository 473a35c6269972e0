# expect: Nothing is compared with a mean
def policy_loss(log_policy, log_reference, rewards, beta):
    divergence = (log_policy - log_reference).mean()
    return -(rewards * log_policy).mean() + beta * divergence
