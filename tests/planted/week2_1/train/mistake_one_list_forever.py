# expect: For 4 steps you returned 8 losses
def train(loss_of, parameters, rate, steps, losses=[]):
    rule = SGD(parameters, rate)
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        rule.step()
        losses.append(float(loss.data))
    return losses
