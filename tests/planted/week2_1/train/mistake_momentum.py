# expect: loss 2 is 1.904, not 3.686
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate, momentum=0.9)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
