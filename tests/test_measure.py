"""`course.py measure`: budgets of the committed notebooks, README's table, and the measuring."""

import json
import os
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import measure, notebooks

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MEASURED = {
    "code": "0" * 64,
    "title": "How likely is a sentence?",
    "cpu_seconds": 24.2,
    "wall_seconds": 29.0,
    "peak_megabytes": 402,
}


def write(folder: Path, *sources: str, name: str = "week1_1_sample.ipynb") -> Path:
    cells = [new_markdown_cell("# Week 1 · A sample"), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells), folder / name)
    return folder / name


# ---- What is committed ----


def faults(name: str, notebook: nbformat.NotebookNode, measurements: dict) -> list[str]:
    """What is wrong with the measurement of a notebook."""
    measured = measurements.get(name)
    if not measured or measured["code"] != measure.code_hash(notebook):
        return [f"{name} changed: run python3 course.py measure notebooks/{name}"]
    found = []
    if measured["cpu_seconds"] > measure.MOST_SECONDS:
        found.append(f"{name} takes {measured['cpu_seconds']} s")
    if measured["peak_megabytes"] > measure.MOST_MEGABYTES:
        found.append(f"{name} holds {measured['peak_megabytes']} MB")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_is_measured_and_within_its_budget(path):
    notebook = nbformat.read(path, as_version=4)
    assert faults(path.name, notebook, measure.read_measurements()) == []


def test_nothing_is_measured_that_is_not_there():
    assert set(measure.read_measurements()) <= {path.name for path in NOTEBOOKS}


def test_the_table_in_readme_is_the_measured_one():
    readme = measure.README.read_text(encoding="utf-8")
    expected = measure.with_table(readme, measure.read_measurements())
    assert readme == expected, "run python3 course.py measure"


def test_a_changed_notebook_and_a_broken_budget_are_noticed(tmp_path):
    notebook = nbformat.read(write(tmp_path, "a = 1"), as_version=4)
    good = {**MEASURED, "code": measure.code_hash(notebook)}
    assert faults("a", notebook, {"a": good}) == []
    assert faults("a", notebook, {}) != []
    assert "takes 121 s" in faults("a", notebook, {"a": {**good, "cpu_seconds": 121}})[0]
    assert "holds 701 MB" in faults("a", notebook, {"a": {**good, "peak_megabytes": 701}})[0]
    notebook.cells[0].source = "# New prose"
    assert faults("a", notebook, {"a": good}) == []
    notebook.cells[1].source = "a = 2"
    assert "changed" in faults("a", notebook, {"a": good})[0]


# ---- The table ----


def test_the_table_is_replaced_between_its_markers():
    readme = f"before\n{measure.BEGIN}\nold\n{measure.END}\nafter\n"
    once = measure.with_table(readme, {"week1_3_ngrams.ipynb": MEASURED})
    row = "| 1 | [How likely is a sentence?](notebooks/week1_3_ngrams.ipynb) | 0.4 min | 402 MB |"
    assert row in once.splitlines()
    assert "old" not in once
    assert once.startswith("before\n") and once.endswith("\nafter\n")
    assert measure.with_table(once, {"week1_3_ngrams.ipynb": MEASURED}) == once


@pytest.mark.parametrize("readme", ["no markers", measure.BEGIN, measure.END])
def test_a_readme_without_markers_is_refused(readme):
    with pytest.raises(ValueError, match="lacks the markers"):
        measure.with_table(readme, {})


# ---- Measuring ----

WORK = """
import os, time
assert os.environ["COURSE_THREADS"] == os.environ["OMP_NUM_THREADS"] == "1"
begin = time.process_time()
while time.process_time() - begin < 2:
    pass
"""
HOLD = "import time\nheld = bytearray(b'x') * 150_000_000\ntime.sleep(0.3)\ndel held"
CHILD = """
import subprocess, sys
code = "held = bytearray(b'x') * 150_000_000; import time; time.sleep(0.5)"
assert subprocess.run([sys.executable, "-c", code]).returncode == 0
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> dict:
    return measure.measure(write(tmp_path_factory.mktemp("empty"), "1"))


def test_processor_time_is_measured_and_sleep_is_not(tmp_path, monkeypatch, empty):
    monkeypatch.setenv("COURSE_THREADS", "2")
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    measured = measure.measure(write(tmp_path, WORK, "time.sleep(1)"))
    # Both are rounded to tenths, and no kernel starts exactly as fast as another.
    assert 1.8 <= round(measured["cpu_seconds"] - empty["cpu_seconds"], 1) <= 2.8
    assert measured["wall_seconds"] >= 3
    assert measured["title"] == "A sample"


@pytest.mark.parametrize("source", [HOLD, CHILD])
def test_the_peak_is_measured_also_of_children(tmp_path, empty, source):
    measured = measure.measure(write(tmp_path, source))
    assert 140 <= measured["peak_megabytes"] - empty["peak_megabytes"] <= 190


@pytest.mark.skipif(sys.platform != "linux", reason="only there files are told from memory")
def test_of_the_files_that_a_kernel_maps_a_hundred_megabytes_count(tmp_path, empty):
    large = tmp_path / "large"
    large.write_bytes(bytes(range(250)) * 1_200_000)  # 300 MB
    source = f"""
import mmap
with open({str(large)!r}, "rb") as file:
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
print(sum(mapped[place] for place in range(0, len(mapped), 4096)))
status = open("/proc/self/status").read()
assert int(status.split("RssFile:")[1].split()[0]) > 290_000
"""
    measured = measure.measure(write(tmp_path, source))
    assert 20 <= measured["peak_megabytes"] - empty["peak_megabytes"] <= measure.LIBRARIES
    assert measure.counted(660, 88) == 660 and measure.counted(733, 161) == 672


def test_a_notebook_quicker_than_the_sampling_has_a_peak(monkeypatch, empty):
    assert empty["peak_megabytes"] > 20
    watcher = measure.Watcher(os.getpid(), None)
    monkeypatch.setattr(measure, "high_water", lambda pid: 0.0)  # as outside Linux
    watcher._ended.set()
    watcher.start()
    watcher.stop()
    assert watcher.peak_megabytes > 20


def test_a_slider_with_a_picture_of_its_own_is_measured(tmp_path):
    source = "import ipywidgets\nipywidgets.interactive(lambda x: print(x), x=(1, 3))"
    assert measure.measure(write(tmp_path, source))["peak_megabytes"] > 20


def test_the_notebook_file_stays_as_it_is(tmp_path):
    path = write(tmp_path, "print(1)")
    before = path.read_bytes()
    measure.measure(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("source", "limit", "said"),
    [
        ("1 / 0", None, "week1_1_sample.ipynb, cell 1.*ZeroDivisionError"),
        (f"{HOLD}; time.sleep(5)", 150, "cell 1: held .* MB, more than 150 MB"),
        ("while True: pass", None, "week1_1_sample.ipynb, cell 1.*[Tt]imed? ?out"),
        ("import socket; socket.create_connection(('192.0.2.1', 80))", None, "NetworkIsCut"),
    ],
)
def test_failures_are_named(tmp_path, monkeypatch, source, limit, said):
    monkeypatch.setenv("COURSE_OFFLINE_LOG", str(tmp_path / "network.log"))
    monkeypatch.setattr(measure, "CELL_SECONDS", 8)
    begin = time.monotonic()
    with pytest.raises(RuntimeError, match=f"(?s){said}"):
        measure.measure(write(tmp_path, source), limit)
    assert time.monotonic() - begin < 30


def test_what_was_measured_before_it_is_stopped_is_kept(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for name in ("week1_1_first.ipynb", "week1_2_second.ipynb"):
        write(tmp_path / "notebooks", "1", name=name)
    readme, measurements = tmp_path / "README.md", tmp_path / "measurements.json"
    readme.write_text(f"{measure.BEGIN}\n{measure.END}\n", encoding="utf-8")
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(measure, "README", readme)
    monkeypatch.setattr(measure, "MEASUREMENTS", measurements)

    def stopped(path, limit=None):
        if "second" in path.name:
            raise KeyboardInterrupt
        return MEASURED

    monkeypatch.setattr(measure, "measure", stopped)
    with pytest.raises(KeyboardInterrupt):
        measure.main([])
    assert json.loads(measurements.read_text(encoding="utf-8")) == {"week1_1_first.ipynb": MEASURED}
    assert "week1_1_first.ipynb" in readme.read_text(encoding="utf-8")


def test_the_command_writes_file_and_table(tmp_path, monkeypatch, capsys):
    (tmp_path / "notebooks").mkdir()
    good = write(tmp_path / "notebooks", "1", name="week1_1_good.ipynb")
    bad = write(tmp_path / "notebooks", "1 / 0", name="week1_2_bad.ipynb")
    readme, measurements = tmp_path / "README.md", tmp_path / "measurements.json"
    readme.write_text(f"{measure.BEGIN}\n{measure.END}\n", encoding="utf-8")
    measurements.write_text(json.dumps({"gone.ipynb": MEASURED}), encoding="utf-8")
    monkeypatch.setattr(notebooks, "NOTEBOOKS", tmp_path / "notebooks")
    for name, path in [("README", readme), ("MEASUREMENTS", measurements)]:
        monkeypatch.setattr(measure, name, path)
    assert measure.main([]) == 1
    assert "FAILED: week1_2_bad.ipynb, cell 1" in capsys.readouterr().out
    assert list(json.loads(measurements.read_text(encoding="utf-8"))) == [good.name]
    assert good.name in readme.read_text(encoding="utf-8")
    bad.unlink()
    assert measure.main([str(good)]) == 0
