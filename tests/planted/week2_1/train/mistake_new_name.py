# expect: Which line moves the parameters, by how much
def train(loss_of, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        for p in parameters:
            p = p - rate * p.grad
        losses.append(float(loss.data))
    return losses
