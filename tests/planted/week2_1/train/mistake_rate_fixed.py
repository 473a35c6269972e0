# expect: With rate 0.05 the second loss
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, 0.1)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
