def train(loss_of, parameters, rate, steps):
    losses = []
    while len(losses) < steps:
        for p in parameters:
            p.grad = None
        loss = loss_of(parameters)
        loss.backward()
        losses.append(loss.data.item())
        for p in parameters:
            p.data = p.data - rate * p.grad
    return losses
