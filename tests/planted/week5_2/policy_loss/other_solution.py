def policy_loss(log_policy, log_reference, rewards, beta):
    with torch.no_grad():
        paid = rewards + beta * log_reference - beta * log_policy
        advantage = paid - paid.mean()
    return -torch.dot(advantage, log_policy) / len(rewards)
