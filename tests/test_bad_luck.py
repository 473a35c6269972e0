"""Bad luck: damaged files, a full disk, interruptions anywhere, other systems."""

import ast
import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from course_utils import data, evaluation, files
from course_utils.checks import records
from course_utils.models.checkpoints import load_model
from course_utils.models.stored import read_tensors, write_tensors
from course_utils.texts import names
from tools import environment, lock

ROOT = Path(__file__).resolve().parents[1]


def spoiled(content: bytes, step: int = 1):
    """The content cut at any length, and with one bit turned at any place."""
    for place in range(0, len(content), step):
        yield content[:place]
        yield content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


# ---- Damaged files ----


def test_a_damaged_file_of_tensors_is_never_read(tmp_path):
    tensors = {"a": torch.arange(6.0).view(2, 3), "b": torch.tensor(2.5, dtype=torch.float64)}
    path = write_tensors(tmp_path / "x.safetensors", tensors, {"plan": "{}"})
    content = path.read_bytes()
    for other in spoiled(content):
        path.write_bytes(other)
        try:
            found, facts = read_tensors(path)
        except ValueError as error:
            assert "x.safetensors is damaged" in str(error) and "ave it again" in str(error)
        else:  # white space of the header may change, and the name of the seal
            assert {name: value.tolist() for name, value in found.items()} == {
                name: value.tolist() for name, value in tensors.items()
            }
            assert facts["plan"] == "{}"
    assert [one.name for one in tmp_path.iterdir()] == ["x.safetensors"]


def test_every_shipped_file_is_listed_and_as_it_was():
    assert files.shipped_files() == files.listed(), "if meant: python -m course_utils.files"
    assert len(files.listed()) > 40


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    """A copy of all data files, in place of the shipped ones."""
    folder = tmp_path / "datasets"
    shutil.copytree(files.DATASETS, folder)
    for module in (files, data):
        monkeypatch.setattr(module, "DATASETS", folder)
    return folder


READERS = {
    "story_world/validation.npz": lambda folder: data.load_world("validation"),
    "story_world/vocabulary.txt": lambda folder: data.world_tokenizer(),
    "names.tsv": lambda folder: names.load_names(folder / "names.tsv"),
    "runs/ladder_world.json": lambda folder: evaluation.load_rungs("world", folder=folder / "runs"),
    "checkpoints/story_gpt.safetensors": lambda folder: load_model(
        folder / "checkpoints" / "story_gpt.safetensors"
    ),
}


@pytest.mark.parametrize("name", READERS)
def test_a_changed_shipped_file_is_refused(shipped, name):
    READERS[name](shipped)
    assert files.damaged() == []
    path = shipped / name
    content = path.read_bytes()
    for other in spoiled(content, step=len(content) // 7):
        path.write_bytes(other)
        with pytest.raises(ValueError, match=r"is damaged or was changed.*`git restore datasets`"):
            READERS[name](shipped)
        assert files.damaged() == [name]
    path.unlink()
    with pytest.raises(FileNotFoundError, match=Path(name).stem.removeprefix("ladder_")):
        READERS[name](shipped)


def test_what_the_course_makes_anew_is_noted(shipped):
    path = shipped / "runs" / "ladder_world.json"
    run = evaluation.read_run(path)
    evaluation.write_run(path, run | {"made": {}})
    assert evaluation.read_run(path)["made"] == {}
    assert files.damaged() == [] and not list(shipped.rglob("*.part"))
    (shipped / files.SUMS).unlink()
    assert files.damaged() == [files.SUMS]


def test_a_run_of_your_own_that_is_damaged_is_named(tmp_path):
    path = tmp_path / "run.json"
    assert evaluation.read_run(path) == {}
    evaluation.write_run(path, {"mean": 1.5})
    for other in (path.read_bytes()[:9], b"\xff", b"7", b""):
        path.write_bytes(other)
        with pytest.raises(
            ValueError, match=r"run\.json is damaged .*; to make it anew, delete it"
        ):
            evaluation.read_run(path)


def test_records_of_any_bytes_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(records.platformdirs, "user_data_path", lambda name: tmp_path)
    content = json.dumps({"week1_3_ngrams/add_k": "passed"}).encode()
    for other in spoiled(content):
        (tmp_path / "progress.json").write_bytes(other)
        assert all(isinstance(value, str) for value in records.progress().values())


# ---- A full disk ----

FULL = """
import resource, signal, sys
from pathlib import Path
import torch
from course_utils.evaluation import write_run
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.models.checkpoints import save_model
from course_utils.models.lora import add_lora, save_lora
from course_utils.widgets.skeleton import write_page
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))  # no file may grow beyond
folder = Path(sys.argv[1])
model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
lora = GPT(model.config)
add_lora(lora, 16, 4)
for name, write in {
    "run.json": lambda path: write_run(path, {"x": "x" * 9_000}),
    "gpt.safetensors": lambda path: save_model(path, model),
    "lora.safetensors": lambda path: save_lora(path, lora),
    "page.html": lambda path: write_page(path, "x" * 9_000),
}.items():
    (folder / name).write_text("what was there")
    try:
        write(folder / name)
    except OSError as error:
        assert "could not be written" in str(error) and "Free some space" in str(error), error
        print(name)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_a_full_disk_leaves_what_was_there(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path], cwd=ROOT, capture_output=True, text=True
    )
    written = ["gpt.safetensors", "lora.safetensors", "page.html", "run.json"]
    assert sorted(done.stdout.split()) == written, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == written
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"what was there"}


# ---- course.py, interrupted before any of its lines ----


@pytest.fixture
def installing(tmp_path, monkeypatch) -> list[str]:
    """The real steps of an installation, without pip and Pythons: what they would do, noted."""
    root, did = tmp_path / "课程 with spaces", []
    root.mkdir()
    shutil.copy(ROOT / "pyproject.toml", root)
    monkeypatch.setattr(environment, "ROOT", root)
    for name, part in (("FOLDER", ""), ("STAMP", "course.json"), ("LOG", "install.log")):
        monkeypatch.setattr(environment, name, root / ".venv" / part)
    monkeypatch.setattr(environment, "LOCK", root / ".venv" / "course.lock")
    monkeypatch.setattr(environment, "FREE_GB", 0.001)
    monkeypatch.setattr(environment, "find_python", lambda: ["python3"])
    monkeypatch.setattr(environment, "chosen_torch", lambda *options: "installed already")

    def run(command, **options):
        did.append(command[1])
        if command[1] == "-m":
            environment.venv_python().parent.mkdir(parents=True, exist_ok=True)
            environment.venv_python().touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    def pip(*options, quiet=False):
        environment.LOG.touch()
        (environment.FOLDER / options[-1][:2]).touch()
        return True

    monkeypatch.setattr(environment.subprocess, "run", run)
    monkeypatch.setattr(environment, "pip", pip)
    return did


def stopping(at: int):
    """A trace function that interrupts before the line number `at` of those that are run."""
    left = itertools.count(at, -1)

    def trace(frame, event, argument):
        if frame.f_code.co_filename not in (environment.__file__, lock.__file__):
            return None
        if event == "line" and next(left) == 0:
            raise KeyboardInterrupt
        return trace

    return trace


def test_an_installation_interrupted_anywhere_is_repaired_by_the_next(installing):
    for at in itertools.count():
        shutil.rmtree(environment.FOLDER, ignore_errors=True)
        before = sys.gettrace()
        try:
            sys.settrace(stopping(at))
            environment.ensure("test")
        except KeyboardInterrupt:
            finished = False
        else:
            finished = True
        finally:
            sys.settrace(before)
        environment.ensure("test")
        assert environment.read_stamp()["state"] == "complete", at
        assert environment.venv_python().exists() and not environment.LOG.exists()
        installing.clear()
        environment.ensure("test")
        assert installing == [], "the third start installs nothing"
        if finished:
            break
    assert at > 40


def test_any_bytes_in_the_stamp_are_survived(installing):
    environment.ensure()
    content = environment.STAMP.read_bytes()
    for other in spoiled(content, step=3):
        environment.STAMP.write_bytes(other)
        environment.ensure()
        assert environment.read_stamp()["state"] == "complete"


# ---- Other systems ----


def test_every_text_file_is_opened_as_utf8():
    """A Chinese Windows takes GBK where nothing is said."""
    unsaid = []
    for path in [*(ROOT / "course_utils").rglob("*.py"), *(ROOT / "tools").glob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = ast.unparse(call.func).rpartition(".")[2]
            given = {word.arg for word in call.keywords}
            binary = any(isinstance(a, ast.Constant) and "b" in str(a.value) for a in call.args)
            opens = name == "open" and ast.unparse(call.func) != "Image.open" and not binary
            texts = name == "read_text" or (name == "write_text" and len(call.args) != 2)
            if (opens or texts) and "encoding" not in given and None not in given:
                unsaid.append(f"{path.name}: {ast.unparse(call)}")
    assert unsaid == []


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_course_py_speaks_on_any_console(encoding):
    program = (
        "import course; from pathlib import Path\n"
        "course.environment.ensure = lambda *extras: Path('课程 für Ду́ня') / 'python'\n"
        "raise SystemExit(course.main(['env']))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(b"Ready: ") and b"python3 course.py lab" in said.stdout


READ_ONLY = """
import importlib, os, pkgutil, sys
root = os.path.realpath(sys.argv[1])
def refuse(event, arguments):
    if event == "open" and os.path.realpath(str(arguments[0])).startswith(root + os.sep):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set(str(arguments[1])) & set("wax+"):
            raise OSError(30, "Read-only file system", str(arguments[0]))
    if event in ("os.mkdir", "os.rename", "os.remove") and str(arguments[0]).startswith(root):
        raise OSError(30, "Read-only file system", str(arguments[0]))
sys.addaudithook(refuse)
import course_utils
for module in pkgutil.walk_packages(course_utils.__path__, "course_utils."):
    importlib.import_module(module.name)
from course_utils.start_page import self_test
from course_utils.evaluation import RUNS, write_run
assert self_test()
try:
    write_run(RUNS / "read_only.json", {})
except OSError as error:
    print("refused:", error)
"""


def test_a_checkout_that_cannot_be_written_serves_all_the_same(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, ROOT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "All is ready." in done.stdout, done.stdout + done.stderr
    assert "refused:" in done.stdout and "choose another folder" in done.stdout
