"""Which learning rate is tried next."""

import pytest

from course_utils.runs.learning_rates import next_rate

LOSS = {0.5: 6.0, 1: 5.0, 2: 4.0, 4: 3.0, 8: 3.5}


def tried(planned, **limits) -> list[float]:
    found = {}
    while (rate := next_rate(found, planned, factor=2, **limits)) is not None:
        found[rate] = LOSS[rate]
    return sorted(found)


def test_learning_rates_are_tried_until_the_best_lies_between_two_worse():
    assert tried((1, 2)) == [1, 2, 4, 8]  # the best stood at the upper edge, twice
    assert tried((8, 4)) == [2, 4, 8]  # and here at the lower one
    assert tried((2, 4, 8)) == [2, 4, 8]
    assert tried((1,)) == [1]  # nothing to choose from


def test_the_search_beyond_the_plan_can_be_bounded():
    assert tried((0.5, 1), further=1) == [0.5, 1, 2]
    assert tried((0.5, 1), further=0) == [0.5, 1]


def test_a_rate_is_a_number_that_can_be_written_down():
    assert next_rate({0.001: 1.0, 0.003: 2.0}, (0.001, 0.003), factor=3) == 0.000333
    assert next_rate({0.1: 2.0, 0.3: 1.0}, (0.1, 0.3), factor=3) == pytest.approx(0.9)


def test_rates_may_be_words_of_a_file():
    assert next_rate({"0.1": 3.0, "0.2": 2.0}, (0.1, 0.2), factor=2) == 0.4
    assert next_rate({"0.1": 3.0, "0.2": 2.0, "0.4": 4.0}, (0.1, 0.2), factor=2) is None
