# expect: The reference does not enter
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * log_policy.detach()
    return -((paid - paid.mean()) * log_policy).mean()
