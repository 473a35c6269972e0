# expect: beta does not enter
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - (log_policy - log_reference).detach()
    return -((paid - paid.mean()) * log_policy).mean()
