"""What opens the course elsewhere: Binder, dev containers, the README's links to them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import badge, environment

ROOT = Path(__file__).resolve().parents[1]


def test_a_dev_container_uses_the_courses_own_way_in():
    settings = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    version = re.fullmatch(
        r"mcr\.microsoft\.com/devcontainers/python:3\.(\d+)-\w+", settings["image"]
    )
    first, last = environment.supported()
    assert first <= (3, int(version[1])) <= last
    made = settings["onCreateCommand"]
    assert made.endswith("python3 course.py env") and "apt.txt" in made
    [opened] = settings["customizations"]["codespaces"]["openFiles"]
    assert (ROOT / opened).is_file() and opened in badge.START
    chosen = settings["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert chosen.endswith(".venv/bin/python")
    assert "cuda" not in json.dumps(settings).lower()


def test_apt_txt_is_a_list_of_packages():
    lines = (ROOT / "apt.txt").read_text("utf-8").splitlines()
    assert lines and all(re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", line) for line in lines)


def test_post_build_stops_on_errors_and_on_cuda():
    script = (ROOT / "postBuild").read_text("utf-8")
    assert script.startswith("#!/bin/bash\n") and "set -euo pipefail" in script
    assert "torch.version.cuda is None" in script
    assert "environment.switch_off_news()" in script
    assert os.name == "nt" or os.access(ROOT / "postBuild", os.X_OK)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is missing")
def test_post_build_writes_into_the_environment_it_runs_in(tmp_path):
    """With a `python` that has a torch of ours: it stops only at one with CUDA."""
    torch = tmp_path / "site" / "torch.py"
    torch.parent.mkdir()
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    code = f"import sys; sys.prefix = {str(tmp_path)!r}; sys.path.insert(0, {str(torch.parent)!r})"
    (torch.parent / "sitecustomize.py").write_text(code)
    real = shutil.which("python3") or "python3"
    python.write_text(f'#!/bin/bash\nPYTHONPATH="{torch.parent}" exec "{real}" "$@"\n')
    python.chmod(0o755)
    variables = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    for cuda, status in (("None", 0), ("'13.0'", 1)):
        version = f"version = types.SimpleNamespace(cuda={cuda})"
        torch.write_text(f"import types\n{version}\n__version__ = '2'\n")
        shutil.rmtree(torch.parent / "__pycache__", ignore_errors=True)
        done = subprocess.run(["bash", "postBuild"], cwd=ROOT, env=variables, capture_output=True)
        assert done.returncode == status, done.stderr
    settings = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    [news] = json.loads(settings.read_text("utf-8")).values()
    assert news == {"fetchNews": "false", "checkForUpdates": False}


# ---- The README's links ----


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ("git@github.com:a/b.git", "https://mybinder.org/v2/gh/a/b/HEAD?urlpath=lab%2Ftree%2F"),
        ("https://user:word@github.com/a/b", "https://mybinder.org/v2/gh/a/b/HEAD?"),
        ("https://gitlab.com/a/b/c.git", "https://mybinder.org/v2/gl/a%2Fb%2Fc/HEAD?"),
        ("https://git.x.edu/a/b", "https://mybinder.org/v2/git/https%3A%2F%2Fgit.x.edu%2Fa%2Fb/"),
    ],
)
def test_binder_gets_the_address(given, begins):
    made = badge.binder(badge.public(given))
    assert made.startswith(begins) and made.endswith("00_start_here.ipynb")
    assert "word" not in made  # no password of somebody's address is published


@pytest.mark.parametrize("given", ["/srv/git/course", "file:///srv/course", "course", "https://x"])
def test_an_address_that_nobody_can_reach_is_refused(given, capsys):
    assert badge.main([given]) == 1
    assert "is no public address" in capsys.readouterr().out


def test_the_badge_is_written_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(badge, "ROOT", tmp_path)
    readme = tmp_path / "README.md"
    readme.write_text(f"# A\n\n{badge.BEGIN}\n{badge.END}\n\nend\n", encoding="utf-8")
    for name in ("old", "new"):
        assert badge.main([f"https://github.com/me/{name}"]) == 0
    text = readme.read_text("utf-8")
    assert text.count("mybinder.org/v2/gh/me/new/HEAD") == 1 and "me/old" not in text
    assert "codespaces.new/me/new" in text and text.endswith("\n\nend\n")
    readme.write_text("# A\n", encoding="utf-8")
    assert badge.main(["https://github.com/me/new"]) == 1


def test_the_readme_has_a_place_for_the_badge():
    assert badge.PART.search((ROOT / "README.md").read_text("utf-8"))
