"""The check of hidden_loss, the debugging lab of week5_1_pretraining."""

import math

import torch
from torch import Tensor, nn

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.tensors import draw
from course_utils.tokenizers import MASK
from course_utils.training import IGNORED


def hidden_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy of the tokens that are asked for, in nats."""
    asked = targets != IGNORED
    return nn.functional.cross_entropy(logits[asked], targets[asked])


def diagnose_loss(attempt: Attempt) -> None:
    """Two texts of four positions: three asked in the first, one in the second."""
    logits = 2 * draw(2, 4, 5, seed=1)
    targets = torch.tensor([[3, IGNORED, 0, 1], [IGNORED, IGNORED, 4, IGNORED]])
    asked = targets != IGNORED
    each = nn.functional.cross_entropy(
        logits.transpose(1, 2), targets, ignore_index=IGNORED, reduction="none"
    )  # (B, T), 0 where not asked
    with (
        told(
            ("out of bounds", "index -100", "out of range"),
            f"A target of {IGNORED} was used as the id of a token.",
            "Which positions have to be taken out before their logits are looked up?",
        ),
        told(
            ("is nan",),
            "Your loss is nan: that is what a mean over no question at all gives.",
            "Does your condition keep the positions that are asked for, or the others?",
        ),
        told(
            ("Expected target size",),
            "cross_entropy takes axis 1 for the tokens that compete; in (B, T, V) that is T.",
            "Which shape do logits have after logits[asked], or after flatten(0, 1)?",
        ),
        told(
            ("to match target batch_size",),
            "You took positions out of the targets that are still among the logits.",
            "Which index has to be used on both?",
        ),
    ):
        yours = attempt(logits, targets)
    log_p = logits.log_softmax(-1)
    as_class = -log_p.gather(-1, targets.clamp(min=0)[..., None])[..., 0]
    rows = torch.stack([each[row][asked[row]].mean() for row in range(2)])
    p = (-each[asked]).exp()
    answers, rows_asked = targets[asked], logits[asked]
    ask_softmax = "Print the logits of one position. What do they sum to, and what should p?"
    known(
        yours,
        [
            (
                each.mean(),
                "You divided by all 8 positions, but only 4 were asked for.",
                "How many losses are in your sum that are 0 because nothing was asked?",
            ),
            (
                each[0, 0],
                "Only the first of the 4 losses is in your mean, the one whose target has the id "
                f"{targets[0, 0]}.",
                "Which positions does your condition keep? What marks a position where nothing is "
                f"asked: IGNORED, {IGNORED}, or MASK, {MASK}?",
            ),
            (
                each[:, :-1][asked[:, :-1]].mean(),
                "The last position of each text is missing from your mean.",
                "At which position does your loop end, or your slice?",
            ),
            (each.sum(), "That is the sum of the 4 losses.", "What is their mean?"),
            (
                each.sum() / 2,
                "You divided the sum by the number of texts, 2.",
                "How many tokens are asked for in the two texts?",
            ),
            (
                rows[0],
                "That is the mean of the first text alone.",
                "Does your loop go on after the first text, and does its list begin anew?",
            ),
            (
                -rows_asked.log_softmax(-1).mean(),
                "You took the mean over all tokens of the vocabulary, not of the right ones.",
                "Which of the V numbers at a position belongs to its target?",
            ),
            (
                -rows_asked.log_softmax(-1)[:, answers].mean(),
                "You looked up the answers of all positions at each of them: [:, targets].",
                "How does one take one entry of each row? (gather, or two lists of indices)",
            ),
            (
                nn.functional.cross_entropy(
                    (logits * asked[..., None]).flatten(0, 1), (targets * asked).flatten()
                ),
                "Positions set to 0 still count: with equal logits each of them pays ln V.",
                "How do they leave the mean altogether?",
            ),
            (
                each[asked].mean().exp(),
                "That is e to the power of the loss, the perplexity.",
                "What does the task want: the mean of -ln p, or its exponential?",
            ),
            (
                -(rows_asked.softmax(-1) * rows_asked.log_softmax(-1)).sum(-1).mean(),
                "That is the entropy of what the model says; the answers do not enter.",
                "Where do your targets come in?",
            ),
            (
                -p.mean(),
                "You returned minus the mean probability: nll_loss takes no logarithm.",
                "What does nll_loss expect, log_softmax or softmax?",
            ),
            (
                as_class.mean(),
                "Positions that are not asked for count as if token 0 had been asked.",
                "Which mask takes them out of logits and targets alike?",
            ),
            (
                rows.mean(),
                "You took the mean of each text, and then of the texts: the one question of the "
                "second text counts as much as three of the first.",
                "Should every question weigh the same?",
            ),
            (
                each[asked].mean() / math.log(2),
                "That is the mean in bits; the losses of the course's fit are in nats.",
                "Which logarithm does cross_entropy take?",
            ),
            (
                -each[asked].mean(),
                "The sign is turned round: a loss is smaller when the answer is likelier.",
                "What is the logarithm of a number below 1?",
            ),
            (
                (1 - p).mean(),
                "You returned one minus the probability of the answers.",
                "What does cross-entropy take of a probability?",
            ),
            (
                nn.functional.cross_entropy(rows_asked.softmax(-1), answers),
                "The softmax was taken twice: cross_entropy takes one itself.",
                "What does cross_entropy expect, logits or probabilities?",
            ),
            (
                -rows_asked.gather(1, answers[:, None]).mean(),
                "You returned the mean of minus the logits: no softmax was taken.",
                ask_softmax,
            ),
            (
                -logits.log_softmax(1)[asked].gather(1, answers[:, None]).mean(),
                "The softmax runs over the positions, not over the tokens.",
                "Which axis of (B, T, V) holds the tokens that compete for a place?",
            ),
            (
                nn.functional.cross_entropy(
                    logits[:, :-1].flatten(0, 1), targets[:, 1:].flatten(), ignore_index=IGNORED
                ),
                "Your targets are shifted by a place against the logits, as a GPT's are.",
                "Where in the output of BERT is a hidden token asked for: at its own place?",
            ),
            (
                each[targets > 0].mean(),
                "One of the four tokens asked for has the id 0, and yours left it out.",
                "Which number marks a position where nothing is asked? Is 0 a token?",
            ),
            (
                -p.mean().log(),
                "You took the logarithm of the mean probability.",
                "Which comes first: the logarithm of each, or the mean of all?",
            ),
        ],
    )
    expect_close(
        yours,
        each[asked].mean(),
        "The mean loss of the 4 tokens asked for is {expected} nats; you returned {yours}.",
        "Print targets != IGNORED. Which logits belong to the True places?",
        tolerance=1e-5,
    )
    logits, targets = draw(3, 6, 9, seed=2), torch.full((3, 6), IGNORED)
    targets[0, 5], targets[2, 0] = 8, 0
    expect_close(
        attempt(logits, targets),
        hidden_loss(logits, targets),
        "For three texts, one of them without a question, the loss is {expected}; you returned "
        "{yours}. (One of the tokens asked for has the id 0.)",
        "Does your code take id 0, or a text without questions, for something special?",
        tolerance=1e-5,
    )
    learned = attempt(draw(2, 4, 5, seed=3).requires_grad_(), torch.tensor([[3, 0, 1, 4]] * 2))
    expect(
        learned.requires_grad,
        "The number is right, but nothing can be learned from it: it has no gradient.",
        "Which step (.item(), .detach(), torch.no_grad(), torch.tensor(…)) turns tensors into "
        "plain numbers?",
    )
