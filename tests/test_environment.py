"""Making and repairing .venv (tools/environment.py), and one source for every version."""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import advice, environment, lock
from tools.advice import Trouble, explain

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course in an empty folder with a difficult name; installing is replaced by notes."""
    root = tmp_path / "课程 with spaces"
    root.mkdir()
    shutil.copy(ROOT / "pyproject.toml", root)
    monkeypatch.setattr(environment, "ROOT", root)
    for name, part in [
        ("FOLDER", ".venv"),
        ("STAMP", ".venv/course.json"),
        ("LOG", ".venv/install.log"),
        ("LOCK", ".venv/course.lock"),
    ]:
        monkeypatch.setattr(environment, name, root / part)
    return root


@pytest.fixture
def notes(course, monkeypatch) -> list[str]:
    """What `ensure` did, instead of doing it."""
    noted = []

    def make(stamp: dict) -> None:
        noted.append("make")
        environment.write_stamp({**stamp, "state": "installing"})
        environment.venv_python().parent.mkdir(exist_ok=True)
        environment.venv_python().touch()

    def install(extras: list[str]) -> None:
        noted.append(f"install {' '.join(extras)}".strip())
        assert environment.read_stamp()["state"] == "installing"
        environment.LOG.touch()

    monkeypatch.setattr(environment, "make", make)
    monkeypatch.setattr(environment, "install", install)
    monkeypatch.setattr(environment, "FREE_GB", 0.001)
    return noted


def held_by_windows() -> OSError:
    """What Windows says when a file of .venv is open in another program."""
    error = PermissionError(13, "The process cannot access the file")
    error.winerror = 32
    return error


# ---- When is something installed? ----


def test_the_second_start_installs_nothing(notes):
    assert environment.ensure() == environment.venv_python()
    assert notes == ["make", "install"]
    environment.ensure()
    assert notes == ["make", "install"]


def test_a_new_pyproject_updates_in_place(course, notes):
    environment.ensure()
    path = course / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# a new version\n{text}", encoding="utf-8")
    environment.ensure()
    environment.ensure()
    assert notes == ["make", "install", "install"]


def test_another_setting_of_a_tool_is_no_new_version(course, notes):
    environment.ensure()
    with open(course / "pyproject.toml", "a", encoding="utf-8") as file:
        file.write("\n[tool.other]\nsetting = 1\n")
    environment.ensure()
    assert notes == ["make", "install"]


def test_line_ends_of_windows_are_no_new_version(course, notes):
    environment.ensure()
    path = course / "pyproject.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    environment.ensure()
    assert notes == ["make", "install"]


def test_extras_are_added_once_and_stay(notes):
    environment.ensure()
    environment.ensure("test")
    environment.ensure()
    environment.ensure("test")
    assert notes == ["make", "install", "install test"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, Trouble])
def test_an_interrupted_installation_is_made_again(notes, monkeypatch, interruption):
    def interrupted(extras):
        raise interruption

    with monkeypatch.context() as patch, pytest.raises(interruption):
        patch.setattr(environment, "install", interrupted)
        environment.ensure()
    assert notes == ["make"]
    environment.ensure()
    assert notes == ["make", "make", "install"]


def test_an_interrupted_update_is_made_again(course, notes, monkeypatch):
    environment.ensure()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(environment, "install", lambda extras: os.kill(os.getpid(), signal.SIGINT))
        environment.ensure("test")
        time.sleep(5)
    environment.ensure()
    assert notes == ["make", "install", "make", "install"]


@pytest.mark.parametrize(("whole", "again"), [(True, []), (False, ["make", "install"])])
def test_an_update_without_a_network_spoils_nothing(notes, monkeypatch, whole, again):
    environment.ensure()

    def no_network(extras):
        raise Trouble("The network failed.")

    with monkeypatch.context() as patch, pytest.raises(Trouble, match="The network failed"):
        patch.setattr(environment, "install", no_network)
        patch.setattr(environment, "works", lambda: whole)
        environment.ensure("test")
    environment.ensure()  # as before: without the extra that could not be added
    assert notes == ["make", "install", *again]


def test_an_environment_works_when_it_is_whole(course, monkeypatch):
    environment.FOLDER.mkdir()
    monkeypatch.setattr(environment, "venv_python", lambda: Path(sys.executable))
    assert environment.works()
    monkeypatch.setattr(environment, "TRIAL", ("-c", "import no_such_package"))
    assert not environment.works()


def test_a_moved_course_gets_a_new_environment(course, notes, monkeypatch):
    environment.ensure()
    stamp = environment.read_stamp()
    environment.write_stamp({**stamp, "folder": "/elsewhere"})
    environment.ensure()
    assert notes == ["make", "install"] * 2


def test_a_lost_python_gives_a_new_environment(notes):
    environment.ensure()
    environment.venv_python().unlink()
    environment.ensure()
    assert notes == ["make", "install"] * 2


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"state": "complete"}'])
def test_a_damaged_stamp_is_no_stamp(notes, content):
    environment.ensure()
    environment.STAMP.write_text(content, encoding="utf-8")
    environment.ensure()
    assert notes == ["make", "install"] * 2


def test_an_environment_of_somebody_else_is_left_alone(course, notes):
    (course / ".venv").mkdir()
    (course / ".venv" / "pyvenv.cfg").touch()
    with pytest.raises(Trouble, match=r"not made by course\.py"):
        environment.ensure()
    assert notes == []
    assert [path.name for path in (course / ".venv").iterdir()] == ["pyvenv.cfg"]


def test_a_full_disk_is_noticed_before_anything_is_written(course, notes, monkeypatch):
    monkeypatch.setattr(environment, "FREE_GB", 10.0**9)
    with pytest.raises(Trouble, match=r"has .* GB free; the installation needs 1000000000"):
        environment.ensure()
    assert notes == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "The disk is full"),
        (PermissionError(13, "Permission denied"), "Copy the course to a folder of your own"),
        (OSError(30, "Read-only file system"), "Read-only file system"),
        (held_by_windows(), "Close every JupyterLab"),
    ],
)
def test_errors_of_the_disk_are_explained(notes, monkeypatch, error, said):
    def fail(extras):
        raise error

    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(Trouble, match=said):
        environment.ensure()


@pytest.mark.skipif(os.name == "nt", reason="Windows frees the lock with the parent")
def test_a_second_installation_waits_for_what_a_killed_one_left_running(tmp_path, capfd):
    path = tmp_path / "course.lock"
    script = (
        "import os, subprocess, sys; from pathlib import Path; from tools.lock import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(2)'],"
        " close_fds=False)\n"
        "    print('started', flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    begin = time.monotonic()
    killed = subprocess.Popen(
        [sys.executable, "-c", script, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout.readline() == "started\n"
    assert killed.wait() == -signal.SIGKILL
    with lock.locked(path):
        assert time.monotonic() - begin > 1.5
    assert "Waiting for another installation" in capfd.readouterr().out
    killed.stdout.close()


# ---- Which Python? ----


def python(minor: int, bits: int = 64, machine: str = "x86_64", complete: bool = True) -> tuple:
    return (3, minor, 1), bits, machine, complete


@pytest.fixture
def pythons(monkeypatch):
    """Replaces the computer and its Pythons."""

    def replace(found: dict, system: str = "Linux", machine: str = "x86_64") -> None:
        monkeypatch.setattr(environment, "candidates", lambda: [[name] for name in found])
        monkeypatch.setattr(environment, "probe", lambda command: found[command[0]])
        monkeypatch.setattr(environment.platform, "system", lambda: system)
        monkeypatch.setattr(environment.platform, "machine", lambda: machine)

    return replace


def test_the_first_supported_python_is_taken(pythons):
    pythons(
        {"old": python(9), "shim": None, "new": python(15), "good": python(12), "x": python(13)}
    )
    assert environment.find_python() == ["good"]


def test_a_python_without_venv_is_passed_over(pythons):
    pythons({"bare": python(11, complete=False), "whole": python(12)})
    assert environment.find_python() == ["whole"]


@pytest.mark.parametrize(
    ("found", "system", "machine", "said"),
    [
        ({}, "Linux", "x86_64", "Found: none.\nInstall Python 3.13 from https://www.python.org"),
        ({"a": python(9)}, "Linux", "x86_64", r"3\.10 to 3\.14 .*\nFound: 3\.9\.1 \(64-bit"),
        ({"a": python(15)}, "Linux", "x86_64", r"Found: 3\.15\.1"),
        ({"a": python(12, 32, "AMD64")}, "Windows", "AMD64", r"Found: 3\.12\.1 \(32-bit"),
        ({"a": python(12, machine="ARM64")}, "Windows", "ARM64", r"on AMD64.\nFound: .*ARM64"),
        ({"a": python(11, complete=False)}, "Linux", "x86_64", "sudo apt install python3.11-venv"),
        ({"a": python(12)}, "Darwin", "x86_64", "Intel Mac: open the course on Binder"),
    ],
)
def test_what_is_missing_is_named(pythons, found, system, machine, said):
    pythons(found, system, machine)
    with pytest.raises(Trouble, match=said):
        environment.find_python()


def test_the_running_python_is_probed_for_real():
    version, bits, _, complete = environment.probe([sys.executable])
    assert version == sys.version_info[:3]
    assert (bits, complete) == (64, True)


def test_what_does_not_start_is_no_python(tmp_path):
    assert environment.probe([str(tmp_path / "missing")]) is None
    assert environment.probe([sys.executable, "-c", "raise SystemExit(9009)"]) is None


def test_an_activated_environment_is_not_its_own_base(course, monkeypatch):
    inside = environment.venv_python()
    monkeypatch.setattr(environment.shutil, "which", lambda name: str(inside))
    assert environment.candidates() == []


# ---- CPU builds on Linux ----


@pytest.fixture
def index(course, monkeypatch):
    """Replaces pip by notes; `builds` is what it would choose with and without PyTorch's index."""

    def replace(*builds: str, works: bool = True) -> list[tuple[str, ...]]:
        installed = []
        answers = iter(builds)
        monkeypatch.setattr(environment, "chosen_torch", lambda *options: next(answers))
        monkeypatch.setattr(environment, "pip", lambda *options: installed.append(options) or works)
        monkeypatch.setattr(environment, "FREE_GB_CUDA", 0.001)
        monkeypatch.setattr(environment.sys, "stdin", None)
        return installed

    return replace


def test_the_cpu_build_comes_from_pytorchs_index(index):
    installed = index("2.13.0+cpu")
    environment.install_cpu_torch()
    extra = ("--no-deps", "--extra-index-url", "https://download.pytorch.org/whl/cpu")
    assert installed == [(*extra, "torch==2.13.0")]


def test_the_configured_indexes_may_have_a_cpu_build_too(index):
    installed = index("", "2.13.0+cpu")
    environment.install_cpu_torch()
    assert installed == [("--no-deps", "torch==2.13.0")]


def test_cuda_is_announced_before_it_comes(index, capsys):
    installed = index("2.13.0", "2.13.0")
    environment.install_cpu_torch()
    assert installed == []
    assert "only with CUDA: about 3 GB" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "stops"), [("", True), ("n", True), ("y", False)])
def test_who_can_be_asked_is_asked(index, monkeypatch, answer, stops):
    index("", "2.13.0")
    terminal = type("Terminal", (), {"isatty": lambda self: True})()
    monkeypatch.setattr(environment.sys, "stdin", terminal)
    monkeypatch.setattr("builtins.input", lambda question: answer)
    if stops:
        with pytest.raises(Trouble, match="Run this again when download"):
            environment.install_cpu_torch()
    else:
        environment.install_cpu_torch()


def test_cuda_needs_more_room(index, monkeypatch):
    index("", "2.13.0")
    monkeypatch.setattr(environment, "FREE_GB_CUDA", 10.0**9)
    with pytest.raises(Trouble, match="GB free"):
        environment.install_cpu_torch()


# ---- What went wrong? ----


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "The disk is full"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("NewConnectionError('<pip._vendor...>: Failed to establish", "The network failed"),
        ("ReadTimeoutError(\"HTTPSConnectionPool(host='pypi.org')", "The network failed"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no torch==2.13.0 for this"),
        ("PermissionError: [WinError 5] Access is denied", "Close every JupyterLab"),
        ("OSError: [WinError 206] The filename or extension is too long", "short path"),
        ('OSError: [WinError 126] Error loading "fbgemm.dll"', "Visual C\\+\\+ runtime"),
        ("Error: No module named ensurepip", "apt install python3-venv"),
        ("created successfully because ensurepip is not\navailable.", "apt install python3-venv"),
        ("something new", "for a reason that course.py does not know"),
    ],
)
def test_the_log_is_explained_and_the_remedy_comes_last(log, said):
    message = explain(f"Collecting torch\n{log}\n")
    assert re.search(said, message)
    assert message.endswith(("Then run this again.", "what was interrupted."))
    assert message.isascii(), "old consoles of Windows print no more"


def test_a_deep_folder_on_windows_is_refused(monkeypatch):
    deep = Path("C:/") / ("x" * 60)
    advice.require_short_path(deep)  # no limit on this system
    monkeypatch.setattr(advice.os, "name", "nt")
    monkeypatch.setattr(advice, "windows_has_long_paths", lambda: False)
    with pytest.raises(Trouble, match="Windows allows 60 here"):
        advice.require_short_path(deep)
    monkeypatch.setattr(advice, "windows_has_long_paths", lambda: True)
    advice.require_short_path(deep)


# ---- The real thing, as far as it goes without a network ----


@pytest.fixture
def copied(tmp_path) -> Path:
    """course.py and what it needs, in a folder with a difficult name."""
    root = tmp_path / "课程 with spaces"
    shutil.copytree(ROOT / "tools", root / "tools")
    for name in ("course.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    return root


def course_py(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "course.py", *arguments],
        cwd=root,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )


def test_without_a_network_the_message_is_short(copied):
    nowhere = "http://127.0.0.1:9/simple"
    ended = course_py(
        copied,
        "env",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL=nowhere,
        PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="",
        PIP_RETRIES="0",
    )
    assert ended.returncode == 1
    assert "The network failed" in ended.stderr
    assert "Then run this again." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert '"installing"' in (copied / ".venv" / "course.json").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_explained(copied):
    (copied / ".venv").touch()  # a file where the folder should be: fails for root, too
    ended = course_py(copied, "env")
    assert ended.returncode == 1
    assert ended.stderr.strip().startswith("Cannot write in")
    assert "Traceback" not in ended.stderr


# ---- One source for every version ----


def pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_torch_is_pinned_exactly_and_once():
    assert environment.pinned_torch() == "torch==2.13.0"
    assert pyproject().count('"torch') == 1


def test_conda_and_binder_follow_pyproject():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = [line.strip().removeprefix("- ") for line in lines if line.strip().startswith("- ")]
    first, last = environment.supported()
    version = next(entry for entry in listed if entry.startswith("python="))
    assert first <= tuple(map(int, version.removeprefix("python=").split("."))) <= last
    listed.remove(version)
    index = f"--extra-index-url {environment.CPU_INDEX}"
    assert listed == ["conda-forge", "pip", "pip:", index, "--editable ."]
    assert not (ROOT / "binder").exists(), "repo2docker would ignore environment.yml"


def test_readme_names_the_same_pythons():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first, last = environment.supported()
    said = re.findall(r"Python (3\.\d+) to (3\.\d+)", readme)
    assert said == [(f"{first[0]}.{first[1]}", f"{last[0]}.{last[1]}")]


def test_ruff_knows_the_oldest_python():
    first, _ = environment.supported()
    assert f'target-version = "py{first[0]}{first[1]}"' in pyproject()


def test_what_the_package_imports_is_declared():
    """No module of the course leans on a package that another one happens to bring."""
    declared = set(re.findall(r'^    "([a-z0-9-]+)[=<>]', pyproject(), re.MULTILINE))
    names = {"PIL": "pillow", "IPython": "ipython"}
    known = {"course_utils", "tools", "benchmarks", *sys.stdlib_module_names}
    for path in [*(ROOT / "course_utils").rglob("*.py"), *(ROOT / "tools").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules.append(node.module)
            for module in (module.partition(".")[0] for module in modules):
                assert module in known or names.get(module, module) in declared, (
                    f"{path.name} imports {module}, which pyproject.toml does not name"
                )
