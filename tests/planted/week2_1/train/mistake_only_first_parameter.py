# expect: With two parameters, loss 2
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        parameters[0].grad = None
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
