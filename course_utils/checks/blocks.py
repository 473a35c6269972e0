"""The checks of LayerNorm and of the block in week4_2_transformers."""

from collections.abc import Callable

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw

Part = Callable[[Tensor], Tensor]


def layer_norm(x: Tensor, gain: Tensor, shift: Tensor, epsilon: float = 1e-5) -> Tensor:
    """Each vector with mean 0 and variance 1, then scaled and shifted: (…, C) -> (…, C)."""
    mean = x.mean(-1, keepdim=True)
    variance = x.var(-1, correction=0, keepdim=True)
    return (x - mean) / (variance + epsilon).sqrt() * gain + shift


def diagnose_layer_norm(attempt: Attempt) -> None:
    """Two texts of three positions, vectors of four numbers."""
    x = 3 * draw(2, 3, 4, seed=1) + 2
    gain, shift = torch.tensor([1.0, 2.0, 0.5, -1.0]), torch.tensor([0.0, 1.0, -1.0, 3.0])
    yours = attempt(x, gain, shift)
    expect(
        yours.dtype == x.dtype,
        f"Your result holds {yours.dtype}; x holds {x.dtype}.",
        "Which line changes the kind of number, and what would the next layer say to it?",
    )
    mean, centered = x.mean(-1, keepdim=True), x - x.mean(-1, keepdim=True)
    variance = centered.square().mean(-1, keepdim=True)

    def finish(hat: Tensor) -> Tensor:
        return hat * gain + shift

    whole = (x - x.mean()) / (x.var(correction=0) + 1e-5).sqrt()
    by_place = (x - x.mean(1, keepdim=True)) / (x.var(1, correction=0, keepdim=True) + 1e-5).sqrt()
    by_text = (x - x.mean((1, 2), keepdim=True)) / (
        x.var((1, 2), correction=0, keepdim=True) + 1e-5
    ).sqrt()
    by_batch = (x - x.mean((0, 1))) / (x.var((0, 1), correction=0) + 1e-5).sqrt()
    raw = x.square().mean(-1, keepdim=True)
    early = x * gain + shift
    ask_axis = "Which numbers belong to one word, and along which axis do they lie?"
    mistakes = [
        (finish(centered / (x.var(-1, keepdim=True) + 1e-5).sqrt()),
         "Your variance divides the sum of squares by C − 1 = 3.",
         "The mean of four squared differences: by what is their sum divided?"),
        (finish(whole), "You took one mean and variance over all words and texts.", ask_axis),
        (finish(by_text), "You took one mean and variance for all words of a text.", ask_axis),
        (finish(by_place),
         "You took mean and variance over the positions of a text; a word would hear its "
         "neighbors, later ones too.", ask_axis),
        (finish(by_batch),
         "You took mean and variance of each column over all texts: that is batch norm.", ask_axis),
        (finish(centered / (variance + 1e-5)), "You divided by the variance, not by its root.",
         "In which unit is a variance, if the numbers are centimeters?"),
        (finish(x / (variance + 1e-5).sqrt()), "The mean was not taken away.",
         "What is the mean of each vector after LayerNorm, before gain and shift?"),
        (finish(centered), "The mean is gone, but nothing was divided.", "What is the spread?"),
        (centered / (variance + 1e-5).sqrt(), "Gain and shift are not used.",
         "What do g and b do at the end of the formula?"),
        (centered / (variance + 1e-5).sqrt() * gain, "The shift is missing.",
         "What does b do at the end of the formula?"),
        (centered / (variance + 1e-5).sqrt() + shift, "The gain is missing.",
         "What does g do in the formula?"),
        ((centered / (variance + 1e-5).sqrt() + shift) * gain,
         "The shift was multiplied by the gain too.",
         "Which of the two comes first, scale or shift?"),
        (finish(x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt()),
         "That is RMSNorm: right in section 7, but here the mean is taken away first.",
         "From what is the difference x − μ squared?"),
        (finish((x / (variance + 1e-5).sqrt()) - mean),
         "You divided first and then took the mean of the undivided numbers away.",
         "Which of the two steps needs brackets?"),
        (finish(centered / (centered.abs().mean(-1, keepdim=True) + 1e-5)),
         "You divided by the mean size of the differences.",
         "A variance is the mean of what, and what is taken of it at the end?"),
        (finish(centered / (raw + 1e-5).sqrt()),
         "You divided by the root of the mean of the squares of x itself, not of the "
         "differences.", "The spread is measured from where?"),
        (centered / (variance + 1e-5).sqrt() * shift + gain, "Gain and shift have changed places.",
         "Which of the two is a factor?"),
        (layer_norm(early, torch.ones(4), torch.zeros(4)),
         "Gain and shift were used before the norm, which takes most of them away again.",
         "Where do g and b stand in the formula?"),
        (finish(centered / (centered.norm(dim=-1, keepdim=True) + 1e-5)),
         "You divided by the length of the vector, not by the root of the mean square.",
         "A sum of squares grows with C. What makes a mean of it?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        layer_norm(x, gain, shift),
        "Entry {index} (text, place, column) should be {expected}; yours is {yours}.",
        "For one vector: print its mean, its variance and what remains after each step.",
        tolerance=1e-4,
    )
    single = draw(6, seed=3)
    with told(
        ("Your code stopped with",),
        "For a single vector of six numbers your code stops: before the last axis there may be any "
        "number of others, or none.",
        "Which axes, or which sizes, does your code name by itself?",
    ):
        yours = attempt(single, torch.ones(6), torch.zeros(6))
    expect_close(
        yours,
        layer_norm(single, torch.ones(6), torch.zeros(6)),
        "For a single vector of six numbers, entry {index} should be {expected}; yours is {yours}.",
        "Which size does your code assume, and which axes does it count from the front?",
        tolerance=1e-4,
    )
    small = torch.tensor([[0.001, 0.003], [5.0, 5.0]])
    one, zero = torch.ones(2), torch.zeros(2)
    with told(
        ("Your result[",),
        "A vector whose numbers are all equal, (5, 5), gives nan: 0 divided by 0.",
        "Which part of the formula prevents that?",
    ):
        yours = attempt(small, one, zero)
    variance = torch.tensor([[1e-6], [0.0]])
    known(
        yours,
        [
            (
                (small - small.mean(-1, keepdim=True)) / (variance.sqrt() + 1e-5),
                "ε is added to the root; for tiny numbers, (0.001, 0.003), that shows: "
                f"{yours[0, 0]:.3f}.",
                "Does ε stand under the root or beside it?",
            )
        ],
    )
    expect_close(
        yours,
        layer_norm(small, one, zero),
        "For tiny numbers, (0.001, 0.003), entry {index} should be {expected}; yours is {yours}.",
        "Where does ε stand, and how large is it?",
        tolerance=1e-3,
    )
    expect_close(
        attempt(small, one, zero, 0.5),
        layer_norm(small, one, zero, 0.5),
        "With epsilon = 0.5, entry {index} should be {expected}; yours is {yours}.",
        "Does your code use the epsilon that it is given?",
        tolerance=1e-4,
    )


def pre_norm_block(
    x: Tensor, attention_norm: Part, attention: Part, feed_forward_norm: Part, feed_forward: Part
) -> Tensor:
    """One block with the norms before the parts: (B, T, C) -> (B, T, C)."""
    x = x + attention(attention_norm(x))
    return x + feed_forward(feed_forward_norm(x))


def _norm_1(x: Tensor) -> Tensor:
    return 2 * x + 1


def _attention(x: Tensor) -> Tensor:
    _, _, _ = x.shape  # (B, T, C), whose places hear each other
    return x.square() + x[:, :1] * x.mean(1, keepdim=True)


def _norm_2(x: Tensor) -> Tensor:
    return 3 * x - 2


def _feed_forward(x: Tensor) -> Tensor:
    return x.sin() + 5


def diagnose_block(attempt: Attempt) -> None:
    """Parts that are simple functions, so that every order of them gives other numbers."""
    x = draw(2, 3, 4, seed=2)
    n1, a, n2, f = _norm_1, _attention, _norm_2, _feed_forward
    with (
        told(
            ("not enough values to unpack",),
            "Your code stopped in a part: each part takes all texts at once, (B, T, C).",
            "Which axis did your code take away?",
        ),
        told(
            ("unexpected keyword argument", "positional argument"),
            "Your code stopped: the parts are called with x alone; a mask is already inside the "
            "`attention` that you are given.",
            "What does the task say that each part takes?",
        ),
    ):
        yours = attempt(x, n1, a, n2, f)
    first = x + a(n1(x))
    right = first + f(n2(first))
    ask_sum = "What does the formula add the result of a part to?"
    mistakes = [
        (f(n2(a(n1(x)))), "No part was added to x: both replace the stream.", ask_sum),
        (first, "The second line is missing: no feed-forward part.", "What follows attention?"),
        (x + f(n2(x)), "The first line is missing: attention's result was lost.",
         "Which x did your second line read?"),
        (f(n2(first)), "The second plus sign is missing.", ask_sum),
        (a(n1(x)) + f(n2(a(n1(x)))),
         "The first plus sign is missing: attention replaces the stream.", ask_sum),
        (n2((y := n1(x + a(x))) + f(y)), "That is post-norm: the norms stand after the sums.",
         "Does a part read the stream itself or a tidy copy of it?"),
        (first + f(n2(x)),
         "The feed-forward part reads the x from before attention (a parallel block).",
         "Which x does the second line of the formula read?"),
        (first + f(n1(x)), "Both parts read the first norm of the x from before attention.",
         "Which norm, and which x, does the second line of the formula read?"),
        (x + right, "x is added twice.",
         "After the first line, attention's result is in the stream already. And x?"),
        (first + f(n2(a(n1(x)))),
         "The feed-forward part reads attention's result alone, without the stream.",
         "Which x does the second line of the formula read?"),
        (x + f(n2(first)),
         "The last sum adds to the x from before attention, so attention's own result is lost.",
         "Which x does the second line of the formula add to?"),
        ((z := n1(x) + a(n1(x))) + f(n2(z)),
         "The first sum adds to the tidy copy, norm(x), not to the stream x.",
         "Is the stream itself ever changed by a norm here?"),
        ((z := n2(first)) + f(z),
         "The second sum adds to the tidy copy, norm(x), not to the stream x.",
         "Is the stream itself ever changed by a norm here?"),
        ((w := n2(n1(x) + a(n1(x)))) + f(w),
         "Both sums add to the tidy copy, norm(x), not to the stream x.",
         "Is the stream itself ever changed by a norm here?"),
        (first + f(n1(first)), "The first norm is used twice.",
         "Each part has a norm of its own. Which one belongs to the feed-forward part?"),
        ((g := x + f(n2(x))) + a(n1(g)), "The feed-forward part comes first.",
         "Which of the two parts stands in the formula's first line?"),
        ((h := x + a(x)) + f(h), "No norm is used.", "What does a part read?"),
        ((h := x + n1(a(x))) + n2(f(h)), "The norms stand after the parts, before the sums.",
         "What does a part read, and what is added to the stream?"),
        ((h := x + a(n2(x))) + f(n1(h)), "The two norms have changed places.",
         "Each part has a norm of its own. Which one belongs to attention?"),
        (first + f(first), "The feed-forward part reads the stream without its norm.",
         "Does a part read the stream itself or a tidy copy of it?"),
        ((h := x + torch.cat([a(n1(word)) for word in x.split(1, dim=1)], dim=1)) + f(n2(h)),
         "Attention was called for one place at a time, so that no place hears another.",
         "What does each part take: a word, or (B, T, C)?"),
        (n2(right), "The stream is normed once more at the end.",
         "Is the stream itself ever changed by a norm here?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        right,
        "With simple functions as parts, entry {index} should be {expected}; yours is {yours}.",
        "Write down, for one number, what each of your lines adds to x.",
        tolerance=1e-4,
    )
