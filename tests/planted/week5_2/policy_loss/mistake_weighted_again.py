# expect: weighted by its probability once more
def policy_loss(log_policy, log_reference, rewards, beta):
    price = log_policy.exp() * (log_policy - log_reference)
    paid = rewards - beta * price.detach()
    return -((paid - paid.mean()) * log_policy).mean()
