"""Checks of week5_1_pretraining, each after the course's own version of the exercise."""

import math

import torch
from torch import Tensor

from course_utils.checks import masked, masked_loss, nucleus_check
from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.checks.values import close
from course_utils.generation import nucleus as course_nucleus
from course_utils.masking import bert_inputs as course_bert_inputs
from course_utils.scaling import ScalingLaw, compute_optimal

PRETRAINING = "week5_1_pretraining"


@exercise(PRETRAINING, reference=course_bert_inputs)
def bert_inputs(attempt: Attempt) -> None:
    """Ten tokens: some chosen, with every fate; some not chosen, with every fate."""
    masked.diagnose_inputs(attempt)


@exercise(PRETRAINING, reference=masked_loss.hidden_loss)
def hidden_loss(attempt: Attempt) -> None:
    """Two texts of four positions: three asked in the first, one in the second."""
    masked_loss.diagnose_loss(attempt)


@exercise(PRETRAINING, reference=course_nucleus)
def nucleus(attempt: Attempt) -> None:
    """Distributions in halves and quarters, in no order, with a tie and a zero."""
    nucleus_check.diagnose_nucleus(attempt)


def _cached_step(
    query: Tensor, key: Tensor, value: Tensor, past_keys: Tensor, past_values: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    keys = torch.cat([past_keys, key], dim=2)  # (B, H, S + 1, D)
    values = torch.cat([past_values, value], dim=2)
    scores = query @ keys.transpose(-2, -1) / query.shape[-1] ** 0.5
    return scores.softmax(-1) @ values, keys, values


@exercise(PRETRAINING, reference=_cached_step)
def cached_step(attempt: Attempt) -> None:
    """Two texts, three heads, three tokens read before, vectors of six numbers."""
    query, key, value = (2 * draw(2, 3, 1, 6, seed=seed) for seed in (1, 2, 3))
    past_keys, past_values = draw(2, 3, 3, 6, seed=4), draw(2, 3, 3, 6, seed=5)
    with (
        told(
            ("must match except in dimension", "Sizes of tensors must match"),
            "The new key has one place and the old ones have three: they can only be joined along "
            "the axis of places.",
            "Which axis of (B, H, S, D) counts the places?",
        ),
        told(
            ("stack expects",),
            "stack makes a new axis and wants tensors of one shape; keys join on an old axis.",
            "Which function joins tensors along an axis that they have?",
        ),
        told(
            ("batch2",),
            "In a product of two tensors the sizes do not fit.",
            "Print both shapes: does each key have D numbers on the axis that is summed, and does "
            "each weight have a value?",
        ),
    ):
        answer = attempt(query, key, value, past_keys, past_values)
    expect(
        len(answer) == 3 and all(isinstance(part, Tensor) for part in answer),
        f"Three tensors are wanted: context, keys and values; you returned {len(answer)} things.",
        "What will the next step need to be given?",
    )
    context, keys, values = answer
    wanted, all_keys, all_values = _cached_step(query, key, value, past_keys, past_values)
    expect(
        not (close(context, all_keys) and close(keys, all_values)),
        "You return keys, values and context, in this order.",
        "In which order does the task name the three?",
    )
    if close(keys, all_values) and close(values, all_keys):
        raise Gap(
            "Keys and values have changed places in what you return.",
            "In which order does the task name the three?",
        )
    for name, part, new, old in (
        ("keys", keys, key, past_keys),
        ("values", values, value, past_values),
    ):
        known(part, [
            (old,
             f"The {name} that you returned are those of before: the new one is not among them.",
             "How will the next token look at this one?"),
            (old + new,
             f"The new one was added to each of the old {name}, number to number: there are still "
             "three.", "Which function makes the list longer instead? (Hint 1)"),
            (new, f"The {name} that you returned are the new one alone.",
             "How will the next token look at the first three?"),
            (torch.cat([new, old], dim=2), f"The new one stands in front of your {name}.",
             "In which order were the tokens read, and which place does the next step continue?"),
        ])  # fmt: skip
        expect(
            part.shape[2] == 4,
            f"You return {part.shape[2]} {name} a head; three of before and the new one are four.",
            "Which one is lost, or stands there twice?",
        )
    expect_close(keys, all_keys, "Key {index} should be {expected}; yours is {yours}.",
                 "Where does the new key belong?", tolerance=1e-5)  # fmt: skip
    expect_close(values, all_values, "Value {index} should be {expected}; yours is {yours}.",
                 "Where does the new value belong?", tolerance=1e-5)  # fmt: skip
    scores, D, S = query @ all_keys.transpose(-2, -1), 6, 4
    expect(
        not close(context, (scores / D**0.5).softmax(-1)),
        "You return the weights, (B, H, 1, S + 1), in place of the context.",
        "What do the weights mix?",
    )
    expect(
        context.shape[2:] != (S, D),
        "Your context has a row for each of the four tokens; three of them were computed before.",
        "Who asks in this step: all keys, or the one query?",
    )
    expect(
        context.shape == wanted.shape,
        f"Your context has shape {tuple(context.shape)}, not (B, H, 1, D) = {tuple(wanted.shape)}.",
        "Which step drops the axis of places, or joins the heads? (The layer joins them later.)",
    )
    before = (query @ past_keys.transpose(-2, -1) / D**0.5).softmax(-1) @ past_values
    known(
        context,
        [
            (
                before,
                "The new token looks at the three before it and not at itself.",
                "May a position look at itself? Which keys does your query meet?",
            ),
            (value, "Your context is the new value: the query meets the new key and no other.",
             "Which keys does the last row of causal attention see?"),
            ((key @ all_keys.transpose(-2, -1) / D**0.5).softmax(-1) @ all_values,
             "The new key asks, not the new query.",
             "Which of the three vectors of a token is its question?"),
            ((query @ all_values.transpose(-2, -1) / D**0.5).softmax(-1) @ all_keys,
             "Keys and values have changed places inside: the query meets the values.",
             "Which of the two is looked at, and which is mixed?"),
            (scores.softmax(-1) @ all_values / D**0.5,
             "The context is divided by the root of D after the mixing, not the scores.",
             "Where does the formula divide: inside the softmax or outside?"),
            ((scores / 3**0.5).softmax(-1) @ all_values,
             "The scores are divided by the root of H, the number of heads.",
             "A score is a sum of how many products?"),
            ((scores / (3 * D) ** 0.5).softmax(-1) @ all_values,
             "The scores are divided by the root of H · D, the width of all heads together.",
             "How many numbers has the key of one head?"),
            (scores.softmax(-1) @ all_values, "The scores are not scaled.",
             "By what is a dot product of D numbers divided?"),
            ((scores / S**0.5).softmax(-1) @ all_values,
             "The scores are divided by the root of the number of tokens.",
             "A score is a sum of how many products?"),
            ((scores * D**0.5).softmax(-1) @ all_values,
             "The scores are multiplied by the root of D.",
             "Does a sum of D products have to become smaller or larger?"),
            ((scores / D**0.5).softmax(-2) @ all_values,
             "Each weight is 1: the softmax runs over the one query, not over the four keys.",
             "Which axis of (B, H, 1, S + 1) has to sum to 1?"),
            ((query @ all_keys.reshape(2, 3, D, S) / D**0.5).softmax(-1) @ all_values,
             "The keys were laid out anew, not turned: view and reshape keep the order of the "
             "numbers, so that the columns are no keys.",
             "Which function exchanges two axes?"),
            (all_values.mean(2, keepdim=True),
             "All four tokens get the same weight: what the query asks makes no difference.",
             "Where do the scores come in?"),
            (before + value,
             "The old tokens share the weight 1 among them, and the new one gets 1 besides.",
             "Over how many scores must one softmax run?"),
            (wanted + value, "The new value was added to the context once more.",
             "Is it not in the mixture already?"),
            ((scores / D).softmax(-1) @ all_values,
             "The scores are divided by D, not by its root.",
             "How does a sum of D products grow with D?"),
            (
                (scores / D**0.5).masked_fill(
                    ~torch.ones(1, S, dtype=torch.bool).tril(), -torch.inf
                ).softmax(-1) @ all_values,
                "The new token sees only the first place: a causal mask of one row was cut from "
                "the wrong end.",
                "Which of the S places lie in the future of the last one?",
            ),
            ((scores / D**0.5).softmax(-1) @ all_keys, "The keys are mixed, not the values.",
             "Which of the two is what a token says?"),
            ((scores / D**0.5) @ all_values, "The scores are used as weights without a softmax.",
             "What do the weights of one query sum to?"),
        ],
    )  # fmt: skip
    expect_close(
        context,
        wanted,
        "Context {index} should be {expected}; yours is {yours}.",
        "It is the last row of causal attention over all four tokens. What does that row see?",
        tolerance=1e-4,
    )
    nothing = torch.zeros(1, 3, 0, 8)
    one = [draw(1, 3, 1, 8, seed=seed) for seed in (6, 7, 8)]
    context, *_ = attempt(*one, nothing, nothing)
    expect_close(
        context,
        one[2],
        "The first token of a text has only itself to look at, so its context is its own value; "
        "entry {index} should be {expected}, yours is {yours}.",
        "What does your code do when the past is empty?",
        tolerance=1e-5,
    )
    past = [2 * draw(1, 3, 5, 8, seed=seed) for seed in (9, 10)]
    context, *_ = attempt(*one, *past)
    expect_close(
        context,
        _cached_step(*one, *past)[0],
        "One text, five tokens before, vectors of eight numbers: context {index} should be "
        "{expected}; yours is {yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-4,
    )


def _best_split(
    A: float, alpha: float, B: float, beta: float, compute: float
) -> tuple[float, float]:
    return compute_optimal(ScalingLaw(0.0, A, alpha, B, beta), compute)


@exercise(PRETRAINING, reference=_best_split)
def best_split(attempt: Attempt) -> None:
    """Two laws; any way to the least loss is right, also a fine search."""
    for law, compute in (
        (ScalingLaw(0.0, 400.0, 0.34, 410.0, 0.28), 5e12),
        (ScalingLaw(0.0, 50.0, 0.3, 3000.0, 0.6), 6e10),
    ):
        answer = attempt(law.A, law.alpha, law.B, law.beta, compute)
        expect(
            len(answer) == 2,
            f"Two numbers are wanted, N and D; you returned {len(answer)}.",
            "What does your return statement give back?",
        )
        expect(
            all(math.prod(getattr(number, "shape", ())) == 1 for number in answer),
            "N and D are one number each; you returned arrays, perhaps all that you tried.",
            "At which of the sizes is the loss least? (np.argmin gives its place.)",
        )
        N, D = (float(number) for number in answer)
        _judge_split(law, compute, N, D)


def _judge_split(law: ScalingLaw, compute: float, N: float, D: float) -> None:
    best_N, best_D = compute_optimal(law, compute)
    expect(
        N > 0 and D > 0,
        f"You returned N = {N:.4g} and D = {D:.4g}; both must be positive.",
        "Which step can make a negative size?",
    )
    expect(
        not math.isclose(N, best_D, rel_tol=0.01) or math.isclose(N, D, rel_tol=0.01),
        f"Your N = {N:.4g} is the best D: the two have changed places.",
        "Which one is returned first?",
    )
    expect(
        not math.isclose(math.log(best_N), N, rel_tol=0.01),
        f"N = {N:.4g} and D = {D:.4g} are the logarithms of the best split.",
        "How do you come back from log N to N?",
    )
    used = 6 * N * D
    expect(
        not math.isclose(used, 6 * compute, rel_tol=0.02),
        f"Your N · D is the whole budget, {compute:.3g}: it costs 6 N D operations, six times "
        "too many.",
        "Where does the 6 of 6 N D = compute go?",
    )
    expect(
        math.isclose(used, compute, rel_tol=0.02),
        f"6 N D is {used:.4g} with your N = {N:.4g} and D = {D:.4g}; the budget is {compute:.4g}.",
        "Given N, which D uses the rest of the budget up?",
    )
    if math.isclose(N, D, rel_tol=0.01) and not math.isclose(best_N, best_D, rel_tol=0.05):
        raise Gap(
            f"You made N and D equal, {N:.4g}; the loss is {law.loss(N, D):.5g}, and "
            f"{law.loss(N * 1.2, D / 1.2):.5g} with N a fifth larger, "
            f"{law.loss(N / 1.2, D * 1.2):.5g} with N smaller.",
            "How do A, α, B and β enter?",
        )
    up, down = law.loss(N * 1.1, D / 1.1), law.loss(N / 1.1, D * 1.1)
    here, least = law.loss(N, D), law.loss(best_N, best_D)
    if here > least * 1.0005:
        better = "larger" if up < down else "smaller"
        raise Gap(
            f"Your N = {N:.4g} and D = {D:.4g} give a loss of {here:.5g}; with N a tenth {better} "
            f"and the same budget it is {min(up, down):.5g}.",
            "At the best split α A / N^α = β B / D^β. Is that so with yours "
            f"({law.alpha * law.A / N**law.alpha:.3g} and {law.beta * law.B / D**law.beta:.3g})? "
            "(If you search: do the sizes that you try reach far enough, and lie close together?)",
        )
