"""A learner goes back to an earlier cell, or begins in the middle: what the cell then meets.

What one cell binds and another reads must mean the same when the second is run again after all
others. What functions do to a model that they are given is for `cells_again` to find out.
"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from cell_names import Names, names_of
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from notebook_reader import Notebook
from sample_notebook import code, write

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))

BUILT = "cell-068 takes the package's, which is the same definition, and more operations with it"
SAME = {  # (notebook, name): why a cell that runs again may meet the later one
    ("week2_1_backprop", "Tensor"): BUILT,
    ("week2_1_backprop", "relu"): BUILT,
    ("week2_1_backprop", "cross_entropy"): BUILT,
    ("week4_1_attention", "rotate"): "the one that is carried on does the same from place 0",
}


def meets_another(notebook: Notebook) -> Iterator[tuple[str, str]]:
    """(name, how) for each name that means another thing when the cell that reads it runs again.

    The check of an exercise hands back a function that works, as it should, and is left out.
    """
    cells = [(cell.id, names_of(cell.source)) for _, cell in notebook.code]
    checks = {cell.id for _, cell in notebook.tagged("check")}
    for name in sorted({name for _, names in cells for name in names.bound}):
        for place, (reader, names) in enumerate(cells):
            before = [cell for cell in cells[:place] if name in cell[1].bound]
            if not before or name not in all_read(names, cells[:place]):
                continue
            binder, meant = before[-1][0], before[-1][1].bound[name]
            for other, later in cells[place + 1 :]:
                new = later.bound.get(name, meant) != meant or (
                    meant is None and name in later.bound
                )
                if (new and other not in checks) or name in later.changed:
                    yield name, f"{binder} binds it, {reader} reads it, {other} changes it"


def all_read(names: Names, before: list[tuple[str, Names]]) -> set[str]:
    """What a cell reads, also by the functions of earlier cells that it names."""
    uses = {name: used for _, cell in before for name, used in cell.uses.items()}
    found, new = set(), set(names.read)
    while new:
        found |= new
        new = set().union(*(uses.get(name, ()) for name in new)) - found
    return found - (names.bound.keys() - names.read)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_that_runs_again_meets_the_same_names(path):
    found = list(meets_another(Notebook.read(path)))
    assert [f"{name}: {how}" for name, how in found if (path.stem, name) not in SAME] == []
    allowed = {name for stem, name in SAME if stem == path.stem}
    assert allowed <= {name for name, _ in found}, "no cell meets these: take them out of SAME"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_that_runs_first_names_what_it_misses(path):
    """Every cell that needs earlier ones; those that import what they need first are left out."""
    tried, bound = 0, set()
    for _, cell in Notebook.read(path).code:
        names = names_of(cell.source)
        missing = names.read & bound
        bound |= names.bound.keys()
        if (
            not missing - names.later
            or "import " in cell.source
            or cell.source.startswith(("%", "!"))
        ):
            continue
        with pytest.raises(NameError) as caught:
            exec(compile(cell.source, cell.id, "exec"), {"__name__": "__main__"})
        assert caught.value.name in missing, cell.id
        tried += 1
    assert tried >= 5


def test_a_kernel_says_so_too():
    path = next(path for path in NOTEBOOKS if path.stem == "week3_1_rnns")
    cell = next(
        c for _, c in Notebook.read(path).code if c.source.startswith("changed = x.clone()")
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.source)])
    with pytest.raises(CellExecutionError) as caught:
        NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert (caught.value.ename, caught.value.evalue) == ("NameError", "name 'x' is not defined")


# ---- The reading of names itself ----


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["x = 1", "print(x)", "x = 2"], {"x"}),
        (["x = 1", "print(x)", "for x in (1, 2):\n    pass"], {"x"}),
        (["x = 1", "print(x)", "with open('a') as x:\n    pass"], {"x"}),
        (["x = []", "print(x)", "x.append(1)"], {"x"}),
        (["x = {}", "print(x)", "x['a'] = 1"], {"x"}),
        (["x = {}", "print(x)", "del x['a']"], {"x"}),
        (["x = 1", "print(x)", "x += 1"], {"x"}),
        (["x = a()", "print(x)", "x.b.c = 1"], {"x"}),
        (["x = a()", "print(x)", "nn.init.zeros_(x.weight)"], {"x"}),
        (["x = a()", "print(x)", "x.weight.fill_(0)"], {"x"}),
        (["x = 1", "print(x)", "def x(): pass"], {"x"}),
        (["x = a()", "print(x)", "history = fit(x, 1)"], {"x"}),
        (["x = a()", "print(x)", "y = copy(x)\nfit(y, 1)"], set()),
        (["def f(): pass", "f()", "def f(): return 1"], {"f"}),
        (["x = 1", "def f(): return x", "f()", "x = 2"], {"x"}),
        (["x = 1\ndef f(): return x", "f()", "x = 2"], {"x"}),
        (["x = 1", "print([x for _ in 'ab'])", "x = 2"], {"x"}),
        (["x = 1", "x = x + 1", "x = 2"], {"x"}),
        (["x = y = 1", "print(f'{x}')", "y, (x, *_) = 1, (2, 3)"], {"x"}),
        (["x = 1", "x = 2\nprint(x)", "x = 3"], set()),
        (["x = 1", "print(x)", "[x for x in 'ab']"], set()),
        (["x = 1", "print(x)", "def f(x):\n    x = 2"], set()),
        (["x = 1", "print(x)", "f = lambda x: x.append(1)"], set()),
        (["x = 1", "[x for x in 'ab']", "x = 2"], set()),
        (["x = 1", "def f(x): return x", "x = 2"], set()),
        (["x = []\nx.append(1)", "print(x)"], set()),
        (["import x", "print(x)", "import x"], set()),
        (["x = 1", "x = 2"], set()),
    ],
)
def test_which_names_are_found(tmp_path, cells, names):
    path = write(tmp_path / "week1_2_sample.ipynb", [code(source) for source in cells])
    assert {name for name, _ in meets_another(Notebook.read(path))} == names


def test_a_check_may_hand_back_the_function_of_its_exercise(tmp_path):
    cells = [code("def f(): ...", "exercise"), code("f()"), code("f = checks.f(f)", "check")]
    path = write(tmp_path / "week1_2_sample.ipynb", cells)
    assert list(meets_another(Notebook.read(path))) == []
