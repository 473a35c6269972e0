"""The start page's self-test: everything passes here; what is broken is named, with advice."""

import importlib.metadata
import json
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from course_utils import start_page
from course_utils.checks import week1_3
from course_utils.models.transformer import GPT
from course_utils.start_page import Mend, self_test, show_progress
from tools.notebooks import ROOT
from tools.translations import english


def test_here_everything_is_ready(capsys):
    assert self_test()
    lines = capsys.readouterr().out.splitlines()
    assert [line[:4] for line in lines[:-2]] == ["ok  "] * len(start_page.TESTS)
    assert lines[-1] == "All is ready."


def breaking(monkeypatch, tmp_path, name):
    """Break one thing that the self-test looks at."""
    unread = tmp_path / "a file"
    unread.write_text("", encoding="utf-8")
    broken = {
        "old Python": (start_page.sys, "version_info", (3, 9, 1)),
        "32 bits": (start_page, "BITS", 32),
        "no checkpoint": (start_page, "DATASETS", tmp_path),
        "another world": (start_page, "world_tokenizer", lambda: ["<pad>"]),
        "no product": (torch, "eye", lambda n: torch.zeros(n, n)),
        "changed data": (start_page, "damaged", lambda: ["datasets/world.txt"]),
        "no distribution": (GPT, "distribution", lambda self: np.array([np.nan])),
        "no widgets": (start_page.sys, "prefix", str(tmp_path)),
        "no memory": (
            start_page.psutil,
            "virtual_memory",
            lambda: SimpleNamespace(available=1e8),
        ),
        "no records": (start_page, "progress_file", lambda: unread / "folder" / "progress.json"),
    }
    monkeypatch.setattr(*broken[name])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("old Python", "MEND  Python     Python 3"),
        ("32 bits", "with 32 bits; the course needs 64-bit Python"),
        ("no checkpoint", "MEND  checkpoint story_gpt.safetensors is missing. Get it again: `git"),
        ("another world", "the story world has 1. Get both anew: `git pull`, then `git restore"),
        ("no product", "MEND  PyTorch    PyTorch multiplies a matrix wrongly. "),
        ("changed data", "MEND  data       not as they were shipped: datasets/world.txt. Get them"),
        ("no distribution", "MEND  checkpoint story_gpt.safetensors gives no distribution. Get it"),
        ("no widgets", "MEND  widgets    JupyterLab lacks @jupyter-widgets/jupyterlab-manager"),
        ("no memory", "MEND  memory     100 MB of memory are free, notebooks use up to 700."),
        ("no records", "MEND  records    progress cannot be saved ("),
    ],
)
def test_what_is_broken_is_named(monkeypatch, tmp_path, capsys, name, line):
    breaking(monkeypatch, tmp_path, name)
    assert not self_test()
    said = capsys.readouterr().out
    assert line in said
    assert said.count("MEND") == 1
    assert said.endswith("Please mend the lines above, restart, and run again.\n")


def test_packages_are_compared_with_what_is_declared(monkeypatch):
    version = importlib.metadata.version("torch").partition("+")[0]
    requires = {"value": [f"torch=={version}", 'nbval>=0.11; extra == "test"']}
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: requires["value"])
    assert start_page.installed_packages() == "1 packages are installed"
    requires["value"] = ["torch==1.0.0"]
    with pytest.raises(Mend, match=r"torch is .*, the course needs 1\.0\.0\. .*course.py env"):
        start_page.installed_packages()
    requires["value"] = ["a-package-that-nobody-has>=1"]
    with pytest.raises(Mend, match="a-package-that-nobody-has is not installed"):
        start_page.installed_packages()


def test_an_unexpected_error_does_not_stop_the_rest(monkeypatch, capsys):
    def broken():
        raise RuntimeError("a surprise")

    monkeypatch.setitem(start_page.TESTS, "data", broken)
    assert not self_test()
    said = capsys.readouterr().out
    assert "MEND  data       RuntimeError: a surprise" in said
    assert "ok    records" in said


def test_progress_shows_what_was_passed(monkeypatch, capsys):
    recorded = {"week1_3_ngrams/em_step": "passed", "week1_3_ngrams/evaluate": "tried"}
    monkeypatch.setattr(start_page, "progress", lambda: json.loads(json.dumps(recorded)))
    show_progress()
    lines = capsys.readouterr().out.splitlines()
    assert "week1_3_ngrams: 1 of 6 passed" in lines
    assert "  [x] em_step" in lines
    assert "  [~] evaluate" in lines
    assert "  [ ] perplexity_of" in lines


def test_a_checkpoint_of_other_code_is_advised_on(monkeypatch, tmp_path, capsys):
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    save_file({"weights": torch.zeros(1)}, folder / "story_gpt.safetensors")
    monkeypatch.setattr(start_page, "DATASETS", tmp_path)
    assert not self_test()
    said = capsys.readouterr().out
    assert "MEND  checkpoint story_gpt.safetensors cannot be read (" in said
    assert "Get both anew: `git pull`" in said


def test_the_start_page_links_every_notebook_that_exists():
    notebooks = Path(__file__).parents[1] / "notebooks"
    cells = nbformat.read(notebooks / "00_start_here.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    named = set(re.findall(r"\bweek\d_\d_\w+", text))
    there = {path.stem for path in notebooks.glob("week*.ipynb")}
    assert there <= named
    unlinked = set(re.findall(r"`(week\d_\d_\w+)`", text))
    assert not unlinked & there, "these exist now: make them links"


def test_the_message_on_the_page_is_what_the_check_says(capsys):
    def perplexity_of(log2_probabilities):
        return 2.0 ** -sum(map(sum, log2_probabilities))  # not divided by the number of tokens

    week1_3.perplexity_of(perplexity_of)
    message = capsys.readouterr().out.strip()
    for page in ("00_start_here.ipynb", "00_start_here.zh.md"):
        path = ROOT / "notebooks" / page
        assert f"```text\n{message}\n```" in english(path), page
