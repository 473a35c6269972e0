"""The debugging lab of week6_1_lora: its layers, and its check."""

import copy

import torch
from torch import Tensor, nn

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect
from course_utils.checks.messages import told
from course_utils.checks.tensors import draw

FAULTS = {
    "fine": "Which of your tests does this sound layer fail, and by how much?",
    "changed": "What must layer(x) equal before the first step?",
    "unfrozen": "Which numbers get a gradient from layer(x).sum().backward()?",
    "stuck": "At A = 0 and B = 0, what are the gradients of both?",
    "merge": "While B A is 0 every merge is right. With which A and B would a wrong one show?",
}


class Layer(nn.Module):
    """A layer as the lab's colleagues write it: base, A, B, forward, and merged().

    Args:
        B: the value of every entry of B at first.
        A: a factor on the entries of A.
        frozen: whether the base is frozen.
        factor: by which the merged matrix adds B A; the right one is 3.
    """

    def __init__(
        self, B: float = 0.0, A: float = 1.0, frozen: bool = True, factor: float = 3.0
    ) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(3)
        self.base = nn.Linear(4, 3)
        with torch.no_grad():
            self.base.weight.copy_(torch.randn(3, 4, generator=generator))
            self.base.bias.copy_(torch.randn(3, generator=generator))
        self.base.requires_grad_(not frozen)
        self.A = nn.Parameter(A * torch.randn(2, 4, generator=generator))
        self.B = nn.Parameter(torch.full((3, 2), B))
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return self.base(x) + 3 * (x @ self.A.T @ self.B.T)

    def merged(self) -> Tensor:
        """The matrix that is to replace the base's, (C_out, C_in)."""
        return self.base.weight + self.factor * self.B @ self.A


class Turned(Layer):
    """A layer the other way round: A is 0, and B is drawn."""

    def __init__(self, factor: float = 3.0) -> None:
        super().__init__(B=0.5, A=0.0, factor=factor)
        with torch.no_grad():
            self.B[0, 0] = -1.0


def faulty_layers() -> dict[str, tuple[nn.Module, str]]:
    """What the check says of each layer -> the layer, and the word for it."""
    torch_state = torch.get_rng_state()
    layers = {
        "A sound layer, B = 0": (Layer(), "fine"),
        "A layer whose B begins at 0.1": (Layer(B=0.1), "changed"),
        "A layer whose A and B are both 0": (Layer(A=0.0), "stuck"),
        "A layer whose base was not frozen": (Layer(frozen=False), "unfrozen"),
        "A layer that forgets α / r in merged()": (Layer(factor=1.0), "merge"),
        "A layer that takes the change away in merged()": (Layer(factor=-3.0), "merge"),
        "A layer that adds the change twice in merged()": (Layer(factor=6.0), "merge"),
        "A sound layer with A = 0 and B drawn": (Turned(), "fine"),
        "A layer with A = 0 and B drawn that forgets α / r in merged()": (Turned(1.0), "merge"),
        "A layer with two faults, whose B is 0.1 and whose base learns (the first word counts)": (
            Layer(B=0.1, frozen=False),
            "changed",
        ),
    }
    torch.set_rng_state(torch_state)
    return layers


def lora_fault(layer: nn.Module, x: Tensor) -> str:
    """The first of the faults that a fresh layer has, or "fine"; the layer stays as it is."""
    layer = copy.deepcopy(layer)
    if not torch.allclose(layer(x), layer.base(x), atol=1e-6):
        return "changed"
    layer(x).square().sum().backward()
    if layer.base.weight.grad is not None:
        return "unfrozen"
    if not layer.A.grad.any() and not layer.B.grad.any():
        return "stuck"
    for factor in (layer.A, layer.B):
        if not factor.any():
            nn.init.ones_(factor)
    merged = x @ layer.merged().T + layer.base.bias
    return "fine" if torch.allclose(layer(x), merged, atol=1e-5) else "merge"


def diagnose_lora_fault(attempt: Attempt) -> None:
    """Two sound layers, and eight with a fault: four of them in merged(), one with two faults."""
    x = draw(5, 4, seed=1)
    for label, (layer, right) in faulty_layers().items():
        with (
            told(
                ("a leaf Variable that requires grad", "cannot assign"),
                "B is a Parameter, and can't be set in that way.",
                "Which function of nn.init fills it?",
            ),
            told(
                ("object has no attribute 'alpha'",),
                "A colleague's layer has base, A, B and merged(), and no name for its factor.",
                "Which two outputs can be compared by one who doesn't know the factor?",
            ),
        ):
            yours = attempt(layer, x)
        expect(
            yours in FAULTS,
            f"You returned {yours!r}, which is none of the five words.",
            f"Which of {', '.join(FAULTS)} do you mean?",
        )
        expect(
            yours == right,
            f"{label}: that is {right!r}; you said {yours!r}.",
            FAULTS[right],
        )
        expect(
            torch.equal(attempt.inputs[0].B, layer.B),
            f"{label}: your test has changed its B.",
            "On what can you try another B, and leave the colleague's layer as it is?",
        )
