"""`course.py clean`: what stays, what goes, what it cannot mend; and the committed notebooks."""

import base64
import copy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import clean

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PNG = base64.b64encode(b"\x89PNG" + bytes(1000)).decode("ascii")
VIEW = {"version_major": 2, "version_minor": 0, "model_id": "abc"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def cell(*outputs, source: str = "1 + 1", count: int | None = 7, **metadata):
    return new_code_cell(source, execution_count=count, outputs=list(outputs), metadata=metadata)


def shown(**data) -> nbformat.NotebookNode:
    return new_output("display_data", {name.replace("__", "/"): data[name] for name in data})


def cleaned(*cells, **metadata) -> tuple[nbformat.NotebookNode, clean.Report]:
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    return notebook, clean.clean_notebook(notebook, "a.ipynb")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebooks_are_clean(path):
    report = clean.clean_file(path, check=True)
    assert report.changes + report.faults == [], "run: python3 course.py clean"


def test_text_and_pictures_stay():
    stdout = new_output("stream", name="stdout", text="0.5\n")
    result = new_output("execute_result", {"text/plain": "2"}, execution_count=1)
    picture = shown(image__png=PNG, text__plain="Bars", text__markdown="*Bars*")
    picture.metadata = {"image/png": {"alt": "Two bars"}}
    before = [copy.deepcopy(output) for output in (stdout, result, picture)]
    notebook, report = cleaned(cell(stdout, result, picture, count=1, tags=["live"]))
    assert notebook.cells[0].outputs == before
    assert notebook.cells[0].metadata == {"tags": ["live"]}
    assert report.faults == []


def test_stderr_goes():
    output = new_output("stream", name="stderr", text="100%|████| 3/3")
    notebook, report = cleaned(cell(output, count=1))
    assert notebook.cells[0].outputs == []
    assert "cell 0: stderr: '100%" in report.changes[1]


def test_a_progress_bar_leaves_nothing():
    bar = new_output("stream", name="stdout", text="\r 0%|  |\r50%|# |\r      \rdone\r\nnext\n")
    only = new_output("stream", name="stdout", text="\r 0%|  |\r       \r")
    pieces = (
        "  0%|          | 0/600 [00:00<?, ?it/s]  2%|1         | 9/600 [00:00<00:07, loss 4.7]   "
    )
    flat = new_output("stream", name="stdout", text=pieces)
    notebook, _ = cleaned(cell(bar), cell(only), cell(flat))
    assert notebook.cells[2].outputs == []
    assert [o["text"] for o in notebook.cells[0].outputs] == ["done\r\nnext\n"]
    assert notebook.cells[1].outputs == []


def test_printed_text_that_follows_printed_text_becomes_one_output():
    pieces = [new_output("stream", name="stdout", text=text) for text in ("1\n", "2", "\n", "3\n")]
    red = new_output("stream", name="stderr", text="red")
    notebook, _ = cleaned(cell(*pieces[:2], red, pieces[2], shown(image__png=PNG), pieces[3]))
    outputs = notebook.cells[0].outputs
    assert [o.get("text") for o in outputs] == ["1\n2\n", None, "3\n"]


def test_widget_views_scripts_and_state_go():
    bundle = {WIDGET_VIEW: VIEW, "image/png": PNG, "text/plain": "NextToken(…)"}
    live = new_output("execute_result", bundle, execution_count=7)
    live.metadata = {WIDGET_VIEW: {"a": 1}, "image/png": {"alt": "Bars"}}
    only_view = new_output("display_data", {WIDGET_VIEW: VIEW})
    script = shown(text__html="<script>1</script>", application__javascript="1")
    notebook, report = cleaned(
        cell(live, only_view, script), widgets={"application/vnd.jupyter.widget-state+json": {}}
    )
    [output] = notebook.cells[0].outputs
    assert sorted(output.data) == ["image/png", "text/plain"]
    assert output.metadata == {"image/png": {"alt": "Bars"}}
    assert "widgets" not in notebook.metadata
    assert len([line for line in report.changes if "output" in line]) == 4


def test_controls_are_announced_in_words():
    box = {WIDGET_VIEW: VIEW, "text/plain": "interactive(children=(IntSlider(value=2), Output()))"}
    notebook, report = cleaned(cell(new_output("execute_result", box, execution_count=7)))
    [output] = notebook.cells[0].outputs
    assert output.data == {"text/plain": "(Run this cell to get its controls.)"}
    assert any("controls" in line for line in report.changes)


def test_counts_become_one_to_n_and_stay_empty_where_nothing_ran():
    result = new_output("execute_result", {"text/plain": "2"}, execution_count=12)
    notebook, _ = cleaned(
        cell(count=3), cell(count=None), new_markdown_cell("x"), cell(result, count=12)
    )
    assert [c.get("execution_count") for c in notebook.cells] == [1, None, None, 2]
    assert notebook.cells[3].outputs[0].execution_count == 2


def test_metadata_of_machine_and_editor_goes():
    notebook, _ = cleaned(
        cell(execution={"iopub.status.busy": "2026"}, scrolled=True, slideshow={"slide_type": "-"}),
        kernelspec={"name": "my-venv", "display_name": ".venv"},
        language_info={"name": "python", "version": "3.11.2"},
        vscode={},
        title="Kept",
    )
    assert notebook.cells[0].metadata == {"slideshow": {"slide_type": "-"}}
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.language_info
    assert sorted(notebook.metadata) == ["kernelspec", "language_info", "title"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("read /home/ada/course/data.txt", "read …/data.txt"),
        ("'/Users/ada/My/x.py', line 3", "'…/x.py', line 3"),
        (r"C:\Users\ada\course\x.py:3", r"…/x.py:3"),
        ("C:\\\\Users\\\\ada\\\\x.py", "…/x.py"),
        (f"({ROOT / 'course.py'})", "(…/course.py)"),
        ("(/usr/lib/python3.11/json/__init__.py)", "(…/__init__.py)"),
        ("https://example.org/home/ada/x", "https://example.org/home/ada/x"),
        ("and/or, km/h, 3/4, notebooks/a.ipynb, ../home/x/y", None),
        (r"p(a | b) / p(c), /start/, $f:\mathbb{R}\to\mathbb{R}$", None),
    ],
)
def test_absolute_paths_lose_their_folders(text, after):
    output = new_output("stream", name="stdout", text=text)
    notebook, report = cleaned(cell(output, shown(text__plain=text), count=1))
    stream, result = notebook.cells[0].outputs
    assert stream.text == result.data["text/plain"] == (after or text)
    named = [line for line in report.changes if "absolute path" in line]
    assert len(named) == (2 if after and after != text else 0)


def test_absolute_paths_in_sources_are_for_a_person():
    markdown = new_markdown_cell("Look into `/home/ada/course`.")
    notebook, report = cleaned(cell(source="open('/Users/ada/x.txt')"), markdown)
    assert notebook.cells[0].source == "open('/Users/ada/x.txt')"
    assert [line.partition("its")[0] for line in report.faults] == [
        "a.ipynb, cell 0: ",
        "a.ipynb, cell 1: ",
    ]


@pytest.mark.parametrize(
    "output",
    [
        shown(image__png=base64.b64encode(bytes(60_001)).decode("ascii")),
        shown(text__plain="é" * 30_001),
        new_output("stream", name="stdout", text="x" * 60_001),
    ],
)
def test_large_outputs_are_named(output):
    _, report = cleaned(new_markdown_cell("x"), cell(output))
    [fault] = report.faults
    assert fault.startswith("a.ipynb, cell 1: ")
    assert "60,00" in fault


def test_a_picture_of_60_kilobytes_passes():
    _, report = cleaned(cell(shown(image__png=base64.b64encode(bytes(60_000)).decode("ascii"))))
    assert report.faults == []


def test_failed_cells_are_named_unless_they_are_meant_to_fail():
    error = new_output("error", ename="ValueError", evalue="bad", traceback=["\x1b[31m/home/a/b"])
    _, report = cleaned(cell(copy.deepcopy(error)))
    assert "failed with ValueError: bad" in report.faults[0]
    notebook, report = cleaned(cell(error, tags=["raises-exception"]))
    assert report.faults == []
    assert notebook.cells[0].outputs[0].traceback == ["ValueError: bad"]


def messy(path: Path) -> None:
    notebook = new_notebook(
        cells=[
            cell(new_output("stream", name="stderr", text="x"), shown(text__plain="/tmp/a/b")),
            new_markdown_cell("我爱北京天安门"),
        ],
        metadata={"vscode": {}},
    )
    nbformat.write(notebook, path)


def test_cleaning_twice_changes_nothing_more(tmp_path):
    path = tmp_path / "a.ipynb"
    messy(path)
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert clean.main([str(path)]) == 0
    once = path.read_bytes()
    assert [cell.id for cell in nbformat.read(path, as_version=4).cells] == ids
    assert "我爱北京天安门" in once.decode("utf-8")
    assert b"\r" not in once
    assert clean.main([str(path)]) == 0
    assert path.read_bytes() == once
    assert clean.main(["--check", str(path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]


def test_check_changes_nothing_and_fails(tmp_path, capsys):
    path = tmp_path / "a.ipynb"
    messy(path)
    before = path.read_bytes()
    assert clean.main(["--check", str(path)]) == 1
    assert path.read_bytes() == before
    assert "cell 0: absolute path /tmp/a/b" in capsys.readouterr().out


def test_what_it_cannot_mend_fails(tmp_path, capsys):
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[cell(source="open('/home/ada/x.txt')")]), path)
    assert clean.main([str(path)]) == 1
    assert "MEND: a.ipynb, cell 0" in capsys.readouterr().out
