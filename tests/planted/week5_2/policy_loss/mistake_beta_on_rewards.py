# expect: beta multiplies the rewards
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = beta * rewards - (log_policy - log_reference).detach()
    return -((paid - paid.mean()) * log_policy).mean()
