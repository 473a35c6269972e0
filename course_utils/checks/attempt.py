"""How a check calls the learner's function: with copies, twice, every surprise in words."""

import _thread
import contextlib
import inspect
import io
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from course_utils.checks import values

LONGEST_CALL = 10.0  # seconds; a call that takes longer is stopped: its loop may be endless
LONG = 200  # characters; a call that takes more when written shows its arrays by shape


class Gap(Exception):
    """The first gap between an attempt and the task: what was seen, then a question that leads on.

    Each argument is one line: `Gap("Row 0 sums to 2.31, not 1.", "Which axis is normalized?")`.
    """


class NotAttempted(Exception):
    """The stub still raises NotImplementedError."""


class Attempt:
    """The learner's function inside a check: call it as the learner would, get the answer back.

    Each call hands over copies, is made twice (the second answer must equal the first), and is
    compared in kind, shape and finiteness with the reference's answer, kept as `expected`.
    `inputs` holds the copies that the function received, in case the task is to change them.
    """

    def __init__(
        self, learner: Callable, reference: Callable, name: str, repeatable: bool, structure: bool
    ) -> None:
        self.learner, self.reference, self.name = learner, reference, name
        self.repeatable, self.structure = repeatable, structure
        self.expected: Any = None
        self.inputs: list[Any] = []
        self.right: list[str] = []  # what is right so far: said before a gap that follows
        self.call = ""  # the latest call, written as Python

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Return the learner's answer to these inputs; raise Gap when nothing can be compared."""
        given, keys = [*arguments, *named.values()], list(named)
        labels = [*inspect.signature(self.reference).parameters][: len(arguments)] + keys
        self.call, self.right = self._written(arguments, named), []
        self._check_signature(arguments, named)

        split, changed = len(arguments), values.copied(given)
        self.expected = self.reference(
            *changed[:split], **dict(zip(keys, changed[split:], strict=True))
        )
        self.inputs = values.copied(given)
        answer = self._run(self.inputs, keys)
        if self.structure:
            self._check_structure(answer)
        for label, old, new, allowed in zip(labels, given, self.inputs, changed, strict=False):
            if not values.same(old, new) and values.same(old, allowed):
                before, after = values.both(old, new)
                raise Gap(
                    f"Your function changed its input {label} from {before} to {after}.",
                    "Which line writes into the caller's object instead of making a new one?",
                )
        if self.repeatable:
            with contextlib.redirect_stdout(io.StringIO()):  # say what it prints only once
                again = self._run(values.copied(given), keys)
            if not values.same(answer, again):
                first, second = values.both(answer, again)
                raise Gap(
                    f"The same call, made twice, returned {first} and then {second}.",
                    "What does your function remember, or draw at random, between two calls?",
                )
        return answer

    def _written(self, arguments: tuple, named: dict[str, Any]) -> str:
        """Write the call as Python; where that is long, arrays of more than 4 numbers by shape."""
        written = []
        for largest in (16, 4):
            shown = [values.short(value, largest=largest) for value in arguments]
            shown += [f"{k}={values.short(value, largest=largest)}" for k, value in named.items()]
            written.append(f"{self.name}({', '.join(shown)})")
        return written[0] if len(written[0]) <= LONG else min(written, key=len)

    def _run(self, inputs: list[Any], keys: list[str]) -> Any:
        """Call the learner's function; its exception becomes a Gap, a stub's NotAttempted."""
        split = len(inputs) - len(keys)
        try:
            with interrupted_after(LONGEST_CALL):
                return self.learner(*inputs[:split], **dict(zip(keys, inputs[split:], strict=True)))
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            raise explained(error, self.learner) from None

    def _check_signature(self, arguments: tuple, named: dict[str, Any]) -> None:
        """Raise Gap when the learner's parameters cannot take this call."""
        try:
            inspect.signature(self.learner).bind(*arguments, **named)
        except ValueError:
            return  # some built-in functions have no signature: the call itself will tell
        except TypeError as error:
            theirs, own = map(_parameters, (self.learner, self.reference))
            raise Gap(
                f"Your parameters are {theirs}, the task's are {own}: {error}.",
                "Can you restore the first line of the stub?",
            ) from None

    def _check_structure(self, answer: Any) -> None:
        """Raise Gap unless the answer is of the reference's kind and shape, without new NaN."""
        yours, kind = values.kind(answer), values.kind(self.expected)
        if answer is None and self.expected is not None:
            raise Gap("Your function returned None.", "Does every path end in a return?")
        if yours != kind:
            yours = "a tuple" if type(answer) is tuple else yours
            kind = "a tuple" if type(self.expected) is tuple else kind
            raise Gap(
                f"Your function returned {yours}: {values.short(answer)}, not {kind}.",
                "Which line makes the result, and what is it there?",
            )
        if values.is_array(self.expected):
            shape, wanted = tuple(answer.shape), tuple(self.expected.shape)
            if shape != wanted:
                raise Gap(
                    f"Your result has shape {shape}; for these inputs it should be {wanted}.",
                    "What does each axis of your result stand for?",
                )
            self.right = [f"Shape is right: {shape}."] if shape else []
        index = values.not_finite(answer)
        if index is not None and values.not_finite(self.expected) is None:
            place = "".join(f"[{values.short(part)}]" for part in index)
            raise Gap(
                f"Your result{place} is {values.short(values.at(answer, index))}.",
                "Which step divides by zero, or takes the logarithm or the root of what has none?",
            )


@contextlib.contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """Raise KeyboardInterrupt in the block, as Ctrl+C does, when it takes longer."""
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.daemon = True
    if threading.current_thread() is threading.main_thread():  # only that can be interrupted
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _parameters(function: Callable) -> str:
    """Write a function's parameters without annotations: "(counts, k)"."""
    return f"({', '.join(inspect.signature(function).parameters)})"


def explained(error: BaseException, learner: Callable) -> Gap | NotAttempted:
    """Put an exception of the learner's code into words, with the line of theirs that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    parts = [learner, *getattr(learner, "__dict__", {}).values()]  # a class holds its methods there
    files = {part.__code__.co_filename for part in parts if hasattr(part, "__code__")}
    own = [frame for frame in frames if frame.filename in files]
    if isinstance(error, KeyboardInterrupt):
        place = f" at line {own[-1].lineno} of its cell: {own[-1].line}" if own else "."
        asks = "What changes in each round of its loop, and can the loop's condition become false?"
        if own and own[-1].line.split()[0] in ("import", "from"):
            asks = "A library's first import may be slow. Does the check pass when it runs again?"
        return Gap(f"Your function did not end, and was stopped{place}", asks)
    if not own:
        return Gap(f"The check stopped with {type(error).__name__}: {error}", "What went into it?")
    if isinstance(error, NotImplementedError) and not error.args and own[-1] is frames[-1]:
        return NotAttempted()  # raised in the stub itself; a library's own says what is missing
    return Gap(
        f"Your code stopped with {type(error).__name__}: {error}",
        f"at line {own[-1].lineno} of its cell: {own[-1].line}",
        "What do the names on that line hold for these inputs?",
    )
