# expect: All losses are 9
def train(loss_of, parameters, rate, steps):
    losses = []
    rule, loss = SGD(parameters, rate), loss_of(parameters)
    for _ in range(steps):
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
