"""What the commands behind datasets/runs get in tests: a budget of single steps, little text."""

from pathlib import Path

from course_utils.data import Corpus, load_world
from course_utils.runs.neural_rungs import Budget

TINY = Budget(seconds=0, trial_seconds=0, seeds=(0, 1), timed_steps=1)  # a step each


def few_documents() -> dict[str, Corpus]:
    """A few documents of the story world, by split."""
    held_out = load_world("validation")
    return {"train": held_out[:60], "validation": held_out[60:70], "test": load_world("test")[:12]}


def short_text(folder: Path) -> Path:
    """A text hardly longer than `load_text` asks for."""
    lines = [f"In year {n} the {'red' if n % 3 else 'blue'} boat came home." for n in range(300)]
    path = folder / "boats.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path
