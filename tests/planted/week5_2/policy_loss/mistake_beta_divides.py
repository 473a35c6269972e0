# expect: The price is divided by beta
def policy_loss(log_policy, log_reference, rewards, beta):
    paid = rewards - (log_policy - log_reference).detach() / beta
    return -((paid - paid.mean()) * log_policy).mean()
