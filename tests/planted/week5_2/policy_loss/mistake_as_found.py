# expect: is paid for, not charged. (1 more
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards + beta * (log_policy - log_reference)
    return -((paid - paid.mean()) * log_policy).mean()
