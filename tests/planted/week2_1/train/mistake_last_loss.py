# expect: returned a number: 2.359, not a list
def train(loss_of, parameters, rate, steps):
    rule = SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
    return float(loss.data)
