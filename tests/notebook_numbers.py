"""Numbers in prose are computed: every decimal or percentage of a Markdown cell is held to that.

It must round a number in a text output above it ("0.73" for 0.7312, "43 %" for 43.1% or for the
share 0.431), lie in the range of an `assert low < x < high` above it, or stand in a paragraph or
list item with `<!-- source: … -->`. Code, formulas, links and comments are not looked at.
"""

import ast
import re
from dataclasses import dataclass
from typing import Any

from notebook_reader import Notebook, prose, text_of, without_fences

NUMBER = re.compile(
    r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:e([+-]?\d+))?"
    r"(?!\.?\d)(\s?(?:%|percent\b|per cent\b))?",
    re.IGNORECASE,
)
NAMED = re.compile(r"95 ?% (?=(?:confidence )?interval)")  # what the interval is called


@dataclass(frozen=True)
class Number:
    """A number as written: its value, half a unit of its last digit, and whether a % follows."""

    text: str
    value: float
    half_unit: float
    percent: bool


def numbers_in(text: str) -> list[Number]:
    """Every number of a text; "0.73" stands for 0.725 to 0.735."""
    found = []
    for match in NUMBER.finditer(text):
        digits, exponent, percent = match[1].replace(",", ""), int(match[2] or 0), match[3]
        decimals = len(digits.partition(".")[2])
        found.append(
            Number(
                match[0].strip(),
                float(digits) * 10.0**exponent,
                0.5 * 10.0 ** (exponent - decimals),
                percent is not None,
            )
        )
    return found


def claimed_numbers(source: str) -> list[Number]:
    """The decimals and percentages of a Markdown cell that must be computed.

    A paragraph or list item with `<!-- source: … -->` states a cited fact, and is left out.
    """
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )", without_fences(source))
    cited = re.compile(r"<!--\s*source:\s*[^\s-].*?-->", re.DOTALL)
    own = [NAMED.sub("", block) for block in blocks if not cited.search(block)]
    numbers = [number for block in own for number in numbers_in(prose(block, links=False))]
    return [number for number in numbers if number.percent or "." in number.text]


def computed_numbers(cell: Any) -> list[Number]:
    """The numbers that a cell's text outputs hold, without those its own string literals spell out.

    `print("0.73 bits")`, or an alternative text with a typed number, computes nothing.
    """
    tree = ast.parse(re.sub(r"^\s*[%!].*$", "pass", cell.source, flags=re.MULTILINE))
    literals = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    typed = {n.text for text in literals if isinstance(text, str) for n in numbers_in(text)}
    text = "\n".join(text_of(output) for output in cell.get("outputs", []))
    return [number for number in numbers_in(text) if number.text not in typed]


def asserted_ranges(cell: Any) -> list[tuple[float, float]]:
    """(low, high) of every `assert low < x < high` whose width is at most 20 % of its middle."""
    tree = ast.parse(re.sub(r"^\s*[%!].*$", "pass", cell.source, flags=re.MULTILINE))
    ranges = []
    for statement in (n for n in ast.walk(tree) if isinstance(n, ast.Assert)):
        for compared in (n for n in ast.walk(statement.test) if isinstance(n, ast.Compare)):
            if len(compared.ops) != 2 or not all(
                isinstance(o, ast.Lt | ast.LtE) for o in compared.ops
            ):
                continue
            try:
                ends = [ast.literal_eval(e) for e in (compared.left, compared.comparators[1])]
            except ValueError:
                continue
            low, high = sorted(abs(end) for end in ends)
            if ends[0] * ends[1] > 0 and high - low <= 0.2 * (high + low) / 2:
                ranges.append((low, high))
    return ranges


def is_supported(claim: Number, computed: list[Number], ranges: list[tuple[float, float]]) -> bool:
    """True when a claim rounds an output, or lies in an asserted range; signs are left to words.

    A percentage may round a percentage, or a share (a number without %) times 100.
    """
    for number in computed:
        if number.percent and not claim.percent:
            continue
        value = number.value * (100 if claim.percent and not number.percent else 1)
        if abs(value - claim.value) <= claim.half_unit * (1 + 1e-6):
            return True
    scales = (1, 100) if claim.percent else (1,)
    return any(low * s <= claim.value <= high * s for low, high in ranges for s in scales)


def prose_numbers(notebook: Notebook) -> list[str]:
    """Every decimal or percentage in Markdown is computed in a cell above it, or cited."""
    wrong, computed, ranges = [], [], []
    for number, cell in notebook.cells:
        if cell.cell_type == "code":
            computed += computed_numbers(cell)
            ranges += asserted_ranges(cell)
        elif cell.cell_type == "markdown":
            wrong += [
                f"cell {number}: {claim.text} is in no output and no assert above, nor cited"
                for claim in claimed_numbers(cell.source)
                if not is_supported(claim, computed, ranges)
            ]
    return wrong
