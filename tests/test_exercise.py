"""How a check treats whatever a learner hands in, and how progress is kept."""

import contextlib
import functools
import io
import json
import os
import re
import subprocess
import sys
from unittest.mock import Mock

import numpy as np
import pytest
import torch

import course_utils.checks
from course_utils.checks import attempt, records, values
from course_utils.checks.exercise import (
    Gap,
    exercise,
    exercises,
    expect,
    expect_close,
)


def shares(counts, k=0.0):
    """Counts plus k, over their total."""
    raised = np.asarray(counts, dtype=float) + k
    return raised / raised.sum()


def checked(attempt):
    answer = attempt(np.array([3, 1, 0]), k=1.0)
    expect_close(answer.sum(), 1.0, "They sum to {yours}, not {expected}.", "Which total?")
    expect_close(answer, attempt.expected, "Entry {index} is {yours}.", "How often was it seen?")


CHECK = exercise("week0_1_tiny", reference=shares)(checked)


def told(learner, check=CHECK) -> str:
    """What is printed; and the learner's function comes back exactly when it passes."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        returned = check(learner)
    passed = f"{check.name}: Passed." in said.getvalue()
    assert returned is (learner if passed else check.reference)
    return said.getvalue()


def accept(attempt):
    """A check that asks for nothing beyond what every attempt must satisfy."""
    attempt([1.0, 2.0])


def stub(counts, k):
    raise NotImplementedError


def returns_nothing(counts, k):
    (np.asarray(counts) + k) / 7


def returns_list(counts, k):
    return [4 / 7, 2 / 7, 1 / 7]


def wrong_shape(counts, k):
    return np.ones((3, 1))


def writes_into_its_input(counts, k):
    counts += 1
    return counts / counts.sum()


def divides_by_zero(counts, k):
    return np.array([0.5, np.nan, 0.5])


def draws(counts, k):
    return np.random.default_rng().random(3)


def loses_a_parameter(counts):
    return counts


def stops(counts, k):
    total = len(counts) - 3
    return counts[0].item() // total


def leaves(counts, k):
    raise SystemExit("bye")


def asks_a_library(counts, k):
    return torch.nn.Module()(counts)


def forgets_brackets(counts, k):
    return torch.ones(3).bool() & torch.ones(3) < k  # meant: … & (torch.ones(3) < k)


def sums_wrong(counts, k):
    return (counts + k) / counts.sum()


def swaps(counts, k):
    return shares(counts, k)[::-1]


@pytest.mark.parametrize(
    ("learner", "message"),
    [
        (stub, "Not attempted yet."),
        (returns_nothing, "returned None.\n  Does every path end in a return?"),
        (returns_list, "returned a list: [0.5714, 0.2857, 0.1429], not a NumPy array"),
        (wrong_shape, "has shape (3, 1); for these inputs it should be (3,)"),
        (writes_into_its_input, "changed its input counts from [3, 1, 0] to [4, 2, 1]"),
        (divides_by_zero, "Your result[1] is nan."),
        (draws, "The same call, made twice, returned ["),
        (loses_a_parameter, "Your parameters are (counts), the task's are (counts, k)"),
        (stops, "ZeroDivisionError: integer division or modulo by zero\n  at line"),
        (stops, "of its cell: return counts[0].item() // total"),
        (stops, "(Called as checked([3, 1, 0], k=1))"),
        (leaves, "Your code stopped with SystemExit: bye"),
        (asks_a_library, 'NotImplementedError: Module [Module] is missing the required "forward"'),
        (forgets_brackets, "Your code stopped with NotImplementedError: "),  # torch's own, no frame
        (sums_wrong, "Shape is right: (3,).\n  They sum to 1.75, not 1.\n  Which total?"),
        (swaps, "Entry 0 is 0.1429.\n  How often was it seen?"),
        (max, "The check stopped with TypeError: "),  # no Python of the learner's, no signature
        (7, "checked is a number: 7."),
        (shares, "is the course's version"),
    ],
)
def test_what_a_learner_is_told(learner, message):
    said = told(learner)
    assert message in said
    if learner is not shares:
        assert said.endswith("The notebook goes on with the course's checked.\n")


def test_a_right_answer_comes_back():
    said = told(lambda counts, k: (counts + k) / np.sum(counts + k))
    assert said == "checked: Passed.\nThe notebook goes on with your checked.\n"


def test_what_the_learner_prints_is_shown_once():
    def chatty(counts, k):
        print("looking at", counts)
        return shares(counts, k)

    assert told(chatty).count("looking at [3 1 0]") == 1


@pytest.mark.parametrize("stopped_by", ["Ctrl+C", "the clock"])
def test_an_endless_loop_ends_with_a_question(monkeypatch, stopped_by):
    def endless(counts, k):
        while k:
            if stopped_by == "Ctrl+C":
                raise KeyboardInterrupt

    monkeypatch.setattr(attempt, "LONGEST_CALL", 0.05)
    said = told(endless)
    assert re.search(r"Your function did not end, and was stopped at line \d+ of its cell: ", said)
    assert "can the loop's condition become false?\n" in said


def test_a_slow_import_is_not_called_a_loop():
    def slow(counts, k):
        import a_library_of_no_name  # noqa: F401

    finder = Mock(find_spec=Mock(side_effect=KeyboardInterrupt))
    sys.meta_path.insert(0, finder)
    try:
        said = told(slow)
    finally:
        sys.meta_path.remove(finder)
    assert "A library's first import may be slow. Does the check pass when it runs again?" in said


def test_a_result_that_breaks_the_check_is_reported():
    class Trap(dict):
        def __getitem__(self, key):
            raise RuntimeError("no such key")

    check = exercise("week0_1_tiny", reference=lambda x: {"a": 1.0})(lambda a: a([1.0])["a"])
    assert "RuntimeError: no such key" in told(lambda x: Trap(a=1.0), check)


def test_an_input_that_the_task_is_to_change_may_change():
    def step(weights):
        weights[0] -= 1.0

    @exercise("week0_1_tiny", reference=step)
    def in_place(attempt):
        given = [3.0]
        attempt(given)
        assert given == [3.0]
        expect(attempt.inputs[0] == [2.0], f"weights became {attempt.inputs[0]}", "By how much?")

    def also_steps(weights):
        weights[0] = weights[0] - 1.0

    assert "Passed" in told(also_steps, in_place)
    assert "weights became [1.0]" in told(
        lambda weights: weights.append(weights.pop() - 2), in_place
    )


def test_random_answers_are_allowed_where_the_exercise_says_so():
    def draw(numbers):
        return np.random.default_rng().random()

    fixed = exercise("week0_1_tiny", reference=draw)(accept)
    free = exercise("week0_1_tiny", reference=draw, repeatable=False)(accept)
    learner = lambda numbers: np.random.default_rng().random()  # noqa: E731
    assert "made twice" in told(learner, fixed)
    assert "Passed" in told(learner, free)


def test_infinity_is_allowed_where_the_reference_has_it():
    check = exercise("week0_1_tiny", reference=lambda x: [-np.inf, 0.0])(accept)
    assert "Passed" in told(lambda x: [float("-inf"), 0.0], check)


def test_an_input_that_cannot_be_copied_is_handed_over_itself():
    source = (word for word in ["a", "b"])
    check = exercise("week0_1_tiny", reference=lambda words: 1.0)(lambda attempt: attempt(source))
    assert "Passed" in told(lambda words: 1.0 if words is source else None, check)


def test_classes_and_wrapped_functions_can_be_checked():
    class Pair:
        def __init__(self, numbers):
            self.numbers = numbers

    class Stub:
        def __init__(self, numbers):
            raise NotImplementedError

    check = exercise("week0_1_tiny", reference=Pair)(lambda attempt: attempt([1.0, 2.0]).numbers)
    assert "Not attempted yet" in told(Stub, check)
    assert "returned an object of type Other" in told(
        type("Other", (), {"__init__": lambda s, n: None}), check
    )
    assert "AttributeError" in told(type("Pair", (), {"__init__": lambda s, n: None}), check)

    @functools.wraps(stub)
    def wrapped(counts, k):
        return stub(counts, k)

    assert "Not attempted yet" in told(wrapped)


def test_where_a_pair_is_wanted_a_tuple_is_named():
    pair = exercise("week0_1_tiny", reference=lambda x: (1.0, 2.0))(accept)
    assert "returned a number: 1, not a tuple." in told(lambda x: 1.0, pair)
    assert "Passed" in told(lambda x: [1.0, 2.0], pair)
    several = exercise("week0_1_tiny", reference=lambda x: [1.0, 2.0])(accept)
    assert "returned a number: 1, not a list." in told(lambda x: 1.0, several)


def test_a_long_call_shows_its_arrays_by_shape():
    array = np.full((2, 3), 0.123456)

    def called_with(copies):
        def calls(attempt):
            expect(attempt(*[array] * copies, k=np.ones(2)) == 1.0, "No.", "Why?")

        check = exercise("week0_1_tiny", reference=lambda *arrays, k: 1.0)(calls)
        return told(lambda *arrays, k: 2.0, check)

    row, shape = "[0.1235, 0.1235, 0.1235]", "an array of shape (2, 3)"
    assert f"(Called as calls([{row}, {row}], k=[1, 1]))" in called_with(1)
    assert f"(Called as calls({', '.join([shape] * 4)}, k=[1, 1]))" in called_with(4)


def test_a_tensor_that_lost_its_graph_is_not_a_number():
    check = exercise("week0_1_tiny", reference=lambda x: torch.tensor(1.0))(accept)
    assert "returned a number: 1, not a PyTorch tensor" in told(lambda x: 1.0, check)


@pytest.mark.parametrize(
    ("yours", "expected", "line"),
    [
        ([1.0, 2.0], [1.0, 2.5], "at 1: 2 not 2.5"),
        ({"a": 1}, {"a": 1, "b": 2}, "at b: nothing not 2"),
        ({"a": 1, "c": 3}, {"a": 1}, "at c: 3 not nothing"),
        ({"a": [1, 2]}, {"a": [1, 3]}, "at a, 1: 2 not 3"),
        (np.eye(2), np.zeros((2, 2)), "at 0, 0: 1 not 0"),
        (torch.ones(2), [1, 2], "at 1: 1 not 2"),
        (0.333333, 1 / 3, "at : 0.333333000 not 0.333333333"),
        ("bed", "red", "at : bed not red"),
        (float("nan"), 1.0, "at : nan not 1"),
        ([1], [1, 2], "Your result has 1 entries, not 2 entries."),
        (np.ones(2), np.ones(3), "Your result has shape (2,), not shape (3,)."),
    ],
)
def test_expect_close_names_the_first_difference(yours, expected, line):
    line = line.replace("0.333333000", "0.333333")
    with pytest.raises(Gap) as gap:
        expect_close(yours, expected, "at {index}: {yours} not {expected}", "?", tolerance=1e-7)
    assert [part.replace("'", "") for part in gap.value.args] == [line, "?"]


@pytest.mark.parametrize(
    ("yours", "expected"),
    [(1.0 + 1e-9, 1), ((1, 2), [1, 2]), (np.float32(0.5), 0.5), ("a", "a"), ({1, 2}, {2, 1})],
)
def test_expect_close_accepts_what_is_equal(yours, expected):
    expect_close(yours, expected, "no", "no")


def test_values_in_words():
    assert values.short(torch.zeros(4, 8)) == "a tensor of shape (4, 8)"
    assert values.short([type("Tensor", (), {})(), 1]) == "[a Tensor, 1]"  # not its address
    assert len(values.short("long " * 100)) <= 160
    assert values.both(1.0, 1.00001) == ("1", "1.00001")
    assert values.same(np.float32("nan"), np.float32("nan"))
    assert not values.same(np.ones(2), np.ones((1, 2)))
    assert not values.same([1.0], [1.0, 2.0])


def test_values_whose_own_methods_fail():
    class Broken:
        def __repr__(self):
            raise KeyError("name")

        def __eq__(self, other):
            raise KeyError("name")

    assert values.short(Broken()) == "an object of type Broken whose __repr__ raises KeyError"
    assert values.same(Broken(), Broken()) and not values.same(Broken(), 1)
    assert not values.close(Broken(), 1.0) and not values.close([[1.0], [1.0, 2.0]], np.ones(2))
    assert values.first_difference([[1.0], [1.0, 2.0]], np.ones(2), 0.0) == ()


def test_the_list_of_exercises_is_in_order():
    assert list(exercises()) == sorted(exercises())


def test_an_unknown_week_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no week9"):
        _ = course_utils.checks.week9


# ---- progress.json ----


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Progress is recorded, in a folder of this test."""
    monkeypatch.setattr(records.platformdirs, "user_data_path", lambda name: tmp_path / name)
    monkeypatch.setenv("COURSE_PROGRESS", "1")
    return tmp_path / "tokens-to-lora"


def test_progress_is_kept_and_cleared(kept):
    assert records.progress() == {}
    told(stub)
    assert records.progress() == {}  # looking at a notebook is not trying
    told(returns_list)
    assert records.progress() == {"week0_1_tiny/checked": "tried"}
    told(lambda counts, k: shares(counts, k))
    told(returns_list)
    assert records.progress() == {"week0_1_tiny/checked": "passed"}
    assert [path.name for path in kept.iterdir()] == ["progress.json"]
    records.clear_progress()
    records.clear_progress()
    assert records.progress() == {}


@pytest.mark.parametrize("setting", [None, "0"])
def test_tests_and_zero_write_nothing(kept, monkeypatch, setting):
    if setting is None:
        monkeypatch.delenv("COURSE_PROGRESS")
    else:
        monkeypatch.setenv("COURSE_PROGRESS", setting)
    records.record("a/b", "passed")
    assert not kept.exists()


@pytest.mark.parametrize("broken", [b'{"a/b": "pas', b"\xff\xfe", b"[1, 2]", b'{"a": 1}'])
def test_a_broken_file_is_moved_aside(kept, broken):
    kept.mkdir()
    (kept / "progress.json").write_bytes(broken)
    records.record("a/b", "passed")
    assert records.progress() == {"a/b": "passed"}
    assert (kept / "progress.broken.json").read_bytes() == broken


def test_a_disk_that_refuses_stops_nothing(kept, capsys):
    kept.write_text("a file where the folder should be", encoding="utf-8")
    records.record("a/b", "passed")
    assert "could not be saved" in capsys.readouterr().out


def test_a_lock_left_behind_is_taken_over(kept):
    (kept / "progress.lock").mkdir(parents=True)
    records.record("a/b", "passed")
    assert records.progress() == {"a/b": "passed"}
    assert not (kept / "progress.lock").exists()


def test_two_processes_lose_nothing(tmp_path):
    program = (
        "import sys, pathlib\n"
        "from course_utils.checks import records\n"
        "records.platformdirs.user_data_path = lambda name: pathlib.Path(sys.argv[1])\n"
        "for i in range(40): records.record(f'{sys.argv[2]}/{i}', 'passed')\n"
    )
    environment = {**os.environ, "COURSE_PROGRESS": "1"}
    started = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name], env=environment)
        for name in ("first", "second")
    ]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    recorded = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))
    assert len(recorded) == 80
