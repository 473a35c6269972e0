# expect: also takes all earlier gradients
def train(loss_of, parameters, rate, steps):
    losses = []
    rule = SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
