"""Programs that do the same work, turn by turn in one run: medians, spread, ratios, cost curves.

    python benchmarks/bpe.py                    # one subject
    python benchmarks/bpe.py --quick            # tiny sizes: does it run at all?
    python3 course.py bench                     # all subjects, and benchmarks/RESULTS.md

Every ratio says how many times as fast ours is: 2 is twice the speed of the peer, 0.5 half of it.
Whoever goes first changes with every round, and the ratio is the median over rounds, so that a
computer that slows down or gets busy does so for both. A goal that is missed is followed by the
profile of one of our runs.
"""

import argparse
import cProfile
import gc
import importlib.metadata
import math
import multiprocessing
import os
import platform
import pstats
import statistics
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

import psutil

from course_utils.evaluation import made, write_run

VERSIONS = (
    *("torch", "numpy", "tokenizers", "tiktoken", "gensim", "nltk", "transformers", "peft"),
)


class Work(NamedTuple):
    """What is timed."""

    run: Callable
    amount: float = 1.0  # how much work one run does, in the row's unit
    prepare: Callable[[], object] | None = None  # not timed; its result is given to `run`


class Spread(NamedTuple):
    """A median, and the smallest and the largest of all rounds."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One comparison, as it is printed and written."""

    what: str
    unit: str  # "s", or what is done in a second, or what a score means
    ours: Spread
    peer: str
    theirs: Spread
    ratio: Spread  # speed: ours / theirs; of scores, the quotient
    goal: str = ""
    met: bool | None = None
    profile: list[str] = field(default_factory=list)  # of ours, where the goal is missed

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return (
            f"{self.what:<44} {number(self.ours.median):>9} {self.unit:<9} {self.peer:<13}"
            f"{number(self.theirs.median):>9}   ratio {number(self.ratio.median)}"
            f" ({number(self.ratio.low)}–{number(self.ratio.high)})"
            + (f"   goal {self.goal}: {verdict}" if self.goal else "")
        )


@dataclass(frozen=True)
class Curve:
    """How the cost of our program grows: cost ∝ size ** exponent, fitted to all points."""

    what: str
    size: str  # what the sizes count
    points: list[tuple[float, float, float]]  # size, seconds, megabytes
    time_exponent: float
    memory_exponent: float

    def __str__(self) -> str:
        points = "  ".join(f"{number(n)}: {number(s)} s {mb:.0f} MB" for n, s, mb in self.points)
        return (
            f"{self.what}, by {self.size}: time ∝ size^{self.time_exponent:.2f}, "
            f"memory ∝ size^{self.memory_exponent:.2f}   {points}"
        )


def number(x: float) -> str:
    """Three digits that count.

    >>> number(0.012345), number(1234567.0), number(12.0)
    ('0.0123', '1,230,000', '12')
    """
    if x == 0 or not math.isfinite(x):
        return str(x)
    rounded = round(x, 2 - math.floor(math.log10(abs(x))))
    return f"{rounded:,.0f}" if abs(x) >= 100 else f"{rounded:g}"


def spread(values: Sequence[float]) -> Spread:
    """The median of all rounds, and their range."""
    return Spread(statistics.median(values), min(values), max(values))


def seconds_of(work: Work) -> float:
    """One run on the clock, without the garbage collector."""
    given = () if work.prepare is None else (work.prepare(),)
    gc.collect()
    gc.disable()
    try:
        begin = time.perf_counter()
        work.run(*given)
        return time.perf_counter() - begin
    finally:
        gc.enable()


def profile_of(work: Work, lines: int = 6) -> list[str]:
    """Where one run spends its own time: the largest shares."""
    given = () if work.prepare is None else (work.prepare(),)
    profile = cProfile.Profile()
    profile.runcall(work.run, *given)
    found = pstats.Stats(profile).stats  # place -> (…, calls, own seconds, seconds, callers)
    whole = sum(own for _, _, own, _, _ in found.values()) or 1e-12
    largest = sorted(found.items(), key=lambda item: -item[1][2])[:lines]
    return [
        f"{own / whole:.0%} {name} ({Path(file).name}, {calls} calls)"
        if line
        else f"{own / whole:.0%} {name} ({calls} calls)"
        for (file, line, name), (_, calls, own, _, _) in largest
    ]


def race(
    what: str,
    ours: Work,
    peers: Mapping[str, Work],
    *,
    unit: str = "s",
    goals: Mapping[str, float] | None = None,
    rounds: int = 5,
) -> list[Row]:
    """Time ours and all peers turn by turn; one row for each peer.

    Args:
        what: is done.
        ours: our program.
        peers: name -> the same work by someone else.
        unit: "s" gives seconds of a run; another, as "tokens/s", gives amount / seconds.
        goals: peer -> the smallest ratio of speeds that is wanted.
        rounds: how many; one more, before, warms up and isn't counted.
    """
    works = {"": ours, **peers}
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name in list(works)[:: 1 if turn % 2 else -1]:
            seconds = max(seconds_of(works[name]), 1e-9)
            if turn:
                taken[name].append(seconds / works[name].amount)
    shown = {
        name: spread(s if unit == "s" else [1 / one for one in s]) for name, s in taken.items()
    }
    rows = []
    for name in peers:
        ratio = spread([b / a for a, b in zip(taken[""], taken[name], strict=True)])
        goal = (goals or {}).get(name)
        met = None if goal is None else ratio.median >= goal
        text = "" if goal is None else f"≥ {number(goal)}"
        profile = profile_of(ours) if met is False else []
        rows.append(Row(what, unit, shown[""], name, shown[name], ratio, text, met, profile))
    return rows


def scores(
    what: str,
    unit: str,
    ours: Sequence[float],
    peer: str,
    theirs: Sequence[float],
    goal: str = "",
    met: bool | None = None,
) -> Row:
    """A row about quality: one score for each seed; the ratio is the quotient of the medians."""
    a, b = spread(ours), spread(theirs)
    ratios = [a.median / b.median, a.low / b.high, a.high / b.low]
    return Row(what, unit, a, peer, b, Spread(*ratios), goal, met)


# ---- Cost curves -------------------------------------------------------------------------


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of a straight line through the logarithms: cost ∝ size ** slope.

    >>> round(exponent([1, 10, 100], [2, 20, 200]), 3)
    1.0
    """
    x, y = [math.log(size) for size in sizes], [math.log(max(cost, 1e-9)) for cost in costs]
    return statistics.linear_regression(x, y).slope


def _cost(prepare: Callable, run: Callable, warm: float, size: float) -> tuple[float, float]:
    """Seconds and additional megabytes of run(prepare(size)); called in a process of its own."""
    run(prepare(warm))  # what only the first run costs
    given, process, ended = prepare(size), psutil.Process(), threading.Event()
    gc.collect()
    before = peak = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.002):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    begin = time.perf_counter()
    kept = run(given)
    seconds = time.perf_counter() - begin
    peak = max(peak, process.memory_info().rss)
    ended.set()
    watcher.join()
    del kept
    return seconds, (peak - before) / 1e6


def fresh_processes() -> multiprocessing.context.BaseContext:
    """How to start processes whose memory holds nothing of ours, and the imports where possible."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([name for name in ("numpy", "torch") if name in sys.modules])
    return context


def cost_curve(
    what: str, size: str, sizes: Sequence[float], prepare: Callable, run: Callable
) -> Curve:
    """Seconds and memory of run(prepare(n)) for each size n, each in a fresh process.

    `prepare` and `run` are functions of a module, or `functools.partial` of one. The processes
    import that module again, so it imports what is large and not needed here inside functions.
    """
    context, points = fresh_processes(), []
    for n in sizes:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            points.append((n, *pool.submit(_cost, prepare, run, sizes[0], n).result()))
    by_time = exponent(sizes, [seconds for _, seconds, _ in points])
    by_memory = exponent(sizes, [max(megabytes, 0.01) for *_, megabytes in points])
    return Curve(what, size, points, by_time, by_memory)


# ---- The command of a subject ------------------------------------------------------------


def library_text(megabytes: float, path: str | Path | None = None) -> str:
    """English and code of about this many megabytes; a shorter source is repeated.

    Args:
        megabytes: millions of characters.
        path: a UTF-8 file; None for the modules of Python's own library, which every Python
            carries: some 12 MB before anything repeats.
    """
    wanted, parts = int(megabytes * 1e6), []
    if path is not None:
        parts = [Path(path).read_text(encoding="utf-8")]
    else:
        folder = Path(sysconfig.get_paths()["stdlib"])
        left = {"site-packages", "test", "tests", "idlelib", "lib2to3"}
        files = (file for file in sorted(folder.rglob("*.py")) if not left & set(file.parts))
        while sum(map(len, parts)) < wanted and (file := next(files, None)):
            parts.append(file.read_text(encoding="utf-8", errors="replace"))
    text = "\n".join(parts)
    return (text * math.ceil(wanted / len(text)))[:wanted]


def versions() -> dict[str, str]:
    """Of what is installed of the libraries that are compared."""
    found = {"python": platform.python_version()}
    for name in VERSIONS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def options_of(arguments: Sequence[str] | None, description: str | None) -> argparse.Namespace:
    """The options that all subjects take, so that `course.py bench` can hand them to each."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that it runs")
    parser.add_argument("--rounds", type=int, help="how often each is timed (default: 5, quick 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    parser.add_argument("--text", type=Path, metavar="FILE", help="a UTF-8 text to work on")
    parser.add_argument("--nanogpt", type=Path, metavar="DIR", help="a checkout of nanoGPT (gpt)")
    parser.add_argument("--seconds", type=float, help="wall time of the recipe (gpt)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the trained model (gpt)")
    parser.add_argument("--threads", type=int, help="of the recipe and nanoGPT (gpt)")
    options = parser.parse_args(arguments)
    options.rounds = options.rounds or (1 if options.quick else 5)
    return options


def write(path: Path, subject: str, threads: int, found: Sequence[Row | Curve], **more) -> None:
    """One subject's measurements as JSON; course.py puts RESULTS.md together from these files."""
    content = {
        **made(f"python benchmarks/{subject}.py"),
        "cores": psutil.cpu_count(logical=True),
        "threads": threads,
        "load": [round(load, 1) for load in psutil.getloadavg()],
        "versions": versions(),
        "rows": [asdict(one) for one in found if isinstance(one, Row)],
        "curves": [asdict(one) for one in found if isinstance(one, Curve)],
        **more,
    }
    write_run(path, content)


def main(
    subject: str,
    description: str | None,
    measure: Callable[[argparse.Namespace], Iterable[Row | Curve] | Iterator],
    arguments: Sequence[str] | None = None,
) -> None:
    """Run one subject: print each result when it is there, and write all where told."""
    options = options_of(arguments, description)
    print(f"{subject}: {os.cpu_count()} cores, one thread", flush=True)
    found = []
    for one in measure(options):
        found.append(one)
        print(f"  {one}", flush=True)
    if options.json:
        write(options.json, subject, 1, found, quick=options.quick)
