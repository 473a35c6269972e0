# expect: Probabilities are weighted by what was paid
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy - log_reference).detach()
    return -((paid - paid.mean()) * log_policy.exp()).mean()
