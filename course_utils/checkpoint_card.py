"""The card of the checkpoints: what their files say of themselves, as a page to read."""

from collections.abc import Mapping
from pathlib import Path

from course_utils.files import DATASETS, sha256, write_text
from course_utils.models.stored import read_tensors

CHECKPOINTS = DATASETS / "checkpoints"
FACTS = (
    "data",
    "model",
    "parameters",
    "begun with",
    "steps",
    "tokens seen",
    "tokens per batch",
    "learning rate",
    "seed",
    "optimizer",
    "curriculum",
    "precision of the training",
    "stored as",
    "command",
    "machine",
    "time of the training",
    "date",
    "test bits per token",
    "test bits per hidden token",
    "validation bits per byte",
    "validation bits per hidden byte",
    "the floor on the same documents",
)


def facts_to_tell(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The facts of a file that readers want, in the order in which they are told."""
    return [(name, facts[name]) for name in FACTS if name in facts]


def card(folder: Path = CHECKPOINTS) -> str:
    """The data card of all checkpoints in a folder, from the facts that their files hold."""
    lines = [
        "# Checkpoints",
        "",
        "Models that the course's own code trained on the course's own text. The files are",
        "safetensors: numbers and text, nothing in them is executed. License: CC BY 4.0.",
        "",
        "Bits are per token, with a 95 % interval over documents; *the floor* is the score of the",
        "generator itself, which no model beats in expectation. This file is written by",
        "`python -m course_utils.pretrain`, from the metadata inside the checkpoints. Learning",
        "rates are compared on validation documents, with its option `--try`.",
    ]
    for path in sorted(folder.glob("*.safetensors")):
        _, facts = read_tensors(path)
        lines += ["", f"## {path.name}", "", "| | |", "|---|---|"]
        lines += [f"| {name} | {fact} |" for name, fact in facts_to_tell(facts)]
        lines += [f"| bytes | {path.stat().st_size:,} |"]
        lines += [f"| SHA-256 | `{sha256(path)}` |"]
    return "\n".join(lines) + "\n"


def write_card(folder: Path = CHECKPOINTS) -> None:
    """Write `card` to README.md in the folder, whole or not at all."""
    write_text(folder / "README.md", card(folder))
