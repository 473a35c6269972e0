"""Runs benchmarks: `python3 course.py bench [subjects] [--quick] [--folder FOLDER] [options]`.

Each subject is a program of its own, benchmarks/SUBJECT.py, run one after the other so that none
disturbs another; options such as `--text FILE` and `--nanogpt DIR` are handed on to each. What they
measure is written to benchmarks/results/SUBJECT.json, and benchmarks/RESULTS.md is put together
from all files there, also from those of earlier runs. With `--quick` nothing is written, unless a
folder is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.side_by_side import number
from tools.notebooks import ROOT, write

FOLDER = ROOT / "benchmarks"
SUBJECTS = {  # in the order of the weeks -> its heading
    "bpe": "Byte-pair encoding",
    "word2vec": "word2vec",
    "ngrams": "n-grams",
    "backprop": "Backpropagation",
    "lstm": "LSTM",
    "attention": "Attention",
    "training": "Training a GPT",
    "gpt": "A small GPT in a minute or two",
    "generation": "Writing with a cache, and beam search",
    "lora": "LoRA",
}
HEADER = "| What | Unit | Ours | Peer | Theirs | Ratio | Goal |\n|---|---|---|---|---|---|---|"
CURVES = "| What | Size | Time ∝ size^ | Memory ∝ size^ | Points |\n|---|---|---|---|---|"
INTRODUCTION = """# Side by side

Written by `python3 course.py bench`; `python benchmarks/NAME.py` runs one subject. Our programs
and others do the same work turn by turn, after a check that they do the same. A ratio says how many
times as fast ours is (of scores: the quotient), as a median over rounds with the range in brackets;
2 is twice the speed, 0.5 half of it. Cost curves hold seconds and additional megabytes of our
programs in fresh processes, and the exponent of a power law fitted to them.
"""


def value(spread: list[float]) -> str:
    """A median with its range."""
    median, low, high = spread
    return number(median) if low == high else f"{number(median)} ({number(low)}–{number(high)})"


def section(subject: str, measured: dict) -> str:
    """The part of RESULTS.md about one subject."""
    versions = ", ".join(f"{name} {version}" for name, version in measured["versions"].items())
    lines = [f"## {SUBJECTS[subject]}", ""]
    lines.append(
        f"{measured['date']}; {measured['machine']}; cores: {measured['cores']}; threads: "
        f"{measured['threads']}; load: {measured['load'][0]:g}; {versions}."
    )
    if measured["rows"]:
        lines += ["", HEADER]
    for row in measured["rows"]:
        met = {True: "met", False: "**missed**", None: ""}[row["met"]]
        cells = [row["what"], row["unit"], value(row["ours"]), row["peer"], value(row["theirs"])]
        cells += [value(row["ratio"]), f"{row['goal']} {met}".strip()]
        lines.append(f"| {' | '.join(cells)} |")
    if measured["curves"]:
        lines += ["", CURVES]
    for curve in measured["curves"]:
        points = (f"{n:g}: {number(s)} s, {mb:.0f} MB" for n, s, mb in curve["points"])
        exponents = [f"{curve[kind]:.2f}" for kind in ("time_exponent", "memory_exponent")]
        cells = [curve["what"], curve["size"], *exponents, "; ".join(points)]
        lines.append(f"| {' | '.join(cells)} |")
    if "recipe" in measured:
        lines += ["", "```json", json.dumps(measured["recipe"]), "```"]
    for row in measured["rows"]:
        if row["met"] is False:
            lines += ["", f"Missed: {row['what']}, beside {row['peer']}: {value(row['ratio'])}."]
            if row["profile"]:
                lines += ["One of our runs spends its time in:", ""]
                lines += [f"- {line}" for line in row["profile"]]
    return "\n".join(lines)


def results(folder: Path) -> str:
    """RESULTS.md from the files of a folder."""
    parts = [INTRODUCTION.rstrip()]
    for subject in SUBJECTS:
        path = folder / f"{subject}.json"
        if path.exists():
            parts.append(section(subject, json.loads(path.read_text(encoding="utf-8"))))
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """The command; returns 1 when a subject failed."""
    parser = argparse.ArgumentParser(
        prog="course.py bench",
        description="Run benchmarks; other options are handed on to each subject.",
        epilog=f"subjects: {', '.join(SUBJECTS)}",
        allow_abbrev=False,
    )
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help="default: all")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that all run")
    parser.add_argument("--folder", type=Path, help="where to write; default: benchmarks/")
    # What is handed on has a value that must not be taken for a subject.
    for option in ("--text", "--nanogpt", "--seconds", "--rounds", "--threads"):
        parser.add_argument(option, help="handed on; see python benchmarks/gpt.py --help")
    options = parser.parse_args(arguments)
    for subject in options.subjects:
        if subject not in SUBJECTS:
            parser.error(f"there is no subject {subject!r}; there are: {', '.join(SUBJECTS)}")
    rest = ["--quick"] if options.quick else []
    for option in ("text", "nanogpt"):
        if getattr(options, option):
            rest += [f"--{option}", str(Path(getattr(options, option)).resolve())]
    for option in ("seconds", "rounds", "threads"):
        if getattr(options, option):
            rest += [f"--{option}", getattr(options, option)]
    faults = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or (Path(temporary) if options.quick else FOLDER)
        for subject in options.subjects or SUBJECTS:
            path, begin = folder / "results" / f"{subject}.json", time.perf_counter()
            command = [sys.executable, str(FOLDER / f"{subject}.py"), "--json", str(path), *rest]
            status = subprocess.run(command, cwd=ROOT).returncode
            print(f"  {time.perf_counter() - begin:.0f} s\n", flush=True)
            if status:
                print(f"FAILED: {subject}, with status {status}", flush=True)
                faults += 1
        found = list((folder / "results").glob("*.json"))
        if found:
            write(folder / "RESULTS.md", results(folder / "results"))
        if options.folder or not options.quick:
            print(f"wrote {folder / 'RESULTS.md'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
