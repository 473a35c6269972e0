"""The first exercise of week5_2_finetuning: which targets of a conversation count."""

from collections.abc import Callable

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.tokenizers import ASSISTANT, END, START, USER
from course_utils.training import IGNORED


def answer_targets_of(conversation: list[int]) -> list[int]:
    """The token itself where the assistant speaks or ends, IGNORED elsewhere."""
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != END)
    return targets


def _everything(conversation: list[int]) -> list[int]:
    return list(conversation)


def _last_only(conversation: list[int]) -> list[int]:
    last = len(conversation) - 1 - conversation[::-1].index(ASSISTANT)
    return [IGNORED] * (last + 1) + conversation[last + 1 :]


def _first_only(conversation: list[int]) -> list[int]:
    stop = conversation.index(END) + 1 if END in conversation else len(conversation)
    return answer_targets_of(conversation)[:stop] + [IGNORED] * (len(conversation) - stop)


def _from_the_first(conversation: list[int]) -> list[int]:
    first = conversation.index(ASSISTANT)
    return [IGNORED] * (first + 1) + conversation[first + 1 :]


def _without_end(conversation: list[int]) -> list[int]:
    return [IGNORED if t == END else t for t in answer_targets_of(conversation)]


def _with_assistant(conversation: list[int]) -> list[int]:
    right = answer_targets_of(conversation)
    return [t if t == ASSISTANT else r for t, r in zip(conversation, right, strict=True)]


def _prompts(conversation: list[int]) -> list[int]:
    right = answer_targets_of(conversation)
    return [t if r == IGNORED else IGNORED for t, r in zip(conversation, right, strict=True)]


def _as_inputs(conversation: list[int]) -> list[int]:
    return [IGNORED, *answer_targets_of(conversation)[:-1]]


def _shifted_again(conversation: list[int]) -> list[int]:
    return [*answer_targets_of(conversation)[1:], IGNORED]


def _other_number(number: int) -> Callable[[list[int]], list[int]]:
    return lambda talk: [number if t == IGNORED else t for t in answer_targets_of(talk)]


def _all_but_signs(conversation: list[int]) -> list[int]:
    return [IGNORED if t in (USER, ASSISTANT) else t for t in conversation]


def _until_user(conversation: list[int]) -> list[int]:
    targets, speaks = [], False
    for token in conversation:
        targets.append(token if speaks else IGNORED)
        speaks = token == ASSISTANT or (speaks and token != USER)
    return targets


def _both_signs(conversation: list[int]) -> list[int]:
    return [IGNORED if t == END else t for t in _with_assistant(conversation)]


def _inputs(conversation: list[int]) -> list[int]:
    return [START, *conversation[:-1]]


def _inputs_masked(conversation: list[int]) -> list[int]:
    right = answer_targets_of(conversation)
    return [
        IGNORED if t == IGNORED else x for x, t in zip(_inputs(conversation), right, strict=True)
    ]


def _flags(conversation: list[int]) -> list[int]:
    return [int(t != IGNORED) for t in answer_targets_of(conversation)]


_TARGETS: list[tuple[Callable[[list[int]], list[int]], str, str]] = [
    (_everything, "every token is a target, the user's words too.",
     "Whose words is the model to learn to write?"),
    (_prompts, "the user's words are the targets, and the assistant's are ignored.",
     "Whose words is the model to learn to write?"),
    (_from_the_first, "after the first <assistant> nothing is ignored any more.",
     "Who speaks after the first <end>?"),
    (_last_only, "only the last answer counts.",
     "The assistant speaks twice here. Why should its first answer teach nothing?"),
    (_first_only, "only the first answer counts.",
     "The assistant speaks twice here. Why should its second answer teach nothing?"),
    (_without_end, "no <end> is a target.", "Who teaches the model to stop?"),
    (_with_assistant, "<assistant> is a target.",
     "The template puts <assistant> there. Does the model ever have to write it?"),
    (_as_inputs, "the targets are one place too late: the answers stand where they are read.",
     "Target t belongs to conversation[t]: the inputs are the ones that are shifted, by <start>."),
    (_shifted_again, "the targets are one place too early.",
     "Target t belongs to conversation[t]: the inputs are the ones that are shifted, by <start>."),
    (_other_number(0), "what does not count is 0, and 0 is the id of <pad>: a target like any "
     "other.", "Which number does cross_entropy leave out?"),
    (_other_number(-1), "what does not count is −1, for which cross_entropy stops with an error.",
     "Which number does cross_entropy leave out?"),
    (_all_but_signs, "<user> and <assistant> are ignored, but what the user says is a target.",
     "Whose words is the model to learn to write?"),
    (_until_user, "the <user> after an answer is a target.",
     "The assistant's turn is over with <end>. Who writes the <user> that follows?"),
    (_both_signs, "<assistant> is a target, and <end> is none.",
     "Which of the two does the model have to write itself?"),
    (_inputs, "these are the inputs, begun with <start>.",
     "Which token is to be predicted where <start> is read?"),
    (_inputs_masked, "where a target counts, the token that is read stands, not the next one.",
     "What is to be predicted where <assistant> is read?"),
    (_flags, "they say whether a token counts, but not which token it is.",
     "Where one counts, what does the model have to predict there?"),
]  # fmt: skip


def diagnose_targets(attempt: Attempt) -> None:
    """A conversation of four turns, then one of two, then a question without an answer."""
    long = [USER, 300, 301, ASSISTANT, 302, END, USER, 303, ASSISTANT, 304, 305, END]
    for conversation in (long, [USER, 300, ASSISTANT, 301, END], [USER, 300, ASSISTANT]):
        yours = attempt(conversation)
        wanted = answer_targets_of(conversation)
        expect(
            len(yours) == len(wanted),
            f"{len(yours)} targets for {len(conversation)} tokens; the inputs are [{START}, …] "
            "without the last token, so there are as many as tokens.",
            "What stands in a target that does not count?",
        )
        expect(
            all(target is not None for target in yours),
            "Your targets hold None; a target is a number, also where it does not count.",
            "Which number does cross_entropy leave out?",
        )
        found = [int(target) for target in yours]
        for mistake, says, asks in _TARGETS:
            if found == mistake(conversation) != wanted:
                raise Gap(f"Your targets are {found}: {says}", asks)
        expect_close(
            found,
            wanted,
            "Target {index} is {yours}; it should be {expected}.",
            "Who speaks there: the user, the template, or the assistant?",
        )
