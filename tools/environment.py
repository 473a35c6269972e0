"""Makes, updates and repairs `.venv`, the course's own environment, for course.py.

Standard library only, and Python 3.7 can read it: whatever Python a learner has may start it, and
it then looks for a supported one. Versions live in pyproject.toml; nothing here repeats them.

How an interrupted installation is noticed: `.venv/course.json` says "installing" from before the
first file is written until everything is installed and has been imported once; only then does it
say "complete". Anything else is cleared and made again; pip's cache keeps what was downloaded.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.advice import Trouble, explain, require_short_path, require_space
from tools.lock import locked

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "course.json"
LOG = FOLDER / "install.log"
LOCK = FOLDER / "course.lock"

# PyTorch keeps its CPU builds for Linux here; the package index itself holds CUDA builds.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
MACHINES = {"Linux": ("x86_64", "aarch64"), "Darwin": ("arm64",), "Windows": ("AMD64",)}
FREE_GB = 2.5  # a complete environment takes 1.3 GB, pip's downloads come on top
FREE_GB_CUDA = 10.0

TRIAL = ("-c", "import torch, jupyterlab, course_utils")
PROBE = """
import json, platform, struct, sys
try:
    import venv
    from ensurepip import bootstrap
    complete = True
except ImportError:
    complete = False
bits = struct.calcsize("P") * 8
print(json.dumps([list(sys.version_info[:3]), bits, platform.machine(), complete]))
"""


def from_pyproject(pattern: str, example: str) -> re.Match:
    """Finds a line of pyproject.toml (tomllib is not in every Python that may run this)."""
    found = re.search(pattern, (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise Trouble(f"pyproject.toml has nothing like {example}.\nRestore the file from git.")
    return found


def supported() -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last supported Python, such as ((3, 10), (3, 14)), from `requires-python`."""
    line = r'^requires-python = ">=3\.(\d+),<3\.(\d+)"'
    found = from_pyproject(line, 'requires-python = ">=3.10,<3.15"')
    return (3, int(found.group(1))), (3, int(found.group(2)) - 1)


def pinned_torch() -> str:
    """The exact requirement, such as "torch==2.13.0"."""
    return from_pyproject(r'"(torch==[\w.]+)"', '"torch==2.13.0"').group(1)


def candidates() -> list[list[str]]:
    """Commands that may start a supported Python: the one that runs now, then 3.13, then others."""
    first, last = supported()
    commands = [[getattr(sys, "_base_executable", None) or sys.executable]]
    # 3.13 before 3.14: every library has had a year to publish wheels for it.
    minors = sorted(range(first[1], last[1] + 1), key=lambda minor: (minor != 13, -minor))
    for minor in minors:
        if os.name == "nt":
            commands.append(["py", f"-3.{minor}"])
        for folder in ("", "/opt/homebrew/bin/", "/usr/local/bin/"):
            commands.append([f"{folder}python3.{minor}"])
    commands += [["python3"], ["python"]]
    found = [[shutil.which(name), *rest] for name, *rest in commands if name]
    # Never the environment itself, activated in this terminal: it may be about to be made again.
    return [command for command in found if command[0] and FOLDER not in Path(command[0]).parents]


def probe(command: list[str]) -> tuple[tuple[int, ...], int, str, bool] | None:
    """Version, bits, machine, and whether it has venv; None for what does not start."""
    try:
        answer = subprocess.run(
            [*command, "-c", PROBE], capture_output=True, text=True, timeout=30, check=False
        )
        version, bits, machine, complete = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None  # a shim without its Python, or the alias that opens the Windows Store
    return tuple(version), bits, machine, complete


def find_python() -> list[str]:
    """The command of a supported Python that can make environments, else Trouble."""
    first, last = supported()
    machines = MACHINES.get(platform.system(), ())
    seen, incomplete = [], None
    for command in candidates():
        found = probe(command)
        if not found:
            continue
        version, bits, machine, complete = found
        seen.append(f"{'.'.join(map(str, version))} ({bits}-bit, {machine})")
        if not first <= version[:2] <= last or bits != 64 or machine not in machines:
            continue
        if complete:
            return command
        incomplete = incomplete or f"python{version[0]}.{version[1]}"
    if incomplete:
        raise Trouble(
            f"{incomplete} is here, but its modules venv and ensurepip are not.\n"
            f"On Debian and Ubuntu:  sudo apt install {incomplete}-venv\n"
            "Elsewhere, install Python from https://www.python.org/downloads/. Then run this again."
        )
    if platform.system() == "Darwin" and platform.machine() == "x86_64":
        raise Trouble(
            "PyTorch has no build for Intel Macs, nor for an Intel Python on Apple silicon.\n"
            "Intel Mac: open the course on Binder (README, section Binder).\n"
            "Apple silicon: install Python 3.13 from https://www.python.org/downloads/ and run this"
            " again."
        )
    raise Trouble(
        f"No supported Python found. The course needs 64-bit Python {first[0]}.{first[1]} to"
        f" {last[0]}.{last[1]} for {platform.system()} on {' or '.join(machines) or 'a PC'}.\n"
        f"Found: {', '.join(dict.fromkeys(seen)) or 'none'}.\n"
        "Install Python 3.13 from https://www.python.org/downloads/ and run this again."
    )


def venv_python() -> Path:
    """The interpreter inside .venv."""
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def variables() -> dict[str, str]:
    """Variables for whatever is started in .venv: UTF-8, and this environment's kernel first."""
    result = {**os.environ, "PYTHONUTF8": "1", "JUPYTER_PREFER_ENV_PATH": "1", "PIP_USER": "0"}
    result.pop("PYTHONHOME", None)
    return result


def read_stamp() -> dict:
    """What .venv/course.json says; {} when it is absent or not JSON."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict) -> None:
    """Replaces .venv/course.json in one step."""
    part = STAMP.with_suffix(".part")
    with open(part, "w", encoding="utf-8", newline="\n") as file:
        json.dump(stamp, file, indent=1)
    os.replace(part, STAMP)


def pip(*options: str, quiet: bool = False) -> bool:
    """`pip install options` inside .venv with pip's own configuration; True when it worked."""
    command = [str(venv_python()), "-m", "pip", "install", "--no-input"]
    where = subprocess.DEVNULL if quiet else None
    status = subprocess.call(
        [*command, "--disable-pip-version-check", "--log", str(LOG), *options],
        cwd=str(ROOT),
        env=variables(),
        stdin=subprocess.DEVNULL,
        stdout=where,
        stderr=where,
        close_fds=False,  # whoever holds the lock's file holds the lock
    )
    return status == 0


def run(command: list[str]) -> subprocess.CompletedProcess:
    """Runs a command quietly in .venv's folder, and returns its exit status and what it said."""
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",  # as `variables` asks for, whatever this system's encoding is
        errors="replace",
        check=False,
        close_fds=False,  # whoever holds the lock's file holds the lock
        cwd=str(FOLDER),
        env=variables(),
    )


def require(worked: bool) -> None:
    """Trouble that explains pip's log when a step of the installation did not work."""
    if not worked:
        known = LOG.exists()
        raise Trouble(explain(LOG.read_text(encoding="utf-8", errors="replace") if known else ""))


def chosen_torch(*options: str) -> str:
    """The build of torch that pip would take, such as "2.13.0+cpu"; "" for none."""
    report = FOLDER / "torch.json"
    dry = ("--dry-run", "--no-deps", "--report", str(report))
    if not pip(*dry, *options, pinned_torch(), quiet=True):
        return ""
    plan = json.loads(report.read_text(encoding="utf-8"))["install"]
    return plan[0]["metadata"]["version"] if plan else "installed already"


def install_cpu_torch() -> None:
    """On Linux: the CPU build from PyTorch's index if that answers at once, else as configured.

    When only a CUDA build can be had, says so and asks (goes on where nobody can be asked), so
    that several gigabytes never come as a surprise.
    """
    build = ""
    extra = ("--extra-index-url", CPU_INDEX)
    for options, hurry in ((extra, ("--timeout", "5", "--retries", "0")), ((), ())):
        build = chosen_torch(*options, *hurry)
        if build == "installed already":
            return
        if "+cpu" in build and pip("--no-deps", *options, pinned_torch()):
            return
    if not build or "+cpu" in build:
        return  # the full installation comes next, fails in the same way, and is explained there
    print(
        f"\nPyTorch's own index ({CPU_INDEX}) does not answer, and the package\n"
        f"index has {pinned_torch()} only with CUDA: about 3 GB to download, 7 GB on disk.\n"
        "The course runs on that build just as well.",
        flush=True,
    )
    require_space(ROOT, FREE_GB_CUDA)
    asked = sys.stdin and sys.stdin.isatty()
    if asked and input("Install it? [y/N] ").strip().lower() not in ("y", "yes"):
        raise Trouble("Stopped.\nRun this again when download.pytorch.org can be reached.")


def switch_off_news() -> None:
    """JupyterLab's news prompt and update check are off in this environment."""
    settings = FOLDER / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    notification = {"fetchNews": "false", "checkForUpdates": False}
    with open(settings / "overrides.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump({"@jupyterlab/apputils-extension:notification": notification}, file, indent=1)


def require_own_folder() -> None:
    """Trouble when there is a .venv that course.py did not make: it may be cleared later."""
    if FOLDER.exists() and any(FOLDER.iterdir()) and not LOCK.exists():
        raise Trouble(f"{FOLDER} was not made by course.py.\nRename it, and run this again.")


def make(stamp: dict) -> None:
    """Makes an environment that holds nothing but a current pip."""
    python = find_python()
    print(f"Making .venv with {' '.join(python)} ...", flush=True)
    write_stamp({**stamp, "state": "installing"})
    for path in FOLDER.iterdir():
        if path in (STAMP, LOCK):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    made = run([*python, "-m", "venv", str(FOLDER)])
    if made.returncode:
        print(made.stdout + made.stderr, flush=True)
        raise Trouble(explain(made.stdout + made.stderr))
    require(pip("--quiet", "--upgrade", "pip>=25"))


def install(extras: list[str]) -> None:
    """Installs the course and what it needs, then imports it once."""
    print("Installing the course's packages; the first time takes some minutes ...", flush=True)
    if platform.system() == "Linux":
        install_cpu_torch()
    require(pip("--editable", f".[{','.join(extras)}]" if extras else "."))
    switch_off_news()
    print("Trying the new environment ...", flush=True)
    tried = run([str(venv_python()), *TRIAL])
    if tried.returncode:
        print(tried.stderr, flush=True)
        raise Trouble(explain(tried.stderr))


def works() -> bool:
    """Whether .venv is whole: pip misses nothing in it, and what the course needs is imported."""
    python = str(venv_python())
    return not any(run([python, *what]).returncode for what in (("-m", "pip", "check"), TRIAL))


def update(extras: tuple[str, ...]) -> None:
    """Brings .venv to what pyproject.toml asks for, or returns at once when it is there."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = re.split(r"^\[tool\.", text, maxsplit=1, flags=re.MULTILINE)[0]  # what pip reads
    stamp = read_stamp()
    complete = stamp.get("state") == "complete" and venv_python().exists()
    wanted = {
        "state": "complete",
        "pyproject": hashlib.sha256(asked.encode("utf-8")).hexdigest(),
        "folder": str(ROOT),  # an environment does not survive being moved
        "extras": sorted({*(stamp.get("extras", []) if complete else []), *extras}),
    }
    if stamp == wanted and complete:
        return
    require_short_path(ROOT)
    if complete and stamp.get("folder") == str(ROOT):
        write_stamp({**wanted, "state": "installing"})
        try:
            install(wanted["extras"])
        except Trouble:
            if works():  # pip downloads everything before it changes anything
                write_stamp(stamp)
            raise
    else:
        if stamp and not complete:
            print("The last installation did not finish; making .venv again.", flush=True)
        require_space(ROOT, FREE_GB)
        make(wanted)
        install(wanted["extras"])
    LOG.unlink()  # 20 MB, of use only after a failure
    write_stamp(wanted)


def ensure(*extras: str) -> Path:
    """The Python of a complete, current .venv; makes, updates or repairs it first where needed.

    `extras` are names of optional dependencies in pyproject.toml, such as "test". Raises Trouble.
    """
    try:
        require_own_folder()
        FOLDER.mkdir(exist_ok=True)
        with locked(LOCK):
            update(extras)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Trouble(explain("Errno 28")) from error
        if getattr(error, "winerror", None) == 32:  # a file of .venv is in use
            raise Trouble(explain("WinError 32")) from error
        raise Trouble(
            f"Cannot write in {FOLDER}: {error.strerror or error}.\n"
            "Copy the course to a folder of your own, such as Documents, and run this again there."
        ) from error
    return venv_python()
