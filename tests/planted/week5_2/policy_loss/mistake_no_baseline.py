# expect: what is paid is not compared with the mean
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - beta * (log_policy - log_reference).detach()
    return -(paid * log_policy).mean()
