# expect: the parameter is 1.536, as it should be after 3
def train(loss_of, parameters, rate, steps):
    losses, rule = [], SGD(parameters, rate)
    for step in range(steps):
        loss = loss_of(parameters)
        losses.append(float(loss.data))
        if step < steps - 1:
            zero_grad(parameters)
            loss.backward()
            rule.step()
    return losses
