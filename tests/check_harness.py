"""Try every exercise of the notebooks with its stub, solutions and planted mistakes.

An exercise lives in a notebook: a code cell tagged `exercise` (the stub), one tagged `check`, and a
Markdown cell tagged `solution` with one fenced ```python block. Beside it, in
tests/planted/<week>/<exercise>/, are other_solution.py and at least three mistake_*.py, each
with the first line `# expect: <fragment of the message meant for it>`.

Code runs where the notebook would run it: with the imports, definitions and literal constants of
the cells above, and with the reference in place of each earlier exercise.
"""

import ast
import contextlib
import inspect
import io
import linecache
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from course_utils.checks.exercise import Exercise

FENCED = re.compile(r"```python\n(.*?)```", re.DOTALL)
CHECKED = re.compile(r"^(\w+) = checks\.(week\d_\d)\.(\w+)\(\s*(\w+)\s*\)\s*$", re.MULTILINE)
FEWEST_MISTAKES = 3
SHORTEST_FRAGMENT = 12  # characters: "sum" alone would match too many messages


@dataclass(frozen=True)
class Found:
    """An exercise as a notebook holds it."""

    name: str
    week: str
    notebook: str
    above: str  # imports, definitions and constants of the cells above
    stub: str
    solution: str


def find_exercises(notebooks: Sequence[Path]) -> list[Found]:
    """Read the exercises of the notebooks; raise ValueError where one cannot be read."""
    found = []
    for path in notebooks:
        cells = nbformat.read(path, as_version=4).cells
        for number, cell in enumerate(cells):
            if "exercise" not in cell.metadata.get("tags", []):
                continue
            after = cells[number + 1 :]
            call = next((c.source for c in after if "check" in c.metadata.get("tags", [])), "")
            match = CHECKED.search(call)
            if match is None or not match[1] == match[3] == match[4]:
                raise ValueError(
                    f"{path.name}, cell {number}: the check cell after an exercise reads "
                    f"`name = checks.weekN_M.name(name)`, not {call!r}"
                )
            solved = (c.source for c in after if "solution" in c.metadata.get("tags", []))
            blocks = FENCED.findall(next(solved, ""))
            if len(blocks) != 1:
                raise ValueError(
                    f"{path.name}: the solution of {match[1]} needs one ```python block, "
                    f"not {len(blocks)}"
                )
            above = "\n".join(_definitions(c.source) for c in cells[:number] if _is_code(c))
            found.append(Found(match[1], match[2], path.stem, above, cell.source, blocks[0]))
    return found


def _is_code(cell: Any) -> bool:
    return cell.cell_type == "code" and "exercise" not in cell.metadata.get("tags", [])


def _definitions(source: str) -> str:
    """Keep what other cells may rely on without running the notebook."""
    kept = []
    for node in ast.parse(re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE)).body:
        literal = isinstance(node, ast.Assign) and _is_literal(node.value)
        kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
        if literal or isinstance(node, kinds):
            kept.append(ast.unparse(node))
    return "\n".join(kept)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def define(found: Found, source: str, label: str, earlier: dict[str, Any]) -> Callable:
    """Execute `source` as if it stood in the exercise's cell and return what it defines."""
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(found.above, f"<above {found.name}>", "exec"), space)
    space.update(earlier)
    place = f"<{found.week}/{found.name}/{label}>"
    linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
    exec(compile(source, place, "exec"), space)
    return space[found.name]


def verdict(check: Exercise, learner: Any) -> tuple[Any, str]:
    """Call a check as a notebook does: what it returns, and everything it prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        returned = check(learner)
    return returned, said.getvalue()


def complaints(
    found: Found, check: Exercise, folder: Path, earlier: dict[str, Any] | None = None
) -> list[str]:
    """Return everything that is wrong with an exercise, its check, or its planted mistakes."""
    earlier = earlier or {}
    wrong = []
    if check.notebook != found.notebook:
        wrong.append(f"the check says notebook {check.notebook}, but it is in {found.notebook}")

    stub = define(found, found.stub, "stub", earlier)
    wrong += _expect_failure(check, stub, "stub", "Not attempted yet")

    def raises(*arguments: Any, **named: Any) -> None:
        raise ZeroDivisionError("planted")

    wrong += _expect_failure(check, raises, "raising function", "ZeroDivisionError: planted")

    solution = define(found, found.solution, "solution", earlier)
    for function in (stub, solution):
        yours, theirs = (_parameters(f) for f in (function, check.reference))
        if yours != theirs:
            wrong.append(f"parameters {yours} in the notebook, {theirs} in the reference")
    wrong += _expect_pass(check, solution, "solution")

    other = folder / "other_solution.py"
    if not other.exists():
        wrong.append(f"{other.name} is missing")
    else:
        source = other.read_text(encoding="utf-8")
        if _tree(source) == _tree(found.solution):
            wrong.append("other_solution.py is the solution again; write it differently")
    for path in sorted(folder.glob("other_solution*.py")):
        source = path.read_text(encoding="utf-8")
        wrong += _expect_pass(check, define(found, source, path.name, earlier), path.name)

    mistakes = sorted(folder.glob("mistake_*.py"))
    if len(mistakes) < FEWEST_MISTAKES:
        wrong.append(f"{len(mistakes)} planted mistakes; at least {FEWEST_MISTAKES} are needed")
    meant: dict[str, str] = {}
    for path in mistakes:
        source = path.read_text(encoding="utf-8")
        first = source.partition("\n")[0]
        fragment = first.removeprefix("# expect:").strip()
        if not first.startswith("# expect:") or len(fragment) < SHORTEST_FRAGMENT:
            wrong.append(f"{path.name} must begin with `# expect: <a telling part of its message>`")
            continue
        if fragment in meant:
            wrong.append(f"{path.name} expects the same message as {meant[fragment]}")
        meant[fragment] = path.name
        planted = define(found, source, path.name, earlier)
        wrong += _expect_failure(check, planted, path.name, fragment)
    return wrong


def _expect_pass(check: Exercise, learner: Callable, label: str) -> list[str]:
    returned, said = verdict(check, learner)
    return [] if returned is learner else [f"{label} does not pass: {said}"]


def _expect_failure(check: Exercise, learner: Callable, label: str, fragment: str) -> list[str]:
    returned, said = verdict(check, learner)
    if returned is learner:
        return [f"{label} passes"]
    if returned is not check.reference:
        return [f"{label}: neither the learner's function nor the reference came back"]
    return [] if fragment in said else [f"{label} is not told {fragment!r} but: {said}"]


def _parameters(function: Callable) -> list[str]:
    return list(inspect.signature(function).parameters)


def _tree(source: str) -> str:
    return ast.dump(ast.parse(source))
