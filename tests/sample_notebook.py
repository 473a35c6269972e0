"""A small notebook that keeps every rule, to plant violations in."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from PIL import Image

ALT = "Diagram of two bars: the first word is twice as likely as the second."


def png(size: int = 8) -> str:
    file = io.BytesIO()
    Image.effect_noise((size, size), 90).save(file, format="PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


def text(source: str, *tags: str, slide: str = "slide") -> Any:
    metadata: dict[str, Any] = {"tags": list(tags), "slideshow": {"slide_type": slide}}
    if slide == "notes":
        metadata["jupyter"] = {"source_hidden": True}
    return nbformat.v4.new_markdown_cell(source.strip(), metadata=metadata)


def code(source: str, *tags: str, outputs: Sequence[Any] = ()) -> Any:
    metadata = {"tags": list(tags), "slideshow": {"slide_type": "fragment"}}
    return nbformat.v4.new_code_cell(source.strip(), metadata=metadata, outputs=list(outputs))


def printed(line: str, name: str = "stdout") -> Any:
    return nbformat.v4.new_output("stream", name=name, text=line + "\n")


def picture(alt: str = ALT, size: int = 8) -> Any:
    data = {"image/png": png(size), "text/plain": alt}
    return nbformat.v4.new_output("display_data", data=data, metadata={"image/png": {"alt": alt}})


def exercise(name: str) -> list[Any]:
    folded = "<details><summary>{}</summary>\n\n{}\n\n</details>"
    solution = f"```python\ndef {name}(counts):\n    return sum(counts)\n```"
    return [
        code(f"def {name}(counts):\n    raise NotImplementedError", "exercise"),
        code(
            f"{name} = checks.week1.{name}({name})",
            "check",
            outputs=[printed(f"{name}: Not attempted yet.")],
        ),
        text(folded.format("Hint", "What do you add?"), "hint"),
        text(folded.format("Solution", solution), "solution"),
    ]


def sample_cells() -> list[Any]:
    """The cells of a notebook in which nothing is wrong."""
    return [
        text(
            """
# Counting words

**How likely is a word?**

About 40 minutes to read, 1 minute to run, 300 MB of memory.

**Needs:** week 1, notebook 2.

After this notebook you can:

- count how often a word follows another one, and divide by the right total;
- compare two models on documents that neither of them has seen before;
- explain why a count of zero is not the same thing as an impossible sentence.

If the next cell fails, choose the `.venv` kernel.
"""
        ),
        code("from course_utils import checks, plots", "setup"),
        text("## Carried from earlier weeks\n\nThe word tokenizer turns words into numbers."),
        code("counts = [2, 1]\ntotal = sum(counts)\nshares = [c / total for c in counts]\ncounts"),
        text(
            "## 1. Count\n\nWe have two words. Which of the two do you expect to be likelier?",
            "predict",
        ),
        code(
            "# NBVAL_CHECK_OUTPUT\nshare = counts[0] / sum(counts)\nprint(f'{share:.4f}')",
            outputs=[printed("0.6667")],
        ),
        text(
            "The first word takes a share of 0.67, which is 67 % of what we counted: $2/3 = 0.667$."
        ),
        code("plots.show(figure, description)", outputs=[picture()]),
        text(
            "The bars say the same. Two of the three words that we saw were the first one. "
            "Now it is your turn to do the same thing for any list of counts that we hand you."
        ),
        *exercise("add"),
        text("## 2. Compare\n\nDoes a longer context help here, or does it hurt?", "predict"),
        code(
            "class Model:\n    def __init__(self, counts):\n        self.counts = counts", "carried"
        ),
        text("A class keeps the counts. Nothing else is in it, and nothing else is needed yet."),
        *exercise("compare"),
        text(
            "## 3. Run\n\nHow many bits will the model need for a word? Write a number down.",
            "predict",
        ),
        code("bits = run()\nassert 1.45 < bits < 1.6", "live"),
        text(
            "About 1.5 bits a word.\n\nIn 1948 it took a person about 1.3 bits a letter. "
            "<!-- source: Shannon 1951 -->"
        ),
        *exercise("score"),
        text("*For lecturers*\n\nAsk the class what they expected.", "speaker", slide="notes"),
        text(
            """
## Recap

- We counted how often a word follows another one, and divided by the right total.
- We compared two models on documents that neither had seen; back to [counting](#1.-Count).
- We explained why a count of zero is not an impossible sentence.

### Three papers

- [Shannon 1948](https://example.org/shannon), where it all begins
- [Good 1953](https://example.org/good), on what was never seen
- [Bengio and others 2003](https://example.org/bengio), with a network

Shut down this kernel before you open the next notebook.
"""
        ),
    ]


def write(path: Path, cells: Sequence[Any], **metadata: Any) -> Path:
    """Write a notebook whose code cells are counted as after one run from the top."""
    run = [cell for cell in cells if cell.cell_type == "code"]
    for count, cell in enumerate(run, start=1):
        cell.execution_count = count
    notebook = nbformat.v4.new_notebook(metadata=metadata)
    notebook.cells = list(cells)  # set late, written plainly: else nbformat repairs planted faults
    text = nbformat.v4.writes(notebook)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path
