# expect: Where are the gradients of the last step forgotten
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate)
    zero_grad(parameters)
    for _ in range(steps):
        loss = loss_of(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
