"""The check of bert_inputs in week5_1_pretraining."""

import torch
from torch import Tensor

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known, told
from course_utils.checks.values import close
from course_utils.masking import bert_inputs
from course_utils.tokenizers import MASK
from course_utils.training import IGNORED


def diagnose_inputs(attempt: Attempt) -> None:
    """Ten tokens: some chosen, with every fate; some not chosen, with every fate."""
    tokens = torch.arange(300, 310)[None]
    chosen = torch.tensor([[1, 1, 1, 1, 1, 0, 0, 0, 0, 1]]).bool()
    fate = torch.tensor(  # double: a loop that takes single numbers out meets 0.9 itself
        [[0.1, 0.79, 0.85, 0.95, 0.9, 0.1, 0.85, 0.95, 0.5, 0.8]], dtype=torch.float64
    )
    others = torch.arange(700, 710)[None]
    with (
        told(
            ("not implemented for",),
            "& comes before <: chosen & fate is taken first, and that is no condition.",
            "Where do brackets belong in this line?",
        ),
        told(
            ("is ambiguous",),
            "`and`, `or` and `if` want one True or False; here stand whole tensors of them.",
            "Which sign joins two tensors place by place? (Hint 1 has it.)",
        ),
        told(
            ("cannot be broadcast to indexing result",),
            "You write all ten tokens of a tensor to fewer places than ten.",
            "Which of its tokens belong there, and how does one index them with a condition?",
        ),
    ):
        answer = attempt(tokens, chosen, fate, others)
    expect(
        len(answer) == 2 and all(isinstance(part, Tensor) for part in answer),
        f"Two tensors are wanted, inputs and targets; you returned {len(answer)} things: "
        f"{', '.join(type(part).__name__ for part in answer)}.",
        "What does your return statement give back?",
    )
    inputs, targets = answer
    wanted, goals = bert_inputs(tokens, chosen, fate, others)
    for name, part in (("inputs", inputs), ("targets", targets)):
        expect(
            part.shape == tokens.shape,
            f"Your {name} have shape {tuple(part.shape)}, not {tuple(tokens.shape)}.",
            "Does every position still have one number?",
        )
        expect(
            not part.is_floating_point(),
            f"Your {name} are decimal numbers ({part.dtype}); ids are whole ones.",
            "Which of your tensors was made without dtype=torch.long, or from a float?",
        )
        expect(
            part.dtype == torch.long,
            f"Your {name} are {part.dtype}; ids are torch.long, and over this kind of whole number "
            "cross_entropy stops.",
            "Which of your tensors was made with another dtype?",
        )
    expect(
        not (close(inputs, goals) and close(targets, wanted)),
        "Inputs and targets have changed places in what you return.",
        "In which order does the task name the two?",
    )
    known(
        inputs,
        [(tokens, "Nothing is hidden: your inputs are the text.", "Where does MASK come in?")],
    )
    expect(
        not (inputs == IGNORED).any(),
        f"IGNORED, {IGNORED}, stands among your inputs: no token has that number.",
        "Which of the two does the model read, and which does only the loss see?",
    )
    masked, noise = chosen & (fate < 0.8), chosen & (fate >= 0.9)
    rest = targets[~chosen]
    expect(
        not (close(targets[chosen], tokens[chosen]) and (rest == rest[0]).all())
        or rest[0] == IGNORED,
        f"Where nothing is asked your targets are {rest[0]}; the loss would take that for a token.",
        f"Which number does cross_entropy skip? (IGNORED, {IGNORED})",
    )
    if not close(targets, goals):
        known(targets, [
            (tokens, "Every position is asked for, also those that stand in plain sight.",
             f"Which number, {IGNORED}, tells the loss to skip a position? (IGNORED)"),
            (torch.where(chosen, inputs, IGNORED),
             "At the chosen positions your targets are what the model reads.",
             "Should it answer <mask>, or say what stood there before?"),
            (torch.where(chosen, IGNORED, tokens),
             "You ask for the tokens that were not chosen, and skip the chosen ones.",
             "Which value does torch.where take where the condition is True?"),
            (torch.cat([goals[:, 1:], torch.full_like(goals[:, :1], IGNORED)], dim=1),
             "Your targets are shifted by a place, as a GPT's are.",
             "Where in the output of BERT is a hidden token asked for: at its own place?"),
            (torch.where(inputs != tokens, tokens, IGNORED),
             "Position 2 was chosen and left as it is, and you do not ask for it.",
             "If it is never asked for a word that it sees, why should it understand it?"),
            (torch.where(inputs == MASK, tokens, IGNORED),
             "Only where <mask> stands is a token asked for; positions 2, 3, 4 and 9 were "
             "chosen too.", "Does the target depend on the fate of a chosen token?"),
            (torch.where(chosen & ~noise, tokens, IGNORED),
             "Positions 3 and 4 were chosen and got another token; you do not ask for them.",
             "Why put a wrong word there, if not to ask for the right one?"),
            (torch.where(noise, others, goals),
             "Where another token was put in, you ask for that one.",
             "Should the model repeat the wrong word, or say what stood there before?"),
        ])  # fmt: skip
    expect_close(
        targets,
        goals,
        "Target {index} should be {expected}; yours is {yours}.",
        "Chosen: the token itself. Not chosen: IGNORED. Which of the two is this position?",
    )
    known(
        inputs,
        [
            (
                torch.where(noise, others, torch.where(masked, tokens, MASK)),
                "Position 0, to be hidden, is left, and what should stay is hidden.",
                "Which value does torch.where take where the condition is True?",
            ),
            (
                torch.where(
                    chosen & (fate < 0.1), others, torch.where(chosen & (fate >= 0.2), MASK, tokens)
                ),
                "The shares are right, but you count from the other end: fate 0.1 means hidden.",
                "Which range of fates does the task give to MASK?",
            ),
            (
                torch.where(chosen, MASK, tokens),
                "All chosen tokens became <mask>; that is how it would be with 100 %.",
                "What should happen to a chosen token with fate 0.85, and to one with 0.95?",
            ),
            (
                torch.where(noise, others, tokens),
                "Position 4 has its other token, but no <mask> stands at positions 0 and 1.",
                "Your last step starts from tokens: what has become of the masks before it?",
            ),
            (
                torch.where(noise, others, torch.where(chosen, MASK, tokens)),
                "Position 2, with fate 0.85, is hidden; it should stay as it is.",
                "Which of the three cases has no line in your code?",
            ),
            (
                torch.where(chosen & ~masked, others, torch.where(masked, MASK, tokens)),
                "Every chosen token with a fate from 0.8 up was replaced by another one.",
                "What should happen between 0.8 and 0.9?",
            ),
            (
                torch.where(
                    chosen & (fate >= 0.8) & (fate < 0.9),
                    others,
                    torch.where(masked, MASK, tokens),
                ),
                "Fate 0.85 gave another token and fate 0.95 left it: the task has it the other "
                "way round.",
                "Which tenth comes first in the task: as it is, or another one?",
            ),
            (
                torch.where(fate >= 0.9, others, torch.where(fate < 0.8, MASK, tokens)),
                "Tokens that were not chosen changed too: position 5 is hidden.",
                "Which condition besides the fate must hold?",
            ),
            (
                torch.where(fate >= 0.9, others, torch.where(masked, MASK, tokens)),
                "Position 7 was not chosen, but another token stands there.",
                "Which condition besides the fate must hold?",
            ),
        ],
    )
    expect_close(
        inputs,
        wanted,
        "Input {index} should be {expected}; yours is {yours}.",
        "Look up whether this position is chosen, and its fate. Are 0.8 and 0.9 themselves in "
        "the right case?",
    )
    tokens, chosen, fate, others = (
        torch.cat([part, part.flip(1)]) for part in (tokens, chosen, fate, others)
    )
    answer = attempt(tokens, chosen, fate, others)
    for name, part, goal in zip(
        ("Input", "Target"), answer, bert_inputs(tokens, chosen, fate, others), strict=True
    ):
        expect_close(
            part,
            goal,
            f"One text comes out right. Of two, {name.lower()} {{index}} should be {{expected}}; "
            "yours is {yours}.",
            "Which line of your code speaks of the first text only?",
        )
