"""Drives a real JupyterLab, and pages without a server, in a headless Chromium.

Everything is private to the run: configuration, settings, workspaces, a token, and copies of the
notebooks from which outputs and counts were taken, so that only what runs now can be seen.

    from browser import chromium, lab  # pytest fixtures, one server and one browser a module

    def test_something(lab, chromium):
        with lab.open(chromium, notebook(["1 + 1"])) as page:
            page.get_by_text("2")

A page that logs an error, throws, opens a dialog or asks anything outside this machine for a file
fails its test when it is closed.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
    # Nothing outside can be reached, even where the machine has a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
SECONDS = 30


def notebook(cells: list[str]) -> dict[str, Any]:
    """A notebook with these code cells."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for number, source in enumerate(cells)
        ],
    }


def stripped(document: dict[str, Any]) -> dict[str, Any]:
    """The notebook without outputs, counts and widget state."""
    document = json.loads(json.dumps(document))
    document["metadata"].pop("widgets", None)
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return document


@contextlib.contextmanager
def watched(browser: Any, *, sent: list[Any] | None = None, **context: Any) -> Iterator[Any]:
    """A page whose errors, dialogs and requests to the outside fail the test.

    What it sends to kernels is added to the list `sent`.
    """
    window = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **context})
    page = window.new_page()
    page.set_default_timeout(SECONDS * 1000)
    problems: list[str] = []

    def console(message: Any) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def request(sent: Any) -> None:
        if not re.match(
            r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|(data|blob|file):", sent.url
        ):
            problems.append(f"outside request: {sent.url}")

    def dialog(opened: Any) -> None:
        problems.append(f"dialog: {opened.message}")
        opened.dismiss()

    page.on("console", console)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("request", request)
    page.on("dialog", dialog)
    if sent is not None:
        page.on(
            "websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame))
        )
    try:
        yield page
        assert not problems, "\n".join(problems)
    finally:
        window.close()


@dataclass
class Lab:
    """A running JupyterLab: `url` ends in "/"; `folder` is what it shows."""

    url: str
    token: str
    folder: Path
    settings: Path
    opened: list[str] = field(default_factory=list)

    def set_theme(self, theme: str) -> None:
        """Choose "JupyterLab Light" or "JupyterLab Dark" for pages opened from now on."""
        self._configure("apputils-extension/themes", {"theme": theme})

    def _configure(self, name: str, values: dict[str, Any]) -> None:
        path = self.settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")

    @contextlib.contextmanager
    def open(
        self, browser: Any, document: dict[str, Any] | Path, *, run: bool = True, **context: Any
    ) -> Iterator[Any]:
        """Open a notebook, given as a document or as a file, and run all its cells.

        Fails when a cell is not run to its end, raises, or writes to stderr, and when something
        is logged as an error or asked of the outside, up to the end of the with block.
        """
        if isinstance(document, Path):
            name = document.name
            document = json.loads(document.read_text(encoding="utf-8"))
        else:
            name = f"notebook_{len(self.opened)}.ipynb"
        self.opened.append(name)
        text = json.dumps(stripped(document))
        (self.folder / name).write_text(text, encoding="utf-8")
        with watched(browser, **context) as page:
            page.goto(f"{self.url}lab/tree/{name}?reset&token={self.token}")
            page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for()
            # The notebook's own indicator says "idle" before there is a kernel; this one doesn't.
            page.get_by_text(re.compile(r"Python 3.*\| Idle")).wait_for()
            if run:
                run_all(page, document)
            yield page
            assert_no_errors(page)


def run_all(page: Any, document: dict[str, Any], seconds: float = 300) -> None:
    """Choose Run → Run All Cells and wait until every code cell has a count."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    count = sum(bool("".join(cell["source"]).strip()) for cell in cells)
    page.wait_for_function(
        """count => [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")]
             .filter((prompt) => /\\[\\d+\\]:/.test(prompt.textContent)).length >= count""",
        arg=count,
        timeout=seconds * 1000,
    )
    assert_no_errors(page)


def assert_no_errors(page: Any) -> None:
    """No cell shows an exception, a warning or another line of stderr, or a broken widget.

    White space on stderr is what a finished progress bar leaves.
    """
    kinds = [f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("error", "stderr")]
    broken = page.get_by_text(re.compile("Error displaying widget|Error creating widget"))
    found = page.locator(", ".join(kinds)).or_(broken).all_inner_texts()
    problems = [text for text in found if text.strip()]
    assert not problems, "\n".join(problems)


@contextlib.contextmanager
def running_lab(home: Path) -> Iterator[Lab]:
    """Start a JupyterLab with its own folders under `home`, and end it with all its kernels."""
    places = {name: home / name for name in ("config", "data", "runtime", "settings", "spaces")}
    folder = home / "notebooks"
    for place in (*places.values(), folder):
        place.mkdir()
    figures = ROOT / "notebooks" / "figures"
    if figures.is_dir():
        shutil.copytree(figures, folder / "figures")
    token = secrets.token_hex(16)
    lab = Lab("", token, folder, places["settings"])
    # With the default, "full", cells that can't be seen are not in the page.
    lab._configure("notebook-extension/tracker", {"windowingMode": "none"})
    lab._configure(
        "apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}
    )
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(places["config"]),
        "JUPYTER_DATA_DIR": str(places["data"]),
        "JUPYTER_RUNTIME_DIR": str(places["runtime"]),
        "JUPYTERLAB_SETTINGS_DIR": str(places["settings"]),
        "JUPYTERLAB_WORKSPACES_DIR": str(places["spaces"]),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        "COURSE_PROGRESS": "0",
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--port=0", "--ip=127.0.0.1", f"--IdentityProvider.token={token}"),
        *(f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ]
    group: dict[str, Any] = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    log = home / "jupyterlab.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, **group
        )
        try:
            lab.url = _address(server, places["runtime"], log)
            yield lab
        finally:
            _end(server)


def _address(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):  # being written at this moment
                return json.loads(file.read_text(encoding="utf-8"))["url"]
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text(encoding="utf-8")[-3000:])


def _end(server: subprocess.Popen) -> None:
    """Ask the server's process group to end (it ends its kernels); kill what is left."""
    children = psutil.Process(server.pid).children(recursive=True) if server.poll() is None else []
    if sys.platform == "win32":
        server.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(20)
    for process in (*psutil.wait_procs(children, timeout=5)[1], server):
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            process.kill()
    server.wait(10)


def missing(what: str) -> None:
    """Skip because something is not installed; fail instead where it has to be (CI=true)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and CI has to have it")
    pytest.skip(f"{what} is missing")


def chromium_options() -> dict[str, Any]:
    """How to start the Chromium, or Chrome, or Edge, of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    debian = Path("/usr/bin/chromium")
    path = debian if debian.exists() else next(filter(None, map(shutil.which, names)), None)
    # macOS and Windows don't put browsers on the path; playwright knows where Chrome lies.
    return {"executable_path": str(path)} if path else {"channel": "chrome"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium, for `watched` and `Lab.open`."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        missing("playwright")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(args=list(CHROMIUM_OPTIONS), **chromium_options())
        except Error as error:
            missing(f"Chromium ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(chromium: Any) -> Iterator[Lab]:
    """A JupyterLab for the tests of one module; without Chromium it is not started."""
    # Not pytest's tmp_path: sockets and kernels want a short path, and Windows locks open files.
    with (
        tempfile.TemporaryDirectory(prefix="lab", ignore_cleanup_errors=True) as home,
        running_lab(Path(home)) as lab,
    ):
        yield lab
