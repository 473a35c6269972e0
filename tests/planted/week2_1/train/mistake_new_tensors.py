# expect: puts new Tensors into the list
from course_utils.models.autograd import Tensor


def train(loss_of, parameters, rate, steps):
    losses = []
    for _ in range(steps):
        loss = loss_of(parameters)
        zero_grad(parameters)
        loss.backward()
        for i, p in enumerate(parameters):
            parameters[i] = Tensor(p.data - rate * p.grad)
        losses.append(float(loss.data))
    return losses
