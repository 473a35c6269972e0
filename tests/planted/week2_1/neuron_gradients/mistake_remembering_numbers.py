# expect: Your first entry is an object of type Scalar, not a number
from course_utils.models.scalar import Scalar


def neuron_gradients(w, x, b, y):
    w, x, b = Scalar(w), Scalar(x), Scalar(b)
    (((w * x + b).relu() - y) ** 2).backward()
    return w, x, b
