# expect: times as long
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy - log_reference).detach()
    return -((paid - paid.mean()) / paid.std() * log_policy).mean()
