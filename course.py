"""The way in: `python3 course.py lab` opens the course, `python3 course.py test` runs its tests.

Windows: `py course.py lab`. Standard library only. It makes the environment `.venv` where needed
(tools/environment.py) and hands everything after the task's name on to the program it starts:

    python3 course.py lab --no-browser --port 9000
    python3 course.py test -k attention
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

from tools import environment
from tools.advice import Trouble

ROOT = environment.ROOT
FIRST_NOTEBOOKS = ("notebooks/00_start_here.ipynb", "notebooks/week1_3_ngrams.ipynb")
DEFAULT_PORT = 8888
COMMAND = "py course.py" if os.name == "nt" else "python3 course.py"


def start(command: list, variables: dict[str, str]) -> int:
    """Runs a command in the course's folder, leaves Ctrl-C to it, and returns its exit status."""
    process = subprocess.Popen([str(part) for part in command], cwd=str(ROOT), env=variables)

    def end(number: int, frame: object) -> None:
        process.terminate()

    # Both receive Ctrl-C from the terminal; the program in front of the learner answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    status = process.wait()
    return status if status >= 0 else 128 - status


def wanted_port(arguments: list[str]) -> int:
    """The port that JupyterLab will ask for first: from its arguments, else its default.

    Raises Trouble for a number that is no port.

    >>> wanted_port(["--port", "9000"]), wanted_port(["--port=9001"]), wanted_port([])
    (9000, 9001, 8888)
    """
    for i, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name in ("--port", "--ServerApp.port"):
            value = value or "".join(arguments[i + 1 : i + 2])
            if value.isdecimal():
                if int(value) > 65535:
                    raise Trouble(f"There is no port {value}: ports go up to 65535.")
                return int(value)
    return DEFAULT_PORT


def port_is_taken(port: int) -> bool:
    """Whether something on this computer already listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def env(arguments: list[str]) -> int:
    """make or repair the environment .venv, and stop (`env test` adds what the tests need)"""
    unknown = set(arguments) - {"test", "peers", "site", "slides"}
    if unknown:
        named = " ".join(sorted(unknown))
        raise Trouble(f"No such extra: {named}.\nThere are: test, peers, site, slides.")
    python = environment.ensure(*arguments)
    print(f"Ready: {python}\nNext:  {COMMAND} lab")
    return 0


def lab(arguments: list[str]) -> int:
    """open the course in JupyterLab"""
    python = environment.ensure()
    asked = [a.partition("=")[0].lower() for a in arguments if a.startswith("-")]  # no file names
    if any(word in name for name in asked for word in ("token", "password", "auth")):
        raise Trouble(
            "JupyterLab always gets a token of its own: whoever reaches it without one can run\n"
            "programs as you. Leave that argument out; the address with the token is printed."
        )
    options = [f"--ServerApp.root_dir={ROOT}"]
    if not {"--ip", "--serverapp.ip"} & set(asked):
        options.append("--ServerApp.ip=localhost")  # whatever the settings in the home folder say
    if not any(argument.endswith(".ipynb") for argument in arguments):
        first = next((name for name in FIRST_NOTEBOOKS if (ROOT / name).exists()), "notebooks")
        options.append(f"--LabApp.default_url=/lab/tree/{first}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        print("You are root (a container?): JupyterLab is started with --allow-root.")
        options.append("--allow-root")
    port = wanted_port(arguments)
    if port and port_is_taken(port):
        print(
            f"Port {port} is taken, perhaps by a JupyterLab that is still open.\n"
            "JupyterLab takes the next free port: use the address that it prints below."
        )
    print("Starting JupyterLab. To end it, press Ctrl-C here and answer y.", flush=True)
    status = start([python, "-m", "jupyterlab", *options, *arguments], environment.variables())
    if status not in (0, 130, 143):
        raise Trouble(
            f"JupyterLab ended with status {status}; its last lines above say why.\n"
            f"If it found no free port, name one:  {COMMAND} lab --port 9000"
        )
    return 0


def test(arguments: list[str]) -> int:
    """run everything that CI runs: style, package, notebooks, widgets (arguments go to pytest)"""
    python = environment.ensure("test")
    variables = environment.variables()
    # From the first import on, in pytest, its workers and every kernel: no network, one thread.
    offline = str(ROOT / "tests" / "offline")
    variables["PYTHONPATH"] = os.pathsep.join(
        filter(None, [offline, variables.get("PYTHONPATH", "")])
    )
    variables.update(COURSE_THREADS="1", OMP_NUM_THREADS="1", COURSE_PROGRESS="0")
    options = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=300"]
    options += ["-p", "tests.memory_limit", "-p", "tests.cells_again"]
    options += ["-n", "2", "--dist=loadfile"]
    print("Running ruff, node's tests, pytest and every notebook, with the network cut:")
    print("pytest", *options, *arguments, flush=True)
    return start([python, "-m", "pytest", *options, *arguments], variables)


def clean(arguments: list[str]) -> int:
    """clean committed notebooks in place (`--check` only says what would change)"""
    python = environment.ensure()
    return start([python, "-m", "tools.clean", *arguments], environment.variables())


def measure(arguments: list[str]) -> int:
    """measure time and memory of notebooks, and write README's table"""
    python = environment.ensure()
    return start([python, "-m", "tools.measure", *arguments], environment.variables())


def slides(arguments: list[str]) -> int:
    """make a deck of slides of each notebook (`--live` runs them, for widgets to use)"""
    python = environment.ensure("slides")
    return start([python, "-m", "tools.slides", *arguments], environment.variables())


def handout(arguments: list[str]) -> int:
    """make the version for a class: no hints, no solutions; also to print"""
    python = environment.ensure("slides")
    return start([python, "-m", "tools.handout", "handout", *arguments], environment.variables())


def solutions(arguments: list[str]) -> int:
    """make the solved version of each notebook"""
    python = environment.ensure("slides")
    return start([python, "-m", "tools.handout", "solutions", *arguments], environment.variables())


def site(arguments: list[str]) -> int:
    """make a website of all notebooks, to read without a network (`--live`: widgets to use)"""
    python = environment.ensure("site")
    return start([python, "-m", "tools.site", *arguments], environment.variables())


def bench(arguments: list[str]) -> int:
    """race our programs against others, and write benchmarks/RESULTS.md (`bench bpe`: one)"""
    python = environment.ensure("peers")
    return start([python, "-m", "tools.bench", *arguments], environment.variables())


EXPORTS = (slides, handout, solutions, site)
TASKS = {task.__name__: task for task in (lab, test, env, clean, measure, *EXPORTS, bench)}


def usage() -> str:
    """The list of tasks, made from their docstrings."""
    lines = [f"  {name:9} {task.__doc__}" for name, task in TASKS.items()]
    return "\n".join([f"usage: {COMMAND} TASK [arguments of the task]", "", *lines])


def main(arguments: list[str]) -> int:
    """Runs the task named first; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a folder's name may be more than a console can write
            stream.reconfigure(errors="backslashreplace")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in TASKS:
        print(f"There is no task {arguments[0]!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return TASKS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nStopped. Running this again goes on or repairs what is half done.", file=sys.stderr
        )
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
