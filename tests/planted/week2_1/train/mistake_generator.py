# expect: Your function returned an object of type generator
def train(loss_of, parameters, rate, steps):
    rule = SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        yield float(loss.data)
