"""The checks of causal attention and of the debugging lab in week4_1_attention."""

import torch
from torch import Tensor, nn

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.checks.values import close
from course_utils.models.attention import causal_mask


def causal_attention(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """The context of each position, (…, T, D), from itself and those before it."""
    T, D = queries.shape[-2:]
    scores = queries @ keys.transpose(-2, -1) / D**0.5
    return scores.masked_fill(~causal_mask(T), -torch.inf).softmax(-1) @ values


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, factor: float) -> Tensor:
    return (q @ k.transpose(-2, -1) * factor).masked_fill(~mask, -torch.inf).softmax(-1) @ v


def diagnose_causal_attention(attempt: Attempt) -> None:
    """Two texts of five positions, vectors of three numbers."""
    q, k, v = (3 * draw(2, 5, 3, seed=seed) for seed in (1, 2, 3))
    T, D = 5, 3
    with told(
        ("Your result[",),
        "Some of your numbers are nan or infinite. Either one softmax gets nothing but -inf, and "
        "such a row has no softmax; or it gets +inf; or something is multiplied by infinity: 0 "
        "times infinity is nan.",
        "Which is it? (May a position look at itself? Over which axis does your softmax run? "
        "masked_fill replaces, it never multiplies.)",
    ):
        yours = attempt(q, k, v)
    mask, all_true = causal_mask(T), torch.ones(T, T, dtype=torch.bool)
    scores = q @ k.transpose(-2, -1) / D**0.5
    ask_scale = "By what must a sum of D products be divided to keep its size?"
    zeroed = scores.softmax(-1) * mask
    mistakes = [
        (_attend(q, k, v, all_true, D**-0.5),
         "Every position sees the whole text: nothing is hidden.",
         "Which positions lie in the future of query 0?"),
        (_attend(q, k, v, mask, 1.0), "Right but for the size of the scores: they are not scaled.",
         ask_scale),
        (_attend(q, k, v, mask, 1 / D), "The scores are divided by D.", ask_scale),
        (_attend(q, k, v, mask, T**-0.5), "The scores are divided by √T, not √D.", ask_scale),
        (_attend(q, k, v, mask, D**0.5), "The scores are multiplied by √D, not divided.",
         ask_scale),
        (zeroed @ v,
         "The future has weight 0, but the rows no longer sum to 1: row 0 of the first text "
         f"sums to {zeroed[0, 0].sum():.2f}.",
         "Where does the mask belong: before the softmax or after it?"),
        (zeroed / zeroed.sum(-1, keepdim=True) @ v * 0 + (scores * mask).softmax(-1) @ v,
         "The future still gets weight: a hidden score was set to 0, and exp(0) is 1.",
         "Which score makes exp(score) equal to 0?"),
        (_attend(q, k, v, mask.T, D**-0.5),
         "Every position sees itself and the future, and not the past.",
         "Are queries rows or columns of the scores?"),
        (scores.masked_fill(~mask, -torch.inf).softmax(-2).nan_to_num() @ v,
         "The columns of the weights sum to 1, not the rows.",
         "Over which axis do the weights of one query run?"),
        (_attend(q, k, v, mask, 1.0) / D**0.5,
         "The context is divided by √D after the mixing; the scores are not scaled.",
         "Where does the formula divide: inside the softmax or outside?"),
        (_attend(q, k, v, torch.ones(T, T).tril(1).bool(), D**-0.5),
         "Every position sees one place ahead.",
         "Does your mask keep the diagonal, or one diagonal more?"),
        (_attend(k, q, v, mask, D**-0.5), "Queries and keys have changed places.",
         "Which of the two asks, and is therefore the row?"),
        (_attend(q, k, k, mask, D**-0.5), "The keys are mixed, not the values.",
         "What does a position give to others, once it has been found?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect(
        close(yours[:, 0], v[:, 0]),
        "Query 0 sees only itself, so its context is value 0; yours differs.",
        "What do the weights of query 0 look like in your code?",
    )
    expect_close(
        yours,
        causal_attention(q, k, v),
        "Entry {index} should be {expected}; yours is {yours}.",
        "Compare with the double loop of this section for one text: which row differs first?",
        tolerance=1e-4,
    )
    q, k, v = (draw(2, 3, 7, 4, seed=seed) for seed in (4, 5, 6))
    expect_close(
        attempt(q, k, v),
        causal_attention(q, k, v),
        "With one more axis, (B, H, T, D), entry {index} should be {expected}; yours is {yours}.",
        "Which axes does your code name by counting from the front?",
        tolerance=1e-4,
    )


LARGEST_TOKEN = 9


class _Reads(nn.Module):
    """Sums over the tokens that `mask` lets each position see, weighted by their distance."""

    def __init__(self, mask: Tensor, only_at: int | None = None) -> None:
        super().__init__()
        self.mask, self.only_at = mask, only_at

    def forward(self, tokens: Tensor) -> Tensor:
        if tokens.is_floating_point():
            raise TypeError("this model looks its tokens up in a table: they are whole numbers")
        if tokens.min() < 0 or tokens.max() > LARGEST_TOKEN:
            raise IndexError(f"this model knows the tokens 0 to {LARGEST_TOKEN} and no others")
        T = tokens.shape[1]
        places = torch.arange(T)
        distance = (places[:, None] - places).abs() + 1.0
        seen = (self.mask[:T, :T] / distance) @ (tokens.float()[..., None] + 1) ** 0.5  # (B, T, 1)
        if self.only_at is not None:  # the future shows at one position only
            honest = (causal_mask(T) / distance) @ (tokens.float()[..., None] + 1) ** 0.5
            seen = torch.where((places == self.only_at)[:, None], seen, honest)
        return torch.cat([seen, seen.sin(), 0 * seen], dim=-1)  # (B, T, 3)


def sees_the_future(model: nn.Module, tokens: Tensor) -> bool:
    """True if the output at some position changes with a later token."""
    before = model(tokens)
    for t in range(1, tokens.shape[1]):
        changed = tokens.clone()
        changed[:, t:] = torch.where(changed[:, t:] == 0, tokens.max().clamp(min=1), 0)
        if not torch.allclose(model(changed)[:, :t], before[:, :t], atol=1e-6):
            return True
    return False


def diagnose_future(attempt: Attempt) -> None:
    """Models that see nothing, one step, all, or only the far end of the future."""
    T = 6
    tokens = torch.tensor([[3, 1, 4, 0, 5, 9], [2, 6, 0, 3, 5, 8]])
    every, past = torch.ones(T, T, dtype=torch.bool), causal_mask(T)
    far = past.clone()
    far[0, T - 1] = True
    ask = "Which tokens did you change, and which numbers of which positions did you compare?"
    cases = [
        (
            _Reads(past),
            False,
            "A causal model was called leaky.",
            "Position t may depend on the "
            "tokens up to t. Which positions must not change when token t does?",
        ),
        (_Reads(every), True, "A model that sees the whole text was called causal.", ask),
        (
            _Reads(past | causal_mask(T + 1)[1:, :T]),
            True,
            "A model that sees one token ahead, the very one it must predict, was called causal.",
            ask,
        ),
        (
            _Reads(far),
            True,
            "A model whose first position sees the last token was called causal.",
            "Does your test change the last token, and look at the first position?",
        ),
        (
            _Reads(past | causal_mask(T + 1)[1:, :T], only_at=3),
            True,
            "A model that leaks at position 3 only was called causal.",
            "Is changing one place enough?",
        ),
        (
            _Reads(past | causal_mask(T + 1)[1:, :T], only_at=T - 2),
            True,
            "A model that leaks only at the last place but one, which sees the last token, was "
            "called causal.",
            "Does your test ever change the last token, and compare the place before it?",
        ),
        (
            _Reads(past.triu(0)),
            False,
            "A model in which each position sees only itself was called leaky.",
            "Does your test compare positions at which the token itself has changed?",
        ),
    ]
    for model, leaky, says, asks in cases:
        yours = attempt(model, tokens)
        expect(yours == leaky, says, asks)
    expect(
        attempt(_Reads(every), tokens[:1]) is True or attempt(_Reads(every), tokens[:1]) == 1,
        "For a batch of one text, a model that sees everything was called causal.",
        ask,
    )
    expect(
        attempt(_Reads(past | causal_mask(T + 1)[1:, :T], only_at=2), tokens[:1]),
        "For the text 3 1 4 0 5 9, a model whose place 2 sees token 3, the 0, was called causal.",
        "Which tokens stay the same in the text with which you compare?",
    )
