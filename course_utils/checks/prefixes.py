"""The check of `prefix_attention` of week6_2_prompt_tuning, and its reference."""

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw


def attended(q: Tensor, k: Tensor, v: Tensor, prefix_k: Tensor, prefix_v: Tensor) -> Tensor:
    """Causal attention after a prefix (H, P, D): (B, H, T, D)."""
    B, T, P = len(q), q.shape[2], prefix_k.shape[1]
    keys = torch.cat([prefix_k.expand(B, -1, -1, -1), k], dim=2)  # (B, H, P + T, D)
    values = torch.cat([prefix_v.expand(B, -1, -1, -1), v], dim=2)
    mask = torch.ones(T, P + T, dtype=torch.bool).tril(P)
    return attend(q, keys, values, mask)


def attend(q: Tensor, keys: Tensor, values: Tensor, mask: Tensor, scale: float = 1.0) -> Tensor:
    """Attention with a mask (T, S); `scale` is what the usual scores are multiplied with."""
    scores = scale * q @ keys.transpose(-2, -1) / q.shape[-1] ** 0.5
    return scores.masked_fill(~mask, -torch.inf).softmax(-1) @ values


def diagnose_prefix_attention(attempt: Attempt) -> None:
    """Two texts, two heads, six tokens after a prefix of three places; then other sizes."""
    B, H, T, D, P = 2, 2, 6, 4, 3
    q, k, v = (2 * draw(B, H, T, D, seed=seed) for seed in (1, 2, 3))
    pk, pv = 2 * draw(H, P, D, seed=4), draw(H, P, D, seed=5)
    with (
        told(
            ("must match except in dimension", "Sizes of tensors must match", "same number of dim"),
            "The prefix is (H, P, D) = (2, 3, 4), and the keys are (B, H, T, D) = (2, 2, 6, 4).",
            "Every text gets the same prefix. How do you give it a batch axis, and along which "
            "axis do places stand?",
        ),
        told(
            ("at non-singleton dimension 3", "match the existing size"),
            "With the prefix there are P + T = 9 keys, and T = 6 queries.",
            "Which shape has the mask that says which of 9 keys each of 6 queries sees?",
        ),
        told(
            ("Expected size for first two dimensions",),
            "There are as many weights as keys, and each needs its value; one of keys and values "
            "has P + T = 9 places, the other T = 6.",
            "To which of the two does the prefix belong?",
        ),
        told(
            ("to be: [4, 4] but got",),
            "Each query has D = 4 numbers, and the tensor that it is multiplied with has places "
            "where these numbers should be.",
            "Which two axes of the keys must change places before `@`?",
        ),
        told(
            ("is nan",),
            "Your result holds nan: for some token, every place is hidden, and a softmax of "
            "nothing but -inf is nan.",
            "Does True in your mask mean seen or hidden, and which does masked_fill fill?",
        ),
    ):
        yours = attempt(q, k, v, pk, pv)
    keys = torch.cat([pk.expand(B, -1, -1, -1), k], dim=2)
    values = torch.cat([pv.expand(B, -1, -1, -1), v], dim=2)
    ones = torch.ones(T, P + T, dtype=torch.bool)
    before = pk.expand(B, -1, -1, -1), pv.expand(B, -1, -1, -1)
    own, seen = attend(q, k, v, ones[:, P:].tril()), ones.tril(P)
    raw = q @ keys.transpose(-2, -1) / D**0.5  # (B, H, T, P + T)
    late_k = torch.cat([k, pk.expand(B, -1, -1, -1)], dim=2)
    late_v = torch.cat([v, pv.expand(B, -1, -1, -1)], dim=2)
    known(
        yours,
        [
            (
                attend(q, k, v, torch.ones(T, T, dtype=torch.bool).tril()),
                "This is causal attention over the tokens alone: the prefix has no effect.",
                "To what does the softmax give weight?",
            ),
            (
                attend(q, keys, values, ones.tril()),
                "The mask counts from the first place of the prefix: token 0 sees only one place "
                "of the prefix, and not even itself.",
                "Token t stands at place P + t. Which diagonal is the last one to keep?",
            ),
            (
                attend(q, keys, values, ones),
                "Every token sees all tokens, also those after it.",
                "The whole prefix may be seen by all. What about the tokens?",
            ),
            (
                attend(q, keys, values, ones.tril(P - 1)),
                "No token sees itself.",
                "Token t stands at place P + t. Which diagonal is the last one to keep?",
            ),
            (
                attend(q, keys, values, ones.tril(P + 1)),
                "Every token sees one token ahead.",
                "Token t stands at place P + t. Which diagonal is the last one to keep?",
            ),
            (
                attend(q, late_k, late_v, ones.tril(P)),
                "The prefix stands behind the tokens: the first of them see what comes after them, "
                "and not the prefix.",
                "It is as if P tokens had been read *before*. Which comes first?",
            ),
            (
                attend(q, keys, values, ones.tril(P), scale=D**0.5),
                "The scores are not scaled.",
                "By what is a dot product of D numbers divided?",
            ),
            (
                attend(q, keys, values, ones.tril(P), scale=D**-0.5),
                "The scores are divided by D = 4, not by its square root.",
                "How large is a dot product of D numbers, typically?",
            ),
            (
                attend(q, keys, values, seen, scale=(D / T) ** 0.5),
                "The scores are divided by √T, the root of the number of tokens.",
                "Over how many numbers does one dot product run?",
            ),
            (
                attend(
                    q,
                    *(
                        torch.cat([one[:, None].expand(-1, H, -1, -1), two], dim=2)
                        for one, two in ((pk, k), (pv, v))
                    ),
                    seen,
                ),
                "The prefix was dealt out by text: the first text got the first head's prefix in "
                "all its heads.",
                "Which axis of (H, P, D) is missing in front: where does B belong?",
            ),
            (
                attend(q, keys, values, ones.triu(P)),
                "Each token sees itself and what comes after it, and nothing of the prefix.",
                "Which side of the diagonal is the past: `tril` keeps one, and `triu` the other?",
            ),
            (
                attend(q, keys, values, torch.cat([ones[:, :P].tril(), ones[:, P:].tril()], 1)),
                "The prefix has a triangle of its own: token 0 sees one place of it, token 1 two.",
                "All of the prefix lies in the past. Which of its places may token 0 see?",
            ),
            (
                attend(q, keys, values, seen, scale=H**-0.5),
                "The scores are divided by the square root of 8, the numbers of all heads.",
                "Over how many numbers does the dot product of *one* head run?",
            ),
            (
                attend(q, keys, values, seen, scale=D**0.5) / D**0.5,
                "The weights were divided, not the scores: each row sums to 0.5.",
                "Before or after the softmax does the division belong?",
            ),
            (
                own + attend(q, *before, ones[:, :P]),
                "You took two softmaxes, over the prefix and over the tokens, and added.",
                "To what do all the weights of one token sum?",
            ),
            (
                (own + attend(q, *before, ones[:, :P])) / 2,
                "You took two softmaxes, over the prefix and over the tokens, and the mean of both "
                "results: each side has half of the weight, whatever the scores are.",
                "Over which list is the one softmax?",
            ),
            (
                raw.masked_fill(~seen, 0).softmax(-1) @ values,
                "A score of 0 does not hide a token: it still gets weight.",
                "Which score becomes a weight of 0 in a softmax?",
            ),
            (
                raw.softmax(-1).masked_fill(~seen, 0) @ values,
                "The mask comes after the softmax: the weights that are left do not sum to 1.",
                "What has to happen first?",
            ),
            (
                attend(q, torch.cat([before[1], k], 2), torch.cat([before[0], v], 2), seen),
                "The prefix's values were put before the keys, and its keys before the values.",
                "The prefix brings two tensors. Which belongs where?",
            ),
            (
                attend(q, keys, torch.cat([pk.expand(B, -1, -1, -1), v], dim=2), ones.tril(P)),
                "The prefix's keys were put before the values.",
                "The prefix brings two tensors. Which belongs where?",
            ),
            (
                attend(q, *before, ones[:, :P]),
                "The tokens look at the prefix only.",
                "Where are the keys and values of the tokens themselves?",
            ),
        ],
    )
    expect_close(
        yours,
        attended(q, k, v, pk, pv),
        "Entry {index} should be {expected}; yours is {yours}.",
        "Print your weights for one head: does each row sum to 1 over 9 places, and is the last "
        "row the only one without a 0?",
        tolerance=1e-4,
    )
    q, k, v = (draw(1, 3, 2, 5, seed=seed) for seed in (6, 7, 8))
    pk, pv = draw(3, 1, 5, seed=9), draw(3, 1, 5, seed=10)
    expect_close(
        attempt(q, k, v, pk, pv),
        attended(q, k, v, pk, pv),
        "After a prefix of one place, entry {index} for one text of two tokens should be "
        "{expected}; yours is {yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-4,
    )
