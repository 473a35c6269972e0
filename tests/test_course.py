"""course.py: the tasks, what they hand on, and what they say when something is in the way."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import course
from tools import environment
from tools.advice import Trouble

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def started(monkeypatch) -> list[tuple[list[str], dict[str, str]]]:
    """What would be started, with its variables; the environment is taken as complete."""
    notes = []

    def start(command: list, variables: dict[str, str]) -> int:
        notes.append(([str(part) for part in command], variables))
        return 0

    monkeypatch.setattr(course, "start", start)
    monkeypatch.setattr(environment, "ensure", lambda *extras: Path("python", *extras))
    return notes


def test_it_is_small_and_needs_nothing():
    source = (ROOT / "course.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    isolated = [sys.executable, "-S", "course.py", "--help"]  # -S: no installed packages
    shown = subprocess.run(isolated, cwd=ROOT, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    for task in course.TASKS:
        assert f"\n  {task} " in shown.stdout


@pytest.mark.parametrize("arguments", [[], ["bake"], ["Lab"], ["--lab"]])
def test_an_unknown_task_lists_the_known_ones(arguments, capsys):
    assert course.main(arguments) == 2
    printed = capsys.readouterr()
    for task in course.TASKS:
        assert f"  {task} " in printed.out + printed.err


def test_trouble_is_one_message_without_a_traceback(monkeypatch, capsys):
    def ensure(*extras):
        raise Trouble("The disk is full.\nFree some.")

    monkeypatch.setattr(environment, "ensure", ensure)
    for task in course.TASKS:
        assert course.main([task]) == 1
        assert capsys.readouterr().err == "\nThe disk is full.\nFree some.\n"


def test_ctrl_c_ends_quietly(monkeypatch, capsys):
    def ensure(*extras):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "ensure", ensure)
    assert course.main(["env"]) == 130
    assert "Running this again" in capsys.readouterr().err


def test_an_unknown_extra_is_refused(started, capsys):
    assert course.main(["env", "tset"]) == 1
    assert "No such extra: tset" in capsys.readouterr().err


def test_test_hands_everything_on_and_cuts_the_network(started):
    assert course.main(["test", "-k", "attention", "tests/test_ngram.py"]) == 0
    [(command, variables)] = started
    assert command[:3] == [str(Path("python", "test")), "-m", "pytest"]
    assert command[-3:] == ["-k", "attention", "tests/test_ngram.py"]
    assert {"--nbval-lax", "--nbval-current-env", "--dist=loadfile"} < set(command)
    offline = variables["PYTHONPATH"].split(os.pathsep)[0]
    assert (Path(offline) / "sitecustomize.py").exists()
    assert variables["COURSE_THREADS"] == "1"
    assert variables["COURSE_PROGRESS"] == "0"


@pytest.mark.parametrize("task", ["clean", "measure", "bench"])
def test_tools_get_their_arguments(started, task):
    assert course.main([task, "--check"]) == 0
    assert started[0][0][1:] == ["-m", f"tools.{task}", "--check"]


def test_lab_opens_the_first_notebook_there_is(started, monkeypatch, tmp_path):
    monkeypatch.setattr(course, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name in reversed(course.FIRST_NOTEBOOKS):
        (tmp_path / name).touch()
        course.main(["lab"])
        assert f"--LabApp.default_url=/lab/tree/{name}" in started[-1][0]
    course.main(["lab", "notebooks/other.ipynb"])
    assert "default_url" not in " ".join(started[-1][0])
    assert started[-1][0][-1] == "notebooks/other.ipynb"
    assert course.main(["lab", "notebooks/week1_1_tokenizers.ipynb"]) == 0  # no option about tokens
    assert started[-1][0][-1] == "notebooks/week1_1_tokenizers.ipynb"


def test_lab_keeps_the_token(started):
    course.main(["lab"])
    assert "token" not in " ".join(started[0][0]).lower()
    assert "password" not in " ".join(started[0][0]).lower()


@pytest.mark.parametrize(
    "argument",
    [
        "--ServerApp.token=",
        "--IdentityProvider.token=''",
        "--NotebookApp.password=x",
        "--ServerApp.allow_unauthenticated_access=True",
    ],
)
def test_lab_is_not_started_without_its_token(started, capsys, argument):
    assert course.main(["lab", argument]) == 1
    assert "always gets a token of its own" in capsys.readouterr().err
    assert started == []


def test_lab_serves_this_computer_only_unless_told_otherwise(started):
    course.main(["lab"])
    assert "--ServerApp.ip=localhost" in started[0][0]
    course.main(["lab", "--ip=0.0.0.0"])  # inside a container
    assert "--ServerApp.ip=localhost" not in started[1][0]


def test_a_taken_port_is_named(started, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        course.main(["lab", f"--port={port}"])
        assert f"Port {port} is taken" in capsys.readouterr().out
    course.main(["lab", f"--port={port}"])
    assert "is taken" not in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--port", "99999"], ["--ServerApp.port=65536"]])
def test_a_number_that_is_no_port_is_refused(started, capsys, arguments):
    assert course.main(["lab", *arguments]) == 1
    assert "ports go up to 65535" in capsys.readouterr().err
    assert started == []


def test_a_failing_program_fails_the_task(tmp_path, monkeypatch):
    old = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for wanted in (0, 1, 5):
            ended = [sys.executable, "-c", f"raise SystemExit({wanted})"]
            assert course.start(ended, dict(os.environ)) == wanted
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


# ---- JupyterLab for real ----


@contextlib.contextmanager
def running_lab(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen, dict]]:
    """`course.py lab` with this Python in place of .venv's; yields it and the server's address."""
    script = (
        "import sys; from pathlib import Path; import course; from tools import environment\n"
        "environment.ensure = lambda *extras: Path(sys.executable)\n"
        "sys.exit(course.main(sys.argv[1:]))"
    )
    variables = {**os.environ, "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    variables.update(JUPYTER_CONFIG_DIR=str(folder / "config"), JUPYTER_DATA_DIR=str(folder))
    variables.pop("PYTEST_CURRENT_TEST", None)
    with (
        open(folder / "log", "w", encoding="utf-8") as log,
        subprocess.Popen(
            [sys.executable, "-c", script, "lab", "--no-browser", *arguments],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        try:
            yield process, wait_for_server(process, folder)
        finally:
            process.terminate()
            process.wait(30)


def wait_for_server(process: subprocess.Popen, folder: Path) -> dict:
    """What the server writes about itself into its runtime folder."""
    for _ in range(300):
        for path in (folder / "runtime").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # half written
                server = json.loads(path.read_text(encoding="utf-8"))
                if course.port_is_taken(server["port"]):  # it writes before it listens
                    return server
        assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text(encoding="utf-8"))


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to end a program politely")
def test_lab_runs_with_a_token_beside_a_taken_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running_lab(tmp_path, f"--port={port}") as (process, server):
            assert server["port"] != port
            assert len(server["token"]) >= 40
            kernels = f"{server['url']}api/kernelspecs"
            assert status_of(kernels) == 403
            assert status_of(f"{kernels}?token={server['token']}") == 200
            assert status_of(f"{server['url']}lab?token={server['token']}") == 200
        log = (tmp_path / "log").read_text(encoding="utf-8")
    assert f"Port {port} is taken" in log
    assert process.returncode == 0, log
    assert re.search(rf"http://localhost:{server['port']}/lab/tree/notebooks\S*\?token=", log)
