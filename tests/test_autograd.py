"""The engines of week 2: every operation against finite differences and PyTorch; speed."""

import math
import statistics
import time
import types

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.models import autograd
from course_utils.models.autograd import Tensor, cross_entropy, largest_error, unbroadcast
from course_utils.models.optimizers import MLP, SGD, Adam, dropout, zero_grad
from course_utils.models.scalar import Scalar, ancestors

LIMIT = 1e-6
RANDOM = np.random.default_rng(0)


def draw(*shape, low=-2.0, high=2.0):
    """Numbers at least 0.1 away from 0, where relu and division have a kink or a pole."""
    numbers = RANDOM.uniform(low, high, size=shape)
    return np.where(np.abs(numbers) < 0.1, 0.3, numbers)


A, B, ROW = draw(3, 4), draw(3, 4), draw(4)
TARGETS = np.array([2, 0, 3])
TWICE = np.array([[0, 2], [2, 2]])

# name -> (ours, PyTorch's, inputs)
OPERATIONS = {
    "add": (lambda a, b: a + b, None, (A, B)),
    "add a row": (lambda a, b: a + b, None, (A, ROW)),
    "add a column": (lambda a, b: a + b, None, (A, draw(3, 1))),
    "add outer": (lambda a, b: a + b, None, (draw(3, 1), draw(1, 4))),
    "add a number": (lambda a: 2 + a + 1.5, None, (A,)),
    "add a 0-d array": (lambda a, b: a + b, None, (A, np.array(0.7))),
    "subtract": (lambda a, b: a - b - 1, None, (A, ROW)),
    "negate": (lambda a: -a, None, (A,)),
    "multiply": (lambda a, b: a * b, None, (A, B)),
    "multiply by a row": (lambda a, b: a * b, None, (A, ROW)),
    "multiply by itself": (lambda a: a * a * 3, None, (A,)),
    "divide": (lambda a, b: a / b, None, (A, B)),
    "divide by a row": (lambda a, b: a / b, None, (A, ROW)),
    "divide by a number": (lambda a: a / 2, None, (A,)),
    "power": (lambda a: a**3, None, (A,)),
    "square root": (lambda a: a**0.5, None, (draw(3, 4, low=0.2),)),
    "matmul": (lambda a, b: a @ b, None, (A, draw(4, 2))),
    "matmul of batches": (lambda a, b: a @ b, None, (draw(2, 3, 4), draw(2, 4, 5))),
    "matmul, one matrix for a batch": (lambda a, b: a @ b, None, (draw(2, 3, 4), draw(4, 5))),
    "sum": (lambda a: a.sum(), None, (A,)),
    "sum over rows": (lambda a: a.sum(0), None, (A,)),
    "sum over columns, kept": (lambda a: a.sum(-1, True), None, (A,)),
    "sum over two axes": (lambda a: a.sum((0, 2)), None, (draw(2, 3, 4),)),
    "mean": (lambda a: a.mean(), None, (A,)),
    "reshape": (lambda a: a.reshape(2, 6), None, (A,)),
    "reshape with -1": (lambda a: a.reshape(2, -1), None, (A,)),
    "pick rows, one twice": (lambda a: a[TWICE], None, (A,)),
    "pick a slice": (lambda a: a[:, 1:3], None, (A,)),
    "pick entries": (lambda a: a[np.arange(3), TARGETS], None, (A,)),
    "exp": (autograd.exp, torch.exp, (A,)),
    "log": (autograd.log, torch.log, (draw(3, 4, low=0.2),)),
    "tanh": (autograd.tanh, torch.tanh, (A,)),
    "sigmoid": (autograd.sigmoid, torch.sigmoid, (A,)),
    "relu": (autograd.relu, torch.relu, (A,)),
    "cross-entropy": (
        lambda a: cross_entropy(a, TARGETS),
        lambda a: nn.functional.cross_entropy(a, torch.as_tensor(TARGETS)),
        (A,),
    ),
    "a network": (
        lambda x, w, b, u: cross_entropy(autograd.tanh(x @ w + b) @ u, TARGETS),
        lambda x, w, b, u: nn.functional.cross_entropy(
            torch.tanh(x @ w + b) @ u, torch.as_tensor(TARGETS)
        ),
        (A, draw(4, 5), draw(5), draw(5, 4)),
    ),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_passes_finite_differences(name):
    ours, _, inputs = OPERATIONS[name]
    assert largest_error(ours, inputs) < LIMIT


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_agrees_with_torch(name):
    ours, theirs, inputs = OPERATIONS[name]
    tensors = [Tensor(x) for x in inputs]
    judges = [torch.tensor(x, requires_grad=True) for x in inputs]
    result, judged = ours(*tensors), (theirs or ours)(*judges)
    assert np.allclose(result.data, judged.detach().numpy(), rtol=1e-12, atol=1e-14)
    weights = np.cos(np.arange(result.data.size)).reshape(result.data.shape)
    (result * weights).sum().backward()
    (judged * torch.tensor(weights)).sum().backward()
    for tensor, judge in zip(tensors, judges, strict=True):
        assert tensor.grad.shape == tensor.data.shape
        assert np.allclose(tensor.grad, judge.grad.numpy(), rtol=1e-10, atol=1e-13)


def test_no_operation_is_left_out():
    """Every public function of autograd that makes tensors, and every operator, is tried above."""
    makers = {"add", "multiply", "matmul", "total", "pick", "exp", "log", "tanh", "sigmoid"}
    makers |= {"relu", "cross_entropy", "raise_to", "reshape"}
    helpers = {"unbroadcast", "as_tensor", "largest_error", "ancestors"}
    public = {n for n, v in vars(autograd).items() if isinstance(v, types.FunctionType)}
    assert public == makers | helpers
    methods = {n for n, v in vars(Tensor).items() if isinstance(v, types.FunctionType)}
    assert methods - {"__init__", "backward"} == {
        *("__add__", "__radd__", "__sub__", "__mul__", "__rmul__", "__truediv__"),
        *("__pow__", "__matmul__", "__neg__", "__getitem__", "sum", "mean", "reshape"),
    }


def test_a_wrong_gradient_is_found():
    def wrong(x):
        return Tensor(x.data**2, (x,), lambda g: (g * x.data,))  # the 2 is missing

    assert largest_error(wrong, [A]) > 0.1
    nothing = largest_error(lambda x: Tensor(x.data, (x,), lambda g: (g * 0,)), [A])
    assert nothing == pytest.approx(1)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=0, max_size=3), st.data())
def test_unbroadcast_is_the_transpose_of_broadcasting(axes, data):
    """<broadcast(x), g> = <x, unbroadcast(g)> for every pair of shapes that fit."""
    large = tuple(n for n, _ in axes)
    cut = data.draw(st.integers(0, len(axes)))
    small = tuple(1 if one else n for n, one in axes[cut:])
    x, g = np.random.default_rng(1).normal(size=small), np.random.default_rng(2).normal(size=large)
    back = unbroadcast(g, small)
    assert back.shape == small
    assert np.isclose((np.broadcast_to(x, large) * g).sum(), (x * back).sum())


def test_gradients_of_leaves_add_up_and_of_results_do_not():
    x, y = Tensor([2.0]), torch.tensor([2.0], requires_grad=True)
    result, judged = (x * x).sum(), (y * y).sum()
    for _ in range(3):
        result.backward()
        judged.backward(retain_graph=True)
    assert x.grad.tolist() == y.grad.tolist() == [12.0]
    zero_grad([x])
    assert x.grad is None


def test_numpy_on_the_left_and_integers():
    x = Tensor([1, 2])
    assert x.data.dtype == np.float64
    result = np.array([10.0, 20.0]) * x
    assert isinstance(result, Tensor) and result.data.tolist() == [10, 40]
    assert isinstance(np.float64(2) + x, Tensor)


def test_float32_stays_float32():
    x, w = Tensor(A.astype(np.float32)), Tensor(np.ones((4, 2), np.float32))
    loss = cross_entropy(autograd.sigmoid(-(x @ w) / 2), np.array([0, 1, 1])) + 0.1
    loss.backward()
    assert loss.data.dtype == w.grad.dtype == x.grad.dtype == np.float32


def test_large_logits_do_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        loss = cross_entropy(Tensor([[1e4, 0.0], [0.0, 1e4]]), np.array([0, 0]))
        s = autograd.sigmoid(Tensor([-1e4, 1e4]))
    assert loss.data == pytest.approx(5000) and s.data.tolist() == [0.0, 1.0]


def test_vectors_are_refused_by_matmul():
    with pytest.raises(ValueError, match="needs matrices"):
        Tensor([1.0]) @ Tensor([[1.0]])


def test_a_long_chain_needs_no_recursion():
    for x, total in ((Scalar(1.0), 0.0), (Tensor(1.0), 0.0)):
        for _ in range(5000):
            total = x + total
        total.backward()
        assert float(x.grad) == 5000


# ---- The scalar engine ----

SCALARS = {
    "polynomial": lambda x, y: x * y * x + 3 * x - y + 2,
    "quotient": lambda x, y: x * y**-1 - (x - 0.5) ** 3,
    "exp and log": lambda x, y: (x.exp() + y * y).log() * y,
    "tanh": lambda x, y: (2 * x + y).tanh() * x,
    "relu": lambda x, y: (x * y).relu() + (0 - x * y).relu() * 2 + x.relu(),
}


@pytest.mark.parametrize("name", SCALARS)
def test_scalars_agree_with_finite_differences_and_torch(name):
    function, step = SCALARS[name], 1e-5
    for start in ((0.7, -1.3), (1.9, 0.4)):
        ours = [Scalar(v) for v in start]
        judges = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in start]
        result, judged = function(*ours), function(*judges)
        result.backward()
        judged.backward()
        assert result.value == pytest.approx(judged.item(), rel=1e-12)
        for i, (number, judge) in enumerate(zip(ours, judges, strict=True)):
            assert number.grad == pytest.approx(judge.grad.item(), rel=1e-12)
            sides = [
                function(*(Scalar(v + sign * step * (i == j)) for j, v in enumerate(start))).value
                for sign in (1, -1)
            ]
            assert number.grad == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-6)


def test_scalars_add_up_like_tensors():
    x = Scalar(3.0)
    result = (x * x) * x
    result.backward()
    result.backward()
    assert x.grad == 54.0
    assert [node.value for node in ancestors(result)] == [3.0, 9.0, 27.0]


# ---- Learning ----


def torch_twin(mlp, activation):
    """The same network in torch.nn, with the same weights, in float64."""
    layers = []
    for i in range(0, len(mlp.parameters), 2):
        weight, bias = (p.data for p in mlp.parameters[i : i + 2])
        layer = nn.Linear(*weight.shape, dtype=torch.float64)
        layer.weight.data, layer.bias.data = torch.tensor(weight.T), torch.tensor(bias)
        layers += [layer, activation()]
    return nn.Sequential(*layers[:-1])


@pytest.mark.parametrize("rule", ["gradient descent", "momentum", "Adam", "Adam, other numbers"])
def test_the_rules_follow_torch_step_by_step(rule):
    mlp = MLP([4, 8, 3], np.random.default_rng(3), activation=autograd.tanh, gain=1)
    twin = torch_twin(mlp, nn.Tanh)
    x, y = draw(16, 4), RANDOM.integers(0, 3, 16)
    ours, theirs = {
        "gradient descent": (SGD(mlp.parameters, 0.2), torch.optim.SGD(twin.parameters(), 0.2)),
        "momentum": (
            SGD(mlp.parameters, 0.1, momentum=0.9),
            torch.optim.SGD(twin.parameters(), 0.1, momentum=0.9),
        ),
        "Adam": (Adam(mlp.parameters, 0.01), torch.optim.Adam(twin.parameters(), 0.01)),
        "Adam, other numbers": (
            Adam(mlp.parameters, 0.05, (0.5, 0.8), 1e-3),
            torch.optim.Adam(twin.parameters(), 0.05, betas=(0.5, 0.8), eps=1e-3),
        ),
    }[rule]
    for _ in range(50):
        loss = cross_entropy(mlp(Tensor(x)), y)
        zero_grad(mlp.parameters)
        loss.backward()
        ours.step()
        judged = nn.functional.cross_entropy(twin(torch.tensor(x)), torch.tensor(y))
        theirs.zero_grad()
        judged.backward()
        theirs.step()
        assert float(loss.data) == pytest.approx(judged.item(), rel=1e-9)
    for p, q in zip(mlp.parameters, twin.parameters(), strict=True):
        assert np.allclose(p.data, q.detach().numpy().T, rtol=1e-8, atol=1e-10)


def test_the_network_starts_with_the_spread_it_promises():
    mlp = MLP([400, 300, 5], np.random.default_rng(0), gain=2)
    weights, biases = mlp.parameters[::2], mlp.parameters[1::2]
    assert weights[0].data.std() == pytest.approx(math.sqrt(2 / 400), rel=0.02)
    assert all((b.data == 0).all() for b in biases)


def test_dropout_keeps_the_mean_and_its_gradient_has_the_same_holes():
    x = Tensor(np.ones((200, 200)))
    result = dropout(x, 0.25, np.random.default_rng(0))
    result.sum().backward()
    assert result.data.mean() == pytest.approx(1, abs=0.02)
    assert np.unique(result.data).tolist() == pytest.approx([0, 4 / 3])
    assert (x.grad == result.data).all()
    assert (dropout(x, 0.0, np.random.default_rng(0)).data == 1).all()


def test_half_of_torchs_speed_at_least():
    """Steps per second of the notebook's name tagger: same process, in turns, medians."""
    random, sizes, batch = np.random.default_rng(0), [100, 32, 3], 64
    x, y = random.normal(size=(batch, sizes[0])), random.integers(0, sizes[-1], batch)
    mlp = MLP(sizes, random, activation=autograd.tanh)
    ours = Adam(mlp.parameters)
    network = nn.Sequential(nn.Linear(100, 32), nn.Tanh(), nn.Linear(32, 3)).double()
    theirs = torch.optim.Adam(network.parameters())
    inputs, targets = torch.tensor(x), torch.tensor(y)

    def our_step():
        loss = cross_entropy(mlp(Tensor(x)), y)
        zero_grad(mlp.parameters)
        loss.backward()
        ours.step()

    def their_step():
        theirs.zero_grad()
        nn.functional.cross_entropy(network(inputs), targets).backward()
        theirs.step()

    seconds = {our_step: [], their_step: []}
    for _ in range(25):
        for step, measured in seconds.items():
            begin = time.perf_counter()
            for _ in range(20):
                step()
            measured.append(time.perf_counter() - begin)
    ratio = statistics.median(seconds[their_step]) / statistics.median(seconds[our_step])
    assert ratio > 0.5
