# expect: the rate times p itself
def train(loss_of, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        for p in parameters:
            p.data = p.data - rate * p.data
        losses.append(float(loss.data))
    return losses
