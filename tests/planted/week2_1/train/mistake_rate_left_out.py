# expect: no step changed p²
def train(loss_of, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        for p in parameters:
            p.data = p.data - p.grad
        losses.append(float(loss.data))
    return losses
