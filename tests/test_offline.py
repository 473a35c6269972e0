"""The suite runs with the network cut: in this process, in its children and in notebook kernels."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

OUTSIDE = "192.0.2.1"  # an address kept for documentation (RFC 5737): nobody answers there

KNOCK = f"import socket; socket.create_connection(({OUTSIDE!r}, 80), timeout=0.01)"
GREET_NEIGHBOR = """
import socket
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname(), timeout=5).sendall(b"hello")
connection, _ = server.accept()
assert connection.recv(5) == b"hello"
"""


@pytest.fixture
def own_log(tmp_path, monkeypatch) -> Path:
    """Attempts made on purpose go into a log of their own, not into the run's."""
    monkeypatch.setenv("COURSE_OFFLINE_LOG", str(tmp_path / "network.log"))
    return tmp_path / "network.log"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: socket.create_connection((OUTSIDE, 80), timeout=0.01),
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: socket.gethostbyname("example.org"),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"hello", (OUTSIDE, 53)),
        lambda: socket.socket().connect_ex((OUTSIDE, 80)),
        lambda: socket.getaddrinfo("2001:db8::1", 443),
    ],
)
def test_this_process_cannot_reach_outside(attempt, own_log):
    with pytest.raises(RuntimeError, match="tests and notebooks use no network"):
        attempt()
    assert own_log.read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10", None])
def test_this_computer_can_be_looked_up(host, own_log):
    assert socket.getaddrinfo(host, 80)
    assert not own_log.exists()


def test_this_computer_can_be_reached(own_log):
    exec(GREET_NEIGHBOR, {})
    assert not own_log.exists()


def test_a_child_process_inherits_the_cut(own_log):
    child = subprocess.run([sys.executable, "-c", KNOCK], capture_output=True, text=True)
    assert child.returncode == 1
    assert "NetworkIsCut" in child.stderr
    assert OUTSIDE in own_log.read_text(encoding="utf-8")


def run_notebook(folder: Path, source: str) -> subprocess.CompletedProcess:
    """Runs a notebook of one cell through nbval as course.py does, below this suite's conftest."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "one_cell.ipynb")
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    conftest = conftest.replace("Path(__file__).parent", f"Path({str(Path(__file__).parent)!r})")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8", newline="\n")
    options = ["--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider", "-c", os.devnull]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=120,
    )


def test_a_notebook_that_reaches_outside_fails(tmp_path):
    run = run_notebook(tmp_path, KNOCK)
    assert run.returncode == 1, run.stdout
    assert "NetworkIsCut" in run.stdout
    assert "1 failed" in run.stdout.splitlines()[-1]


def test_a_notebook_that_hides_its_attempt_fails_the_run(tmp_path):
    run = run_notebook(tmp_path, f"try:\n    {KNOCK}\nexcept Exception:\n    print('offline')")
    assert "1 passed" in run.stdout.splitlines()[-1]
    assert run.returncode == 1, run.stdout
    assert "the network was tried" in run.stdout
    assert OUTSIDE in run.stdout


def test_a_notebook_that_stays_here_passes(tmp_path):
    run = run_notebook(tmp_path, GREET_NEIGHBOR)
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout.splitlines()[-1]
