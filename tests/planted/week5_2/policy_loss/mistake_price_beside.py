# expect: a gradient runs through it
def policy_loss(log_policy, log_reference, rewards, beta):
    divergence = (log_policy - log_reference).mean()
    return -((rewards - rewards.mean()) * log_policy).mean() + beta * divergence
