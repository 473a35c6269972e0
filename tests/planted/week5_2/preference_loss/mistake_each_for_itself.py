# expect: each answer is judged for itself
def preference_loss(chosen, rejected):
    good = nn.functional.logsigmoid(chosen)
    bad = nn.functional.logsigmoid(-rejected)
    return -(good + bad).mean()
