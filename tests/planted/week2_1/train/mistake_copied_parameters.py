# expect: the parameter is 3.000, not 1.229
def train(loss_of, parameters, rate, steps):
    import copy

    copies = copy.deepcopy(parameters)
    losses, rule = [], SGD(copies, rate)
    for _ in range(steps):
        loss = loss_of(copies)
        zero_grad(copies)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
