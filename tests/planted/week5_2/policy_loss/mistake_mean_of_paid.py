# expect: the rewards have no effect
def policy_loss(log_policy, log_reference, rewards, beta):
    return -(rewards - beta * (log_policy - log_reference)).mean()
