"""What every notebook must satisfy: each rule takes a Notebook and returns what it finds wrong.

Counting, as the rules do it:
- A line of code is a line of a code cell that is neither blank nor only a comment.
- Words of prose are those of Markdown cells without fenced code, inline code, formulas, HTML
  comments and link addresses; cells tagged hint, solution or speaker are left out, because a
  reader going through the notebook does not see them.
"""

import base64
import re
import statistics
from collections.abc import Callable
from pathlib import Path

from notebook_numbers import prose_numbers
from notebook_reader import (
    LINK,
    Notebook,
    code_lines,
    is_marked,
    prose,
    tags,
    text_of,
    without_fences,
)

from course_utils.plots import FEWEST_WORDS, MAXIMUM_PNG_BYTES

TAGS = {
    *("carried", "check", "exercise", "hint", "live", "nbval-check-output", "predict", "setup"),
    *("solution", "speaker"),
}
SLIDE_TYPES = {"slide", "subslide", "fragment", "notes", "skip", "-"}
VIEW = "application/vnd.jupyter.widget-view+json"
IMAGES = ("image/png", "image/jpeg", "image/svg+xml")

BRITISH = re.compile(
    r"\b(\w*(?:col|neighb|behavi|fav|hum|lab|hon)our\w*|(?:analy|paraly)s(?:e|ed|ing)\b"
    r"|\w*(?:organ|normal|optim|initial|token|recogn|summar|general|regular|minim|maxim|real"
    r"|visual|special|parallel|factor|penal|emphas|capital|memor|character|vector|symbol"
    r"|standard|final|util|random)is(?:e[ds]?|ing|ation|ations|er|ers)"
    r"|cent(?:re|res|red)|fib(?:re|res)|grey(?!s\b)\w*|dialled|modell(?:ed|ing|er|ers)"
    r"|labell(?:ed|ing)|travell(?:ed|ing|er|ers)|cancell(?:ed|ing)|signall(?:ed|ing)|fulfil|defence"
    r"|licence[ds]?|practis(?:e[ds]?|ing)|programme[sd]?|whilst|amongst|learnt|spelt|artefacts?"
    r"|judgement|ageing|sceptic\w*|cheque[sd]?|mould|plough)\b",
    re.IGNORECASE,
)
# "just" as filler is out; as part of a comparison, a limit or a moment it says something.
FORBIDDEN = re.compile(
    r"\b(simply|obviously|TODO|FIXME|XXX"
    r"|(?<!not )just(?!\s+(?:as|before|after|above|below|enough|over|under|outside|inside)\b))\b",
    re.IGNORECASE,
)
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/])(/(?:home|Users|tmp|root|work|opt|var)/\w|[A-Z]:\\+\w)")
HTML_LINK = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=[\"']([^\"']+)[\"']", re.IGNORECASE)

# ---- Anatomy ----


def opening(notebook: Notebook) -> list[str]:
    """Title, one question, minutes and memory, needs, goals as verbs, wrong-kernel sentence."""
    wrong = []
    first = notebook.node.cells[0] if notebook.node.cells else None
    source = first.source if first is not None and first.cell_type == "markdown" else ""
    if not re.match(r"# \S", source):
        wrong.append("the first cell does not begin with `# Title`")
    setup = next((i for i, _ in notebook.code), len(notebook.node.cells))
    before = "\n\n".join(cell.source for i, cell in notebook.markdown if i < setup)
    lines = [line.strip("*_> ") for line in before.splitlines()]
    questions = [line for line in lines if line.endswith("?") and not line.startswith(("-", "#"))]
    if len(questions) != 1:
        wrong.append(f"the opening asks {len(questions)} questions on lines of their own, not one")
    if not any(re.search(r"\bminutes?\b", line) and re.search(r"\d+ MB\b", line) for line in lines):
        wrong.append("no line with minutes and memory (… minutes …, … MB)")
    if not re.search(r"^[*_]*Needs\b", before, re.MULTILINE):
        wrong.append("no line that begins with Needs")
    if not re.search(r"kernel", before) or ".venv" not in before:
        wrong.append("no sentence about a wrong kernel before the setup cell (… .venv kernel)")
    goals = goals_of(notebook)
    if len(goals) < 3:
        wrong.append(f"{len(goals)} goals after a line ending with `you can:`; three or more")
    for goal in goals:
        word = re.match(r"[^\w]*(\w+)", goal)[1].lower()
        if word in {"the", "a", "an", "how", "what", "why", "that", "which"} | VAGUE:
            wrong.append(f"the goal {goal!r} does not begin with a verb that can be observed")
    return wrong


VAGUE = {"understand", "know", "learn", "appreciate", "be", "see", "familiarize"}


def goals_of(notebook: Notebook) -> list[str]:
    """The list after the line that ends with "you can:" (or "you will be able to:")."""
    text = "\n".join(cell.source for _, cell in notebook.markdown)
    found = re.search(
        r"you (?:can|will be able to):?\**\s*\n+((?:[-*] .*(?:\n[ \t]+.*)*\n?)+)", text
    )
    return re.findall(r"^[-*] (.*)", found[1], re.MULTILINE) if found else []


def one_setup_cell(notebook: Notebook) -> list[str]:
    """One code cell tagged setup, the first one, of about six lines."""
    found = notebook.tagged("setup")
    if len(found) != 1 or found[0][0] != notebook.code[0][0]:
        return ["the first code cell, and no other, must be tagged `setup`"]
    lines = code_lines(found[0][1].source)
    return [f"the setup cell has {lines} lines, more than 8"] if lines > 8 else []


def carried_heading(notebook: Notebook) -> list[str]:
    """A heading "Carried from earlier weeks", except where nothing comes before."""
    named = any(text.startswith("Carried from earlier") for _, _, text in notebook.headings)
    return [] if notebook.first or named else ['no heading "Carried from earlier weeks"']


def closing(notebook: Notebook) -> list[str]:
    """A recap at least as long as the goals, three papers, "shut down this kernel"."""
    wrong = []
    recap = re.split(r"^#", notebook.section(r"\brecap\b"), flags=re.MULTILINE)[0]
    bullets = len(re.findall(r"^[-*] ", recap, re.MULTILINE))
    if not any("recap" in text.lower() for _, _, text in notebook.headings):
        wrong.append('no heading with "Recap"')
    elif bullets < len(goals_of(notebook)):
        wrong.append(f"the recap lists {bullets} items for {len(goals_of(notebook))} goals")
    papers = re.findall(r"^(?:[-*]|\d+\.) (.*(?:\n[ \t]+.*)*)", notebook.section("papers"), re.M)
    if len(papers) != 3 and not notebook.start_page:
        wrong.append(f'{len(papers)} papers listed under a heading with "papers", not three')
    for paper in papers:
        if "](https://" not in paper or not re.search(r"\b(1[89]|20)\d\d\b", paper):
            wrong.append(f"the paper {paper[:50]!r} needs a year and an https link")
    if (
        not notebook.markdown
        or "shut down this kernel" not in notebook.markdown[-1][1].source.lower()
    ):
        wrong.append('the last Markdown cell does not say "shut down this kernel"')
    return wrong


def predictions_and_live_run(notebook: Notebook) -> list[str]:
    """Three or more cells tagged predict, exactly one tagged live."""
    if notebook.start_page:
        return []
    predict, live = len(notebook.tagged("predict")), len(notebook.tagged("live"))
    wrong = [f"{predict} cells tagged `predict`, fewer than 3"] if predict < 3 else []
    return wrong + ([f"{live} cells tagged `live`, not one"] if live != 1 else [])


# ---- Structure ----


def heading_order(notebook: Notebook) -> list[str]:
    """One H1, and no level skipped on the way down."""
    levels = [level for _, level, _ in notebook.headings]
    wrong = [f"{levels.count(1)} headings of level 1, not one"] if levels.count(1) != 1 else []
    for (_, before, _), (_, level, text) in zip(
        notebook.headings, notebook.headings[1:], strict=False
    ):
        if level > before + 1:
            wrong.append(f"the heading {text!r} jumps from level {before} to {level}")
    return wrong


def known_tags(notebook: Notebook) -> list[str]:
    """Only the course's tags, each on the type of cell it is for."""
    wrong = []
    for number, cell in notebook.cells:
        wrong += [f"cell {number}: unknown tag {tag!r}" for tag in tags(cell) if tag not in TAGS]
        markdown = {"hint", "solution", "speaker", "predict"} & set(tags(cell))
        code = {"carried", "check", "exercise", "live", "setup"} & set(tags(cell))
        for tag in sorted(code if cell.cell_type == "markdown" else markdown):
            wrong.append(f"cell {number}: a {cell.cell_type} cell tagged {tag!r}")
    return wrong


def exercise_order(notebook: Notebook) -> list[str]:
    """Stub, check, one or more hints, solution: one after another, the last two folded."""
    wrong = []
    roles = {"exercise", "check", "hint", "solution"}
    row = [next((tag for tag in tags(c) if tag in roles), "-") for _, c in notebook.cells]
    letters = "".join(role[0] for role in row)  # exercise, check, hint, solution: all differ
    rest = re.sub(r"ech+s", lambda match: "=" * len(match[0]), letters)
    for number, letter in enumerate(rest):
        if letter not in "-=":
            wrong.append(
                f"cell {number} ({row[number]}) is not in a row exercise, check, hint(s), solution"
            )
    count = letters.count("e")
    if not notebook.start_page and not 3 <= count <= 6:
        wrong.append(f"{count} exercises; 3 to 6 are wanted")
    for number, cell in notebook.cells:
        if row[number] in ("hint", "solution"):
            if not re.match(
                r"<details>\s*<summary>[^<]+</summary>\s*\n\n.*</details>\s*$",
                cell.source,
                re.DOTALL,
            ):
                wrong.append(
                    f"cell {number}: a {row[number]} is <details><summary>…</summary>, a blank "
                    "line, text, </details>, and is closed at first"
                )
            if row[number] == "solution" and cell.source.count("```python\n") != 1:
                wrong.append(f"cell {number}: a solution has one ```python block")
    return wrong


def code_cell_lengths(notebook: Notebook) -> list[str]:
    """Median at most 6 lines, nine in ten at most 20, none over 40."""
    lengths = sorted(code_lines(cell.source) for _, cell in notebook.code) or [0]
    ninetieth = lengths[max(0, -(-len(lengths) * 9 // 10) - 1)]  # nearest rank
    limits = (
        ("median", statistics.median(lengths), 6),
        ("90th percentile", ninetieth, 20),
        ("longest", lengths[-1], 40),
    )
    return [
        f"{name} of the code cells: {n} lines, over {most}" for name, n, most in limits if n > most
    ]


def prose_per_code(notebook: Notebook) -> list[str]:
    """7 to 14 words of prose for a line of code (the design aims at 8 to 13)."""
    hidden = {"hint", "solution", "speaker"}
    read = [cell for _, cell in notebook.markdown if not hidden & set(tags(cell))]
    words = sum(len(re.findall(r"\w[\w'’-]*", prose(cell.source))) for cell in read)
    lines = sum(code_lines(cell.source) for _, cell in notebook.code) or 1
    ratio = words / lines
    if notebook.start_page or 7 <= ratio <= 14:
        return []
    return [f"{words} words for {lines} lines of code: {ratio:.1f} a line, outside 7 to 14"]


def code_in_a_row(notebook: Notebook) -> list[str]:
    """Never more than two code cells without Markdown between them."""
    kinds = "".join(cell.cell_type[0] for _, cell in notebook.cells)
    return [
        f"cells {m.start()} to {m.end() - 1}: {len(m[0])} code cells in a row"
        for m in re.finditer(r"c{3,}", kinds)
    ]


def slide_types(notebook: Notebook) -> list[str]:
    """Every cell says what it is on a slide; notes for lecturers are folded."""
    wrong = []
    for number, cell in notebook.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        if kind not in SLIDE_TYPES:
            wrong.append(f"cell {number}: slideshow.slide_type is {kind!r}")
        elif ("speaker" in tags(cell)) != (kind == "notes"):
            wrong.append(f"cell {number}: slide_type `notes` and tag `speaker` go together")
        elif kind == "notes" and not (
            cell.metadata.get("jupyter", {}).get("source_hidden")
            and cell.source.startswith("*For lecturers*")
        ):
            wrong.append(f"cell {number}: a note begins with *For lecturers* and is folded")
    return wrong


def unique_ids(notebook: Notebook) -> list[str]:
    """Every cell has an id of its own."""
    ids = [cell.get("id") for _, cell in notebook.cells]
    wrong = [f"cell {i} has no id" for i, one in enumerate(ids) if not one]
    return wrong + [
        f"id {one!r} is used twice" for one in sorted({i for i in ids if i and ids.count(i) > 1})
    ]


# ---- Outputs ----


def alternative_texts(notebook: Notebook) -> list[str]:
    """Every picture says what a sighted reader concludes, with a number, in its own words."""
    wrong, seen = [], set()

    def judge(alt: str, where: str, data: bool) -> None:
        if len(alt.split()) < FEWEST_WORDS:
            wrong.append(f"{where}: alternative text {alt!r} has under {FEWEST_WORDS} words")
        elif re.search(r"\.(png|svg|jpe?g)\b", alt):
            wrong.append(f"{where}: alternative text {alt!r} names a file")
        elif re.match(r"(the |an? )?(figure|image|picture|plot)\b", alt, re.IGNORECASE):
            wrong.append(f"{where}: alternative text {alt!r} is about a picture, not what it shows")
        elif data and not re.search(r"\d", alt) and not alt.startswith("Diagram"):
            wrong.append(f"{where}: alternative text {alt!r} has no number (nor begins Diagram)")
        if alt in seen and alt:
            wrong.append(f"{where}: alternative text {alt!r} is used twice")
        seen.add(alt)

    for number, output in notebook.outputs():
        for image in set(IMAGES) & set(output.get("data", {})):
            alt = output.metadata.get(image, {}).get("alt", "")
            judge(alt, f"cell {number}", data=True)
            if alt and text_of(output) != alt:
                wrong.append(f"cell {number}: text/plain {text_of(output)!r} is not the alt text")
    for number, cell in notebook.markdown:
        for bang, alt, _ in LINK.findall(without_fences(cell.source)):
            if bang:
                judge(alt, f"cell {number}", data=False)
        for image in re.findall(r"<img\b[^>]*>", without_fences(cell.source), re.IGNORECASE):
            found = re.search(r"\balt=[\"']([^\"']*)", image)
            judge(found[1] if found else "", f"cell {number}", data=False)
    return wrong


def small_clean_outputs(notebook: Notebook) -> list[str]:
    """No errors, no stderr, no widget views or state, no paths, pictures at most 60 KB."""
    wrong = ["the metadata holds widget state"] if "widgets" in notebook.node.metadata else []
    for number, output in notebook.outputs():
        if output.output_type == "error":
            wrong.append(f"cell {number}: an error {output.get('ename')} is committed")
        if output.get("name") == "stderr":
            wrong.append(f"cell {number}: stderr {text_of(output)[:60]!r} is committed")
        data = output.get("data", {})
        if VIEW in data:
            wrong.append(f"cell {number}: a widget view is committed")
        if "image/png" in data:
            kilobytes = len(base64.b64decode(data["image/png"])) / 1000
            if kilobytes > MAXIMUM_PNG_BYTES / 1000:
                wrong.append(f"cell {number}: a picture of {kilobytes:.0f} KB, over 60")
        shown = "\n".join(
            str(value) for kind, value in data.items() if not kind.startswith("image")
        )
        path = ABSOLUTE_PATH.search(text_of(output) + "\n" + shown)
        if path:
            wrong.append(f"cell {number}: the output shows a path of one machine, {path[0]!r}")
    for number, cell in notebook.cells:
        path = ABSOLUTE_PATH.search(cell.source)
        if path:
            wrong.append(f"cell {number}: names a path of one machine, {path[0]!r}")
    return wrong


def execution_counts(notebook: Notebook) -> list[str]:
    """Run once from top to bottom: counts 1 … n."""
    counts = [cell.execution_count for _, cell in notebook.code]
    right = counts == list(range(1, len(counts) + 1))
    return [] if right else [f"execution counts are {counts}, not 1 to {len(counts)}"]


def marked_cells(notebook: Notebook) -> list[str]:
    """At least one cell is compared by nbval, and each has something to compare."""
    marked = [(i, cell) for i, cell in notebook.code if is_marked(cell)]
    wrong = [] if marked else ["no cell is marked with # NBVAL_CHECK_OUTPUT: nothing is compared"]
    for number, cell in marked:
        texts = [text_of(output).strip() for output in cell.outputs]
        if cell.execution_count is None or not any(texts):
            wrong.append(f"cell {number} is marked, but has no text output (or count) to compare")
    return wrong


# ---- Language and links ----


def language(notebook: Notebook) -> list[str]:
    """American spelling, no filler, nothing left to do; in prose, comments and names alike."""
    wrong = []
    for number, cell in notebook.cells:
        text = prose(cell.source, links=False) if cell.cell_type == "markdown" else cell.source
        wrong += [f"cell {number}: British spelling {m[0]!r}" for m in BRITISH.finditer(text)]
        wrong += [f"cell {number}: forbidden word {m[0]!r}" for m in FORBIDDEN.finditer(text)]
    return wrong


def links(notebook: Notebook) -> list[str]:
    """Files and anchors exist; the web is linked by https only."""
    wrong = []
    for number, cell in notebook.markdown:
        source = re.sub(r"(`+).+?\1", " ", without_fences(cell.source))
        targets = [target for _, _, target in LINK.findall(source)] + HTML_LINK.findall(source)
        for target in targets:
            if re.match(r"https://[\w.-]+\.\w", target):
                continue
            if re.match(r"\w+:", target):
                wrong.append(f"cell {number}: {target} is not https")
                continue
            name, _, anchor = target.partition("#")
            path = (notebook.path.parent / name).resolve() if name else notebook.path
            if not path.exists():
                wrong.append(f"cell {number}: {target} does not exist")
            elif anchor and anchor not in anchors(path, notebook):
                wrong.append(f"cell {number}: {target}: no such heading")
    return wrong


def anchors(path: Path, notebook: Notebook) -> set[str]:
    """What a link may point to inside a file: JupyterLab's anchors, or GitHub's for .md files."""
    if path.suffix == ".ipynb":
        other = notebook if path == notebook.path else Notebook.read(path)
        return {re.sub(r"\s", "-", text.replace("`", "")) for _, _, text in other.headings}
    found = re.findall(r"^#{1,6} +(.+)$", without_fences(path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text.lower())) for text in found}


RULES: tuple[Callable[[Notebook], list[str]], ...] = (
    *(opening, one_setup_cell, carried_heading, closing, predictions_and_live_run),
    *(heading_order, known_tags, exercise_order, code_cell_lengths, prose_per_code, code_in_a_row),
    *(slide_types, unique_ids),
    *(alternative_texts, small_clean_outputs, execution_counts, marked_cells),
    *(language, links, prose_numbers),
)
