# expect: Only the rewards are compared with their mean
def policy_loss(log_policy, log_reference, rewards, beta):
    advantage = rewards - rewards.mean()
    paid = advantage - beta * (log_policy - log_reference).detach()
    return -(paid * log_policy).mean()
