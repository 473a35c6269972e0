"""The checks of bert_inputs and of the debugging lab in week5_1_pretraining."""

import math

import torch
from torch import Tensor, nn

from course_utils.checks.attempt import Attempt
from course_utils.checks.causal import close, draw, known
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import told
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
    known(
        inputs,
        [(tokens, "Nothing is hidden: your inputs are the text.", "Where does MASK come in?")],
    )
    if not close(targets, goals):
        known(
            targets,
            [
                (
                    tokens,
                    "Every position is asked for, also those that stand in plain sight.",
                    f"Which number, {IGNORED}, tells the loss to skip a position? (IGNORED)",
                ),
                (
                    torch.where(chosen, inputs, IGNORED),
                    "At the chosen positions your targets are what the model reads.",
                    "Should it answer <mask>, or say what stood there before?",
                ),
                (
                    torch.where(chosen, IGNORED, tokens),
                    "You ask for the tokens that were not chosen, and skip the chosen ones.",
                    "Which value does torch.where take where the condition is True?",
                ),
                (
                    torch.cat([goals[:, 1:], torch.full_like(goals[:, :1], IGNORED)], dim=1),
                    "Your targets are shifted by a place, as a GPT's are.",
                    "Where in the output of BERT is a hidden token asked for: at its own place?",
                ),
                (
                    torch.where(inputs != tokens, tokens, IGNORED),
                    "Position 2 was chosen and left as it is, and you do not ask for it.",
                    "If it is never asked for a word that it sees, why should it understand it?",
                ),
                (
                    torch.where(inputs == MASK, tokens, IGNORED),
                    "Only where <mask> stands is a token asked for; positions 2, 3, 4 and 9 were "
                    "chosen too.",
                    "Does the target depend on the fate of a chosen token?",
                ),
            ],
        )
    expect_close(
        targets,
        goals,
        "Target {index} should be {expected}; yours is {yours}.",
        "Chosen: the token itself. Not chosen: IGNORED. Which of the two is this position?",
    )
    masked, noise = chosen & (fate < 0.8), chosen & (fate >= 0.9)
    known(
        inputs,
        [
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
    with told(
        ("out of bounds", "index -100", "out of range"),
        f"A target of {IGNORED} was used as the id of a token.",
        "Which positions have to be taken out before their logits are looked up?",
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
            (each.sum(), "That is the sum of the 4 losses.", "What is their mean?"),
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
        "Which step (.item(), .detach(), torch.tensor(…)) turns tensors into plain numbers?",
    )
