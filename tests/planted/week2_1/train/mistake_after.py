# expect: after the first step
def train(loss_of, parameters, rate, steps):
    losses = []
    rule = SGD(parameters, rate)
    for _ in range(steps):
        zero_grad(parameters)
        loss_of(parameters).backward()
        rule.step()
        losses.append(float(loss_of(parameters).data))
    return losses
