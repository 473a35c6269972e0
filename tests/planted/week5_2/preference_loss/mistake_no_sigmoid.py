# expect: the mean difference, without a sigmoid
def preference_loss(chosen, rejected):
    return (rejected - chosen).mean()
