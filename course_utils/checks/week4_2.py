"""Checks of week4_2_transformers, each after the course's own version of the exercise."""

import torch
from torch import Tensor

from course_utils.checks import blocks, streams
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.checks.values import close

TRANSFORMERS = "week4_2_transformers"


@exercise(TRANSFORMERS, reference=blocks.layer_norm)
def layer_norm(attempt: Attempt) -> None:
    """Two texts of three positions, vectors of four numbers."""
    blocks.diagnose_layer_norm(attempt)


@exercise(TRANSFORMERS, reference=blocks.pre_norm_block)
def pre_norm_block(attempt: Attempt) -> None:
    """Parts whose traces can be told apart."""
    blocks.diagnose_block(attempt)


@exercise(TRANSFORMERS, reference=streams.keeps_the_stream)
def keeps_the_stream(attempt: Attempt) -> None:
    """Blocks with a missing sum, a stream overwritten, and right ones."""
    streams.diagnose_stream(attempt)


def _count(vocabulary_size: int, context: int, width: int, layers: int) -> int:
    attention = 4 * (width * width + width)
    feed_forward = width * 4 * width + 4 * width + 4 * width * width + width
    norms = 2 * 2 * width
    tables = (vocabulary_size + context) * width
    return tables + layers * (attention + feed_forward + norms) + 2 * width


@exercise(TRANSFORMERS, reference=_count)
def count_parameters(attempt: Attempt) -> None:
    """A size in which every forgotten part shows."""
    V, T, C, L = 1000, 64, 10, 3
    right = _count(V, T, C, L)
    parts = {
        V * C: ("the token table", "Which table turns a token into its vector?"),
        T * C: ("the table of places", "How does the model know where a token stands?"),
        2 * C: ("the last norm", "What stands between the last block and the logits?"),
        9 * C * L: (
            "the biases of the linear layers",
            "How many numbers does nn.Linear(C, 4 * C) hold besides its matrix?",
        ),
        4 * C * L: (
            "4 · C · L (the norms inside the blocks hold so many, and so do attention's biases, or "
            "the wide bias of the feed-forward parts)",
            "Which of the three is not in your sum?",
        ),
        4 * (C * C + C) * L: (
            "the attention layers (or as many numbers elsewhere)",
            "Four matrices in attention, two in the feed-forward part: which does your sum hold?",
        ),
        (C * C + C) * L: (
            "one of attention's four matrices",
            "Which matrix mixes what the heads found?",
        ),
        (8 * C * C + 5 * C) * L: ("the feed-forward parts", "What follows attention in a block?"),
        (4 * C * C + C) * L: (
            "the way back in the feed-forward parts, from 4C to C",
            "A block adds vectors of C numbers to the stream. What makes C of the 4C?",
        ),
        5 * C * L: (
            "the biases of the feed-forward parts",
            "How many numbers does nn.Linear(C, 4 * C) hold besides its matrix?",
        ),
        3 * C * L: (
            "the biases of queries, keys and values",
            "How many numbers does nn.Linear(C, C) hold besides its matrix?",
        ),
        13 * C * L + 2 * C: (
            "all biases and all norms",
            "Matrices and tables are there. What else do nn.Linear and nn.LayerNorm learn?",
        ),
        4 * C * L + 2 * C: ("all norms", "How many numbers does nn.LayerNorm(C) learn?"),
        2 * C * L: (
            "half of each block's norms (or one of the two norms)",
            "A block has two norms; which two vectors does each learn?",
        ),
        (2 * L + 1) * C: (
            "one vector of every norm",
            "A norm has a gain. What else does it learn?",
        ),
    }
    mistakes = [
        (right - missing, f"You returned {right - missing:,}: {name} missing.", asks)
        for missing, (name, asks) in parts.items()
    ]
    mistakes += [
        (
            right + V * C,
            f"You returned {right + V * C:,}: the output layer is counted as a second table.",
            "How many tables hold V · C numbers if the logits use the token table again?",
        ),
        (
            right + V * C + V,
            f"You returned {right + V * C + V:,}: an output layer of its own, with a bias.",
            "How many tables hold V · C numbers if the logits use the token table again?",
        ),
        (
            right + V,
            f"You returned {right + V:,}: the logits were given a bias.",
            "What besides the token table does the step to the logits use?",
        ),
        (
            right + (L - 1) * V * C,
            f"You returned {right + (L - 1) * V * C:,}: the token table is counted once for each "
            "layer.",
            "Which parts stand outside the blocks?",
        ),
        (
            right + (L - 1) * T * C,
            f"You returned {right + (L - 1) * T * C:,}: the table of places is counted once for "
            "each layer.",
            "Which parts stand outside the blocks?",
        ),
        (
            right - (L - 1) * (12 * C * C + 13 * C),
            "Only one block was counted.",
            "How often does a block stand in a model of 3 layers?",
        ),
    ]
    with told(
        ("not a number",),
        "Your function returned something that is no number.",
        "The answer is one integer: how many numbers does the model learn?",
    ):
        yours = attempt(V, T, C, L)
    known(yours, mistakes)
    expect(
        yours == right,
        f"For V = {V}, T = {T}, C = {C}, L = {L} you returned {yours:,}; the model has {right:,}.",
        f"Your count differs by {abs(yours - right):,}. Is that a multiple of C = 10, of C², of L?",
    )
    for sizes in ((50, 8, 4, 1), (300, 20, 16, 5)):
        expect(
            attempt(*sizes) == _count(*sizes),
            f"For (V, T, C, L) = {sizes} you returned {attempt(*sizes):,}, "
            f"and the model has {_count(*sizes):,}.",
            "Which number in your code belongs to the first example only?",
        )


def _copying_scores(weights: Tensor, copies: list[tuple[int, int]]) -> Tensor:
    queries = [n for n, _ in copies]
    keys = [n + 1 - d for n, d in copies]
    return weights[:, :, queries, keys].mean(-1)


@exercise(TRANSFORMERS, reference=_copying_scores)
def copying_scores(attempt: Attempt) -> None:
    """Weights in which every place has a number of its own."""
    L, H, T = 2, 4, 12
    weights = draw(L, H, T, T, seed=5).masked_fill(~torch.ones(T, T).tril().bool(), -torch.inf)
    weights = weights.softmax(-1)
    copies = [(6, 3), (9, 5), (10, 2)]
    n, d = (torch.tensor(part) for part in zip(*copies, strict=True))
    with told(
        ("Your result has shape (2, 4, 3)",),
        "Your result has shape (2, 4, 3): one number for each head and copy.",
        "What makes one number of all copies of a document?",
    ):
        yours = attempt(weights, copies)
    ask = "Token n stands at input place n + 1, for <start> comes first. Where is it predicted?"
    mistakes = [
        (weights[:, :, n, n - d].mean(-1),
         "The key is one place too early: input place n − d holds the token before the earlier "
         "mention.", "Token number m stands at which input place, when <start> comes first?"),
        (weights[:, :, n + 1, n + 1 - d].mean(-1),
         "The query is the place of the copy itself, which the model has already been given.", ask),
        (weights[:, :, n - 1, n + 1 - d].mean(-1),
         "The query is one place too early: there the model predicts token n − 1.", ask),
        (weights[:, :, n - 1, n - d].mean(-1), "Query and key are both one place too early.", ask),
        (weights[:, :, n, n + 2 - d].mean(-1),
         "The key is one place too late: the token after the earlier mention, which is what an "
         "induction head looks at.", "At which input place does the token n − d itself stand?"),
        (weights[:, :, n + 1 - d, n].mean(-1),
         "An earlier word looks at a later one, with weight 0: query and key, or n and d, have "
         "changed places.", "Are queries rows or columns? And which of a pair is n?"),
        (weights[:, :, n, d].mean(-1), "The distance d was used as a place.",
         "Counted from where does the earlier mention stand d tokens away?"),
        (weights[:, :, n, T - d].mean(-1),
         "The distance d was counted back from the end of the text.",
         "Counted from where does the earlier mention stand d tokens away?"),
        (weights[:, :, n, n + 1 - d].median(-1).values,
         "You return the middle one of the copies' weights; the mean is wanted.",
         "What does the middle one tell of a head that finds a third of the copies?"),
        ((weights[:, :, n].argmax(-1) == n + 1 - d).float().mean(-1),
         "You return the share of copies whose mention gets the largest weight.",
         "What is the mean of the weights themselves?"),
        (weights[:, :, n, n + 1 - d].sum(-1),
         "You return the sum over the copies; the mean is wanted.",
         "What would a document with twice as many copies give?"),
        (weights[:, :, n, n + 1 - d].amax(-1), "You return the largest weight of any copy.",
         "What does a head score that finds one copy of a hundred?"),
        (weights[:, :, n[-1], n[-1] + 1 - d[-1]], "You return the score of the last copy only.",
         "What happens to your result in each round of the loop?"),
        (weights[:, :, n[0], n[0] + 1 - d[0]], "You return the score of the first copy only.",
         "What happens to the other pairs?"),
        (weights[:, :, n[1], n[1] + 1 - d[1]],
         "You leave out copies from fewer than 5 tokens; that choice is the caller's.",
         "Which pairs does the task name?"),
        (weights[:, :, n][..., n + 1 - d].mean((-1, -2)),
         "Every query was combined with every key: nine weights instead of three.",
         "weights[:, :, queries, keys] pairs two lists of the same length. What does yours do?"),
        (weights[:, :, n, n + 1 - d].mean(-1).mean(0, keepdim=True).expand(L, H),
         "The layers were averaged.", "Over which axis does the mean run?"),
    ]  # fmt: skip
    known(yours, mistakes)
    expect_close(
        yours,
        _copying_scores(weights, copies),
        "Layer and head {index}: the mean weight on the earlier mentions is {expected}; you "
        "returned {yours}.",
        "For the first copy, (6, 3): which query, which key?",
        tolerance=1e-5,
    )
    ask = "Which size in your code belongs to the first example only, or which line drops an axis?"
    with told(
        ("Your result has shape", "Your code stopped"),
        "For one layer of three heads, weights of shape (1, 3, 12, 12), the result has shape "
        "(1, 3); yours has not.",
        ask,
    ):
        one = attempt(weights[:1, :3], [(4, 4)])
    expect(
        close(one, weights[:1, :3, 4, 1]),
        "With one copy, (4, 4), the query is place 4 and the key place 1; yours differs.",
        "Which number in your code belongs to the first example only?",
    )
