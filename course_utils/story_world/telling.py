"""What all styles share: sentences that are used once, and questions at the end."""

import re
from collections.abc import Container, Sequence

from course_utils.story_world.world import World

LONGEST_DOCUMENT = 256  # words, with <end>
LAST_ROUND = 120  # nobody else joins a story after this many words
LAST_QUESTION = 210  # no further question after this many words


def unused(
    alternatives: Sequence[tuple], used: Container[object], factor: float = 1
) -> list[tuple]:
    """Return the (weight, template, label) whose label is not in `used`, weights times `factor`."""
    return [
        (weight * factor, template, label)
        for weight, template, label in alternatives
        if label not in used
    ]


def numbered(alternatives: Sequence["str | tuple[float, str]"]) -> list[tuple[float, str, int]]:
    """Label (weight, template) pairs, or templates of weight 1, by their number."""
    pairs = [(1, each) if isinstance(each, str) else each for each in alternatives]
    return [(weight, template, number) for number, (weight, template) in enumerate(pairs)]


def crowded(world: World, rounds: int) -> bool:
    """Return whether the story is long enough to end its rounds; not before the first one."""
    return rounds > 0 and len(world.sample.words) > LAST_ROUND


def joined(names: Sequence[str]) -> str:
    """Write an enumeration: "a", "a and b", "a, b, and c".

    >>> joined(["the {first}", "{hero}"])
    'the {first} and {hero}'
    """
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + ", and " + names[-1]


def finish(world: World, questions: Sequence[tuple[str, str]]) -> None:
    """End the document, perhaps after one or two of the (question, answer) templates."""
    world.questions = [
        (world.render(question), world.render(answer)) for question, answer in questions
    ]
    asked: list[object] = []
    for weight_of_end in (1, 2):
        left = unused(numbered([f"\nQuestion: {question}" for question, _ in questions]), asked)
        if not left or len(world.sample.words) > LAST_QUESTION:
            break
        # All questions together weigh 2.
        options = [(2 / len(left), template, number) for _, template, number in left]
        number = world.say([(weight_of_end, "<end>", None), *options])
        if number is None:
            return
        asked.append(number)
        world.say(f"\nAnswer: {questions[number][1]}.")
    world.say("<end>")


def at(number: int, alternatives: Sequence[tuple]) -> list[tuple]:
    """Write alternatives for round `number` of something that happens several times.

    In templates # stands for the number; "!guest*" excludes guest0, guest1 … of the rounds before.

    >>> at(2, [(1, "In came {guest#:role!hero,guest*}.")])
    [(1, 'In came {guest2:role!hero,guest0,guest1}.')]
    >>> at(0, [(1, "In came {guest#:role!guest*}.")])
    [(1, 'In came {guest0:role}.')]
    """

    def earlier(match: re.Match[str]) -> str:
        names = [f"{match[2]}{before}" for before in range(number)]
        return match[1] + ",".join(names) if names else ""

    return [
        (weight, re.sub(r"([!,])(\w+)\*", earlier, template).replace("#", str(number)), *label)
        for weight, template, *label in alternatives
    ]
