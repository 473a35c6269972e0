# expect: .detach() is at the other place
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy - log_reference)
    return -((paid - paid.mean()) * log_policy.detach()).mean()
