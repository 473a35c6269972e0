"""What every test gets: the network cut, one thread, no progress file of the learner touched."""

import importlib.util
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

OFFLINE = Path(__file__).parent / "offline"
ATTEMPTS = pytest.StashKey[str]()

# Everything here is inherited by pytest's workers, by notebook kernels and by other subprocesses.
if str(OFFLINE) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    rest = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *([rest] if rest else [])])
os.environ["COURSE_PROGRESS"] = "0"
os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
os.environ["PYTHONUTF8"] = "1"
os.environ.setdefault("COURSE_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A runner started in the background ignores Ctrl+C, by which the checks end an endless loop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if not getattr(sys, "course_network_is_cut", False):  # pytest was started by hand
    spec = importlib.util.spec_from_file_location("course_offline", OFFLINE / "sitecustomize.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def pytest_configure(config: pytest.Config) -> None:
    """Names the file that collects attempts to reach the network; workers inherit it."""
    if not hasattr(config, "workerinput"):
        log = Path(tempfile.mkdtemp(prefix="course-tests-")) / "network.log"
        os.environ["COURSE_OFFLINE_LOG"] = str(log)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """An attempt to reach the network fails the run, also when the test caught the exception."""
    if hasattr(session.config, "workerinput"):
        return
    log = Path(os.environ["COURSE_OFFLINE_LOG"])
    if log.exists():
        session.config.stash[ATTEMPTS] = log.read_text(encoding="utf-8")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        log.unlink()
    log.parent.rmdir()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which attempts there were, above pytest's closing line."""
    attempts = terminalreporter.config.stash.get(ATTEMPTS, "")
    if attempts:
        terminalreporter.section("FAILED: the network was tried", red=True)
        terminalreporter.write(attempts)
