# expect: You hand loss_of a Tensor, not the list of them
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(*parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
