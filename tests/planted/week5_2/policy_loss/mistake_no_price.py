# expect: divergence costs nothing
def policy_loss(log_policy, log_reference, rewards, beta):
    return -((rewards - rewards.mean()) * log_policy).mean()
