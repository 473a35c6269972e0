# expect: 'Tensor' object has no attribute 'value'
def train(loss_of, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        loss = loss_of(parameters)
        for number in parameters:
            number.grad = 0.0
        loss.backward()
        for number in parameters:
            number.value -= rate * number.grad
        losses.append(loss.value)
    return losses
