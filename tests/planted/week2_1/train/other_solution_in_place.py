def train(loss_of, parameters, rate, steps):
    def step():
        loss = loss_of(parameters)
        loss.backward()
        for p in parameters:
            p.data -= rate * p.grad
        zero_grad(parameters)
        return float(loss.data)

    return [step() for _ in range(steps)]
