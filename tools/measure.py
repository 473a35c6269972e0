"""Measures every notebook: `python3 course.py measure [notebooks] [--memory-limit 700]`.

Each notebook runs from top to bottom in a kernel of its own, on one thread and with the network
cut. Written to tests/measurements.json, under the notebook's name and a hash of its code cells:

- `cpu_seconds`: processor time of the kernel and its children. README publishes this one: the
  clock on the wall also counts whatever else the computer does.
- `wall_seconds`: what the clock said, from the first cell to the last.
- `peak_megabytes` (10^6 bytes): the most memory that the kernel and its children held at once
  (resident set, sampled every 20 ms; on Linux at least the kernel's own high-water mark).

`--memory-limit` ends a notebook that holds more, as a small computer would. It watches the
resident set: a limit on addresses (ulimit -v) would count memory that PyTorch only reserves.

The table in README.md between its two markers is written from that file, and a test holds both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools.notebooks import ROOT, every, take_notebooks, title, write

MEASUREMENTS = ROOT / "tests" / "measurements.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- measurements: begin -->", "<!-- measurements: end -->"
CELL_SECONDS = 600
MOST_SECONDS = 120
MOST_MEGABYTES = 700
# Of the files that a process maps, its libraries above all, at most so many megabytes count. The
# system shares them between processes and drops them when memory is short; how many happen to be
# there depends on what ran before: the same kernel was seen with 88 MB of them and with 161.
LIBRARIES = 100


class Watcher(threading.Thread):
    """Follows the memory of a process and its children until `stop()`."""

    def __init__(self, pid: int, limit_megabytes: float | None, every: float = 0.02) -> None:
        super().__init__(daemon=True)
        self.process = psutil.Process(pid)
        self.limit = limit_megabytes
        self.every = every
        self.peak_megabytes = 0.0
        self.over_limit = False
        self._ended = threading.Event()

    def family(self) -> list[psutil.Process]:
        """The process and all that it started."""
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def sample(self) -> None:
        """Takes one reading; ends the family when it holds more than the limit."""
        total = 0
        family = self.family()
        for process in family:
            try:
                total += counted(*resident(process))
            except psutil.NoSuchProcess:
                continue  # ended between the two calls
        self.peak_megabytes = max(self.peak_megabytes, total, high_water(self.process.pid))
        if self.limit and self.peak_megabytes > self.limit and not self.over_limit:
            self.over_limit = True
            for process in family:
                process.kill()

    def run(self) -> None:
        """The thread's loop."""
        while not self._ended.wait(self.every):
            self.sample()

    def stop(self) -> None:
        """Ends the thread, after a last reading: a quick notebook is over before the first."""
        self._ended.set()
        self.join()
        if not self.over_limit:
            self.sample()

    def cpu_seconds(self) -> float:
        """Processor time of the process and of its children, living and ended."""
        total = 0.0
        for process in self.family():
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue  # ended between the two calls; its parent counts it
            total += times.user + times.system
            if process.pid == self.process.pid:  # on Linux: children that ended
                total += getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
        return total


def counted(megabytes: float, of_files: float) -> float:
    """What of a process's memory counts, when `of_files` megabytes of it are mapped files.

    >>> counted(660, 88), counted(733, 161)
    (660, 672)
    """
    return megabytes - max(0, of_files - LIBRARIES)


def resident(process: psutil.Process) -> tuple[float, float]:
    """Megabytes that a process holds now, and, where the system tells, how many are of files."""
    memory = process.memory_info()
    return memory.rss / 1e6, getattr(memory, "shared", 0) / 1e6


def high_water(pid: int) -> float:
    """Linux: the most megabytes that the process itself ever held, as `counted`; 0 elsewhere."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    status = dict(line.split(":", 1) for line in lines)
    most, of_files = (
        int(status[name].split()[0]) * 1024 / 1e6 if name in status else 0.0
        for name in ("VmHWM", "RssFile")
    )
    return counted(most, of_files)


def code_hash(notebook: nbformat.NotebookNode) -> str:
    """SHA-256 of the code cells' sources in their order: prose does not change a measurement."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(sources).encode("utf-8")).hexdigest()


def measure(path: Path, limit_megabytes: float | None = None) -> dict:
    """Runs a notebook (the file stays as it is) and returns its measurement.

    Raises RuntimeError, naming the notebook, when a cell fails or memory goes over the limit.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        resources={"metadata": {"path": str(path.parent)}},
    )
    rest = os.environ.get("PYTHONPATH")
    variables = {
        **os.environ,
        "COURSE_PROGRESS": "0",
        "COURSE_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "offline"), *([rest] if rest else [])]),
    }
    with client.setup_kernel(env=variables):
        watcher = Watcher(client.km.provisioner.pid, limit_megabytes)
        watcher.start()
        begin = time.perf_counter()
        try:
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
            wall, cpu = time.perf_counter() - begin, watcher.cpu_seconds()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            if watcher.over_limit:
                said = f"held {watcher.peak_megabytes:.0f} MB, more than {limit_megabytes:.0f} MB"
                raise RuntimeError(f"{path.name}, cell {index}: {said}") from None
            raise RuntimeError(f"{path.name}, cell {index}: {error}") from None
        finally:
            watcher.stop()
    return {
        "code": code_hash(notebook),
        "title": title(notebook, path.stem).rpartition(" · ")[2],  # without its week
        "cpu_seconds": round(cpu, 1),
        "wall_seconds": round(wall, 1),
        "peak_megabytes": round(watcher.peak_megabytes),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def table(measurements: dict[str, dict]) -> str:
    """README's table: one row for each notebook, in the order of their names."""
    rows = ["| Week | Notebook | Run All | Memory |", "|---|---|---|---|"]
    for name, measured in sorted(measurements.items()):
        week = name[4] if name.startswith("week") else "–"
        link = f"[{measured['title']}](notebooks/{name})"
        minutes = measured["cpu_seconds"] / 60
        memory = measured["peak_megabytes"]
        rows.append(f"| {week} | {link} | {minutes:.1f} min | {memory:.0f} MB |")
    return "\n".join(rows)


def with_table(readme: str, measurements: dict[str, dict]) -> str:
    """README's text with the table between the markers replaced. Raises ValueError without them."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md lacks the markers {BEGIN} and {END}; put them back.")
    return f"{before}{BEGIN}\n{table(measurements)}\n{END}{after}"


def read_measurements() -> dict[str, dict]:
    """What was measured so far, by notebook name."""
    if not MEASUREMENTS.exists():
        return {}
    return json.loads(MEASUREMENTS.read_text(encoding="utf-8"))


def publish(known: dict[str, dict]) -> None:
    """Writes the measurements of the notebooks that there are, and README's table of them."""
    kept = {path.name: known[path.name] for path in every() if path.name in known}
    write(MEASUREMENTS, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    write(README, with_table(README.read_text(encoding="utf-8"), kept))


def main(arguments: list[str]) -> int:
    """The command; returns 1 when a notebook failed or is over its budget."""
    parser = argparse.ArgumentParser(prog="course.py measure", description="Measure notebooks.")
    take_notebooks(parser)
    parser.add_argument("--memory-limit", type=float, metavar="MB", help="end a notebook above it")
    options = parser.parse_args(arguments)
    known = read_measurements()
    faults = 0
    for path in options.notebooks or every():
        try:
            measured = measure(path, options.memory_limit)
        except RuntimeError as error:
            print(f"FAILED: {error}", flush=True)
            faults += 1
            continue
        known[path.name] = measured
        seconds, memory = measured["cpu_seconds"], measured["peak_megabytes"]
        over = seconds > MOST_SECONDS or memory > MOST_MEGABYTES
        faults += over
        print(
            f"{path.name}: {seconds:.1f} s of processor time"
            f" ({measured['wall_seconds']:.1f} s by the clock), {memory} MB"
            f"{'  OVER BUDGET' if over else ''}",
            flush=True,
        )
        publish(known)
    publish(known)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
