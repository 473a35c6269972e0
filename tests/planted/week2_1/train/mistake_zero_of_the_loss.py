# expect: each step also takes all earlier gradients
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad([loss])
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
