"""The exercise alignment_error_rate of week3_2_seq2seq: what each slip in the formula returns."""

from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import expect_close
from course_utils.checks.messages import known


def diagnose_rate(attempt: Attempt) -> None:
    """Four links, two sure and three possible ones: every part of the formula has its own size."""
    links = [(0, 0), (1, 2), (2, 1), (4, 4)]
    sure, possible = [(0, 0), (1, 2), (3, 3)], [(2, 1)]
    right = 1 - (2 + 3) / (4 + 3)
    yours = attempt(links, sure, possible)
    known(yours, [
        (1 - right, f"You returned {yours:.4g}, the share that is right.",
         "An error rate of a perfect alignment is 0. What is yours?"),
        (1 - (2 + 1) / 7,
         f"You returned {yours:.4g}: sure links were not counted as possible ones.",
         "A sure link is possible, too. In which of the two intersections must it count?"),
        (1 - (2 + 2) / 7,
         f"You returned {yours:.4g}: both of your intersections are with the sure links.",
         "The link (2, 1) is possible. Where does it count?"),
        (1 - (3 + 3) / 7,
         f"You returned {yours:.4g}: both intersections are with the possible links.",
         "What does the formula ask of sure links alone?"),
        (1 - 5 / (4 + 4), f"You returned {yours:.4g}: the denominator counts possible links.",
         "|A| + |S|: which two sets are those?"),
        (1 - 2 + 3 / 7,
         f"You returned {yours:.4g}, below 0: only one of the two counts is divided.",
         "What is computed first, the sum or the fraction? What do parentheses change?"),
        (1 - 5 / 4 + 3,
         f"You returned {yours:.4g}: the sum was divided by the number of links alone.",
         "How far does the denominator reach without parentheses?"),
        (1 - 5 / 5,
         f"You returned {yours:.4g}: the denominator is the size of the union of links and "
         "sure ones.", "|A| + |S| counts a link that is in both sets twice. Does yours?"),
        (1 - 2 / 4, f"You returned {yours:.4g}: one minus the share of your links that are sure.",
         "Is a possible link a mistake? And a sure one that is missing?"),
        (1 - 2 / 3, f"You returned {yours:.4g}: one minus the share of sure links that were found.",
         "With every link drawn, that would be 0. What counts wrong links?"),
        (1 - 3 / 4,
         f"You returned {yours:.4g}: one minus the share of your links that are allowed.",
         "An alignment of a single good link would get 0. What counts missing ones?"),
    ])  # fmt: skip
    expect_close(
        yours,
        right,
        "With 4 links, of which 2 are sure and 3 possible, and 3 sure links in all, you returned "
        "{yours} instead of 1 - (2 + 3) / (4 + 3).",
        "Print the four numbers of your formula.",
    )
    expect_close(
        attempt([*links, *links], sure, possible),
        right,
        "When every link is listed twice you returned {yours}.",
        "Which container holds each link once?",
    )
    expect_close(
        attempt(links, [*sure, *sure], possible),
        right,
        "When every sure link is listed twice you returned {yours} instead of {expected}.",
        "How many different sure links are there?",
    )
    expect_close(
        attempt(links, sure, [*sure, *possible]),
        right,
        "When possible holds the sure links too you returned {yours}; it is still {expected}.",
        "How often does a link count that is in both collections?",
    )
    expect_close(
        attempt([], sure, possible),
        1.0,
        "Without any link you returned {yours}, but not one of the three sure links was found: the "
        "error rate is 1.",
        "What does the formula give when A is empty?",
    )
    expect_close(
        attempt([(1, 3)], [(1, 3)], []),
        0.0,
        "The link (1, 3) is sure, and nothing else is wanted: the error rate is 0, but you "
        "returned {yours}.",
        "In which order do the two sides of a link stand, in each of your sets?",
    )
    expect_close(
        attempt([(0, 0), (0, 1)], [(0, 0), (0, 1), (1, 1)], []),
        0.2,
        "With the links (0, 0) and (0, 1), and (1, 1) as a third sure one, you returned {yours} "
        "instead of {expected}.",
        "Does your container keep two links that begin, or end, at the same place?",
    )
    expect_close(
        attempt(set(links), set(sure), set(possible)),
        right,
        "With sets instead of lists you returned {yours} instead of {expected}.",
        "Does your code need a list somewhere?",
    )
    expect_close(
        attempt([(5, 5)], sure, possible),
        1.0,
        "A single wrong link has the error rate 1, but you returned {yours}.",
        "What is left of your formula when nothing matches?",
    )
