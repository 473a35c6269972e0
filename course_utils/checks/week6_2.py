"""Checks of week6_2_prompt_tuning, each after the course's own version of the exercise."""

from collections.abc import Callable

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import exercise, expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.moved import diagnose_what_moved, moved_names
from course_utils.checks.prefixes import attended, diagnose_prefix_attention
from course_utils.checks.tensors import draw

PROMPTS = "week6_2_prompt_tuning"


class _Reads:
    """A causal model of vectors: (B, S, 3) -> (B, S, 4).

    Each place says the sum of the vectors up to it, each as often as the number of its place, and
    then its own number.
    """

    def __call__(self, x: Tensor) -> Tensor:
        if x.dim() != 3 or x.shape[-1] != 3:
            raise ValueError(f"run wants vectors (B, S, C) with C = 3, and was given {x.shape}")
        places = torch.arange(1.0, x.shape[1] + 1).expand(len(x), -1)[..., None]
        return torch.cat([(places * x).cumsum(1), places], dim=-1)  # (B, S, C + 1)

    def __repr__(self) -> str:
        return "run"


def _reached_by(logits: Tensor, prompt: Tensor) -> bool:
    """Whether a gradient gets from the logits to the prompt that was handed over."""
    [gradient] = torch.autograd.grad(logits.sum(), prompt, allow_unused=True)
    return gradient is not None


def _after_prompt(run: Callable[[Tensor], Tensor], prompt: Tensor, vectors: Tensor) -> Tensor:
    B, T, _ = vectors.shape
    x = torch.cat([prompt.expand(B, -1, -1), vectors], dim=1)  # (B, P + T, C)
    return run(x)[:, -T:]


@exercise(PROMPTS, reference=_after_prompt)
def after_prompt(attempt: Attempt) -> None:
    """Two texts of four tokens after a prompt of two; then one text after a prompt of five."""
    run, prompt, vectors = _Reads(), draw(2, 3, seed=1).requires_grad_(), draw(2, 4, 3, seed=2)
    with (
        told(
            ("must match except in dimension", "Sizes of tensors must match", "same number of dim"),
            "The prompt is (P, C) = (2, 3), and the vectors are (B, T, C) = (2, 4, 3): they "
            "can't be joined as they are.",
            "Each of the B texts needs the prompt in front. Which shape must the prompt get first, "
            "and which axis counts places?",
        ),
        told(
            ("Your result has shape (2, 6, 4)",),
            "Your result has shape (2, 6, 4): six places, for P + T = 6.",
            "The targets are those of the T = 4 tokens. Whose logits have no target?",
        ),
    ):
        yours = attempt(run, prompt, vectors)
    learns = yours.requires_grad
    reached = learns and _reached_by(yours, attempt.inputs[1])
    yours, prompt = yours.detach(), prompt.detach()
    P, T = 2, 4
    whole = run(torch.cat([prompt.expand(2, -1, -1), vectors], dim=1))
    behind = run(torch.cat([vectors, prompt.expand(2, -1, -1)], dim=1))
    known(yours, [
        (run(vectors), "These are the logits of the tokens alone: the prompt has had no effect.",
         "Does run read it, and does it stand where a causal model sees it?"),
        (whole[:, :T],
         "You kept the first four places; the first two of them are the prompt's own.",
         "The prompt stands in front. At which end are the tokens?"),
        (whole[:, P - 1 : -1],
         "You kept the places from the last vector of the prompt on: all is shifted by one.",
         "The logits at a token's place are about the token after it. Which of the T "
         "targets belongs to the last vector of the prompt?"),
        (behind[:, -T:],
         "The prompt stands behind the tokens, where a causal model sees it too late.",
         "Which of the two comes first in the list that is joined?"),
        (run(vectors + prompt.sum(0)), "The prompt was added to every token, not put before them.",
         "How many places does the model read then?"),
        (run(torch.cat([prompt.expand(2, -1, -1), vectors[:, P:]], dim=1)),
         "The prompt has taken the place of the first tokens.",
         "How long is the list of a prompt of 2 and a text of 4?"),
        (run(torch.cat([prompt.mean(0).expand(2, 1, -1), vectors], dim=1))[:, 1:],
         "One vector stands in front: the mean of the prompt's.",
         "How many places should the prompt take?"),
        (run(torch.cat([prompt[:1].expand(2, -1, -1), vectors], dim=1))[:, 1:],
         "Only the first vector of the prompt stands in front.",
         "How many places should the prompt take?"),
        (run(torch.cat([prompt.flip(0).expand(2, -1, -1), vectors], dim=1))[:, P:],
         "The prompt stands in front, but its last vector comes first.",
         "Which vector of the prompt should the model read first?"),
        (whole[:1, P:].expand(2, -1, -1), "Both texts have the logits of the first.",
         "Which of the B texts does your code read?"),
        (torch.cat([whole[:1], run(torch.cat([0 * prompt, vectors[1]])[None])])[:, P:],
         "The first text has the prompt in front, the second two vectors of zeros.",
         "Which rows does your assignment fill?"),
        (run(prompt[None])[:, -1:] + run(vectors),
         "Prompt and tokens were run apart, and their logits added.",
         "Can a token see a vector that was never in its list?"),
        (run(torch.cat([prompt.view(2, 1, -1), vectors], dim=1))[:, 1:],
         "The prompt was dealt out: the first text got its first vector, the second text "
         "its second.",
         "Each text needs all P vectors. What does `view` do to an axis, and what `expand`?"),
    ])  # fmt: skip
    expect_close(
        yours,
        whole[:, -T:],
        "Entry {index} (text, place, number) should be {expected}; yours is {yours}. (This model "
        "says at each place the sum of all vectors up to it, the first once, the second twice and "
        "so on, and then how many they are.)",
        "How many vectors should the last place have seen, and in which order?",
        tolerance=1e-5,
    )
    expect(
        learns,
        "The logits are right, but no gradient gets from them to the prompt: it could not learn.",
        "What in your code cuts a tensor off from where it came?",
    )
    expect(
        reached,
        "The logits are right, and a gradient flows, but to a copy of the prompt, not to the one "
        "that was handed over.",
        "Which tensor will the optimizer step, and where does your code leave it?",
    )
    prompt, vectors = draw(5, 3, seed=3), draw(1, 2, 3, seed=4)
    expect_close(
        attempt(run, prompt, vectors),
        _after_prompt(run, prompt, vectors),
        "After a prompt of five, entry {index} for a text of two should be {expected}; yours is "
        "{yours}.",
        "Which number in your code belongs to the first example only?",
        tolerance=1e-5,
    )


@exercise(PROMPTS, reference=attended)
def prefix_attention(attempt: Attempt) -> None:
    """Two texts, two heads, four tokens, after a prefix of three places."""
    diagnose_prefix_attention(attempt)


def _stored(P: int, C: int, L: int, r: int) -> tuple[int, int, int]:
    return 4 * P * C, 4 * P * L * 2 * C, 4 * L * 18 * r * C


@exercise(PROMPTS, reference=_stored)
def stored(attempt: Attempt) -> None:
    """A base like the course's with a block more, and one of the size of GPT-2."""
    for P, C, L, r in ((10, 128, 3, 5), (20, 768, 12, 8)):
        answer = attempt(P, C, L, r)
        expect(
            len(answer) == 3,
            f"Three numbers are wanted: prompt, prefix, LoRA; you returned {len(answer)}.",
            "What does your return statement give back?",
        )
        expect(
            not any(isinstance(number, str) for number in answer),
            f"You returned text, {answer[0]!r} and so on; numbers are wanted, to count on with.",
            "What does an f-string, or str, make of a number?",
        )
        wanted, sizes = _stored(P, C, L, r), f"P = {P}, C = {C}, L = {L}, r = {r}"
        if all(4 * mine == right for mine, right in zip(answer, wanted, strict=True)):
            raise Gap(
                f"You counted numbers, {answer[0]:,} for the prompt with {sizes}; each takes 4 "
                "bytes.",
                "How many bits has a float32?",
            )
        if all(mine == 8 * right for mine, right in zip(answer, wanted, strict=True)):
            raise Gap(
                f"You counted bits, {answer[0]:,} for the prompt with {sizes}.",
                "How many bits are a byte?",
            )
        if sorted(answer) == sorted(wanted) and tuple(answer) != wanted:
            raise Gap(
                f"The three numbers are right for {sizes}, but they stand in another order.",
                "In which order does the docstring name the three?",
            )
        prompt, prefix, lora = (float(number) for number in answer)
        says = f"For {sizes} you store {{:,.0f}} bytes {{}}; "
        expect(
            prompt == wanted[0],
            says.format(prompt, "for the soft prompt") + f"it has {P} vectors of {C} numbers.",
            "Where does a soft prompt enter: at every layer, or once?"
            if prompt == L * wanted[0]
            else "How many numbers are that, and how many bytes is each?",
        )
        for what, found, right, mistakes, asks in (
            (
                "for the prefix", prefix, wanted[1],
                (
                    (wanted[1] / 4, "that is how many numbers it has.",
                     "How many bytes does each number take?"),
                    (wanted[1] / 2, "that is half of what it has.",
                     "What does attention need of each place it looks at?"),
                    (wanted[1] / L, "that is enough for one layer.",
                     "Do two layers share their keys?"),
                    (wanted[0], "that is what the soft prompt has.",
                     "A soft prompt enters once, at the bottom. Where does a prefix enter, and as "
                     "what?"),
                ),
                "How many places, layers, and vectors at each?",
            ),
            (
                "for LoRA", lora, wanted[2],
                (
                    (wanted[2] / L, "that is enough for one block.",
                     "How many blocks get their own A and B?"),
                    (wanted[2] / 4, "that is how many numbers it has.",
                     "How many bytes does each number take?"),
                    (4 * L * 13 * r * C, "that is all but one of the two wide matrices.",
                     "The feed-forward part goes up to 4 C, and then?"),
                    (4 * L * 12 * r * C, "that is six matrices of C by C.",
                     "Two of the six go between C and 4 C. How large are their A and B?"),
                    (4 * L * 24 * r * C, "that is with two matrices of 4 C by 4 C.",
                     "Two of the six go between C and 4 C. How large are their A and B?"),
                    (wanted[2] / r, "that is enough for r = 1.",
                     "How many rows has A, and how many columns has B?"),
                    (wanted[2] / 2, "that is half of what it has.",
                     "A has r rows. What has r columns?"),
                    (4 * L * 12 * r * C * C, "that is r times as much as the matrices themselves.",
                     "A and B are stored side by side. Are their numbers added, or multiplied?"),
                    (4 * L * 12 * C * C, "those are the whole matrices.",
                     "Which two small matrices stand for the change of a large one?"),
                ),
                "Each matrix from C_in to C_out has r (C_in + C_out) numbers. Which six are there?",
            ),
        ):  # fmt: skip
            for wrong, seen, question in mistakes:
                expect(found != wrong, says.format(found, what) + seen, question)
            expect(found == right, says.format(found, what) + f"wanted are {right:,}.", asks)


@exercise(PROMPTS, reference=moved_names, structure=False)
def what_moved(attempt: Attempt) -> None:
    """Two states of a model with six tensors, five of which have moved."""
    diagnose_what_moved(attempt)
