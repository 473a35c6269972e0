# expect: a difference of probabilities
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy.exp() - log_reference.exp()).detach()
    return -((paid - paid.mean()) * log_policy).mean()
