def train(loss_of, parameters, rate, steps):
    if steps == 0:
        return []
    loss = loss_of(parameters)
    zero_grad(parameters)
    loss.backward()
    SGD(parameters, rate).step()
    return [float(loss.data), *train(loss_of, parameters, rate, steps - 1)]
