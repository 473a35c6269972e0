# expect: the loss of the opposite choices
def preference_loss(chosen, rejected):
    return -nn.functional.logsigmoid(rejected - chosen).mean()
