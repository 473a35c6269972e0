"""The check of the debugging lab in week4_2_transformers: is the stream only added to?"""

import copy

import torch
from torch import Tensor, nn

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect
from course_utils.checks.messages import told
from course_utils.checks.tensors import draw
from course_utils.models.transformer import Block


def keeps_the_stream(block: nn.Module, x: Tensor) -> bool:
    """True if a block whose two output layers write nothing gives x back."""
    silent = copy.deepcopy(block)
    for layer in (silent.attention.output, silent.feed_forward.output):
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    return torch.allclose(silent(x), x)


class _NoSecondSum(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        x = x + self.attention(self.attention_norm(x), mask=mask)
        return self.feed_forward(self.feed_forward_norm(x))


class _NoFirstSum(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.attention(self.attention_norm(x), mask=mask)
        return x + self.feed_forward(self.feed_forward_norm(x))


class _Scaled(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        return super().forward(x, mask) * 1.05


class _LastPlaceLost(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        y = super().forward(x, mask)
        return torch.cat([y[:, :-1], 0 * y[:, -1:]], dim=1)


class _OnePlaceLost(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        kept = torch.ones(*x.shape[:2], 1)
        kept[1, 2] = 0
        return super().forward(x, mask) * kept


class _Reversed(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        return super().forward(x, mask).flip(0, 1)


class _AddsTidyCopy(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        return super().forward(x, mask) + self.attention_norm(x)


class _AddsQueries(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        return super().forward(x, mask) + self.attention.query(x)


class _Parallel(Block):
    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        attended = self.attention(self.attention_norm(x), mask=mask)
        return x + attended + self.feed_forward(self.feed_forward_norm(x))


def diagnose_stream(attempt: Attempt) -> None:
    """Blocks that keep the stream and blocks that do not; and the block must stay as it was."""
    torch.manual_seed(0)
    x = draw(2, 5, 8, seed=4)

    def built(kind: type[Block], pre_norm: bool = True) -> Block:
        block = kind(8, 2, nn.ReLU(), pre_norm)
        for weights in block.parameters():
            weights.data += 0.3 * draw(*weights.shape, seed=6)
        return block

    cases = [
        (
            built(Block),
            True,
            "The course's own pre-norm block was called faulty.",
            "Two layers write into the stream, each with a weight and a bias: are all four zero? "
            "And is the output compared with x?",
        ),
        (
            built(_NoSecondSum),
            False,
            "A block without the second plus sign was called sound.",
            "With silent output layers it gives zeros. With what do you compare?",
        ),
        (
            built(_NoFirstSum),
            False,
            "A block without the first plus sign was called sound.",
            "With what do you compare the silent block's output?",
        ),
        (
            built(Block, pre_norm=False),
            False,
            "A post-norm block was called sound; it brings the stream to size at every sum.",
            "Do you compare the output with x itself?",
        ),
        (
            built(_Scaled),
            False,
            "A block that makes the whole stream five percent longer was called sound.",
            "How close must two numbers be for your comparison?",
        ),
        (
            built(_LastPlaceLost),
            False,
            "A block that loses the last place's stream was called sound.",
            "Do you compare all positions, or some?",
        ),
        (
            built(_OnePlaceLost),
            False,
            "A block that loses one place of the second text was called sound.",
            "Do you compare all texts and positions, or some?",
        ),
        (
            built(_Reversed),
            False,
            "A block that gives texts and places back in reversed order was called sound.",
            "Is every number compared with its own, or only some of them, or their sum?",
        ),
        (
            built(_AddsTidyCopy),
            False,
            "A block that also adds norm(x) to the stream was called sound.",
            "Which layers did you set to zero: only the two that write into the stream?",
        ),
        (
            built(_AddsQueries),
            False,
            "A block that also adds its queries to the stream was called sound.",
            "Which layers did you set to zero: only the two that write into the stream?",
        ),
        (
            built(_Parallel),
            True,
            "A block that adds both parts to the stream at once was called faulty.",
            "With both output layers silent, what does it give back? Does your test ask that?",
        ),
    ]
    for block, sound, says, asks in cases:
        kept = {name: weights.clone() for name, weights in block.state_dict().items()}
        with torch.no_grad():
            before = block(x)
        yours = _answer(attempt, block, x)
        tested = attempt.inputs[0]
        given = tested.state_dict()
        expect(
            all(torch.equal(given[name], weights) for name, weights in kept.items()),
            "After your test the block has other weights than before: it was silenced for good.",
            "On which object should the weights be set to zero? (A state_dict and a shallow copy "
            "share their numbers with the block.)",
        )
        with torch.no_grad():
            after = tested(x)
        expect(
            torch.equal(before, after),
            "After your test the block has its weights, but gives another result than before.",
            "What did you hang on it (a hook, another layer), and which line takes it off again?",
        )
        expect(
            all(weights.requires_grad for weights in tested.parameters()),
            "After your test the block no longer learns: a weight asks for no gradient.",
            "Which line switched gradients off, and for which object?",
        )
        expect(
            all(part.training for part in tested.modules()),
            "Before your test the block was in training mode; now it is not.",
            "Which object did eval() change, and was that change asked for?",
        )
        expect(bool(yours) == sound, says, asks)


def _answer(attempt: Attempt, block: Block, x: Tensor) -> bool:
    """What the learner says of a block; two frequent stumbles get a message of their own."""
    with (
        told(
            ("a PyTorch tensor: True", "a PyTorch tensor: False"),
            "Your function returned a tensor that holds one truth value, not a truth value itself.",
            "What does bool(…) make of it?",
        ),
        told(
            ("leaf Variable",),
            "Your code stopped: PyTorch refuses to change a weight in place while it records "
            "gradients.",
            "Which context switches the recording off, or which function of nn.init does it for "
            "you?",
        ),
        told(
            ("as parameter",),
            "Your code stopped: a layer's weight is an nn.Parameter, and PyTorch refuses a plain "
            "tensor in its place.",
            "Which function of nn.init changes the numbers and leaves the parameter where it is?",
        ),
    ):
        return attempt(block, x)
