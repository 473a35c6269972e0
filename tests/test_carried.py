"""What a notebook builds in a `carried` cell and what the package holds are the same definition."""

import ast
import copy
import re
from pathlib import Path

import pytest
from notebook_reader import Notebook
from sample_notebook import code, text, write

ROOT = Path(__file__).parent.parent
BUILT = re.compile(r"Built in notebooks/(\w+\.ipynb), section (\d+)\b")
Definition = ast.FunctionDef | ast.ClassDef


def package_definitions(package: Path) -> dict[tuple[str, str], tuple[str, int, ast.AST]]:
    """(notebook, name) -> (file, section, tree) of every definition whose docstring says so."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, Definition):
                match = BUILT.match(ast.get_docstring(node) or "")
                if match:
                    place = path.relative_to(package.parent).as_posix()
                    found[match[1], node.name] = (place, int(match[2]), node)
    return found


def carried_definitions(notebook: Notebook) -> list[tuple[int, ast.AST]]:
    """(section, tree) of every definition in the cells tagged `carried`."""
    found = []
    for number, cell in notebook.tagged("carried"):
        above = (text for i, level, text in notebook.headings if i < number and level == 2)
        numbered = [re.match(r"(\d+)\b", heading) for heading in above]
        section = int(numbered[-1][1]) if numbered and numbered[-1] else 0
        nodes = ast.parse(cell.source).body
        found += [(section, node) for node in nodes if isinstance(node, Definition)]
    return found


class Bare(ast.NodeTransformer):
    """Drop what notebook and package may differ in: docstrings and annotations."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, Definition) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        value = node.value or ast.Constant(value=...)
        return self.generic_visit(ast.Assign(targets=[node.target], value=value, lineno=0))


def bare(node: ast.AST) -> str:
    return ast.unparse(Bare().visit(copy.deepcopy(node)))


def drift(notebooks: list[Path], package: Path) -> list[str]:
    """Return every way in which carried cells and package have come apart."""
    wrong, seen = [], set()
    held = package_definitions(package)
    for path in notebooks:
        notebook = Notebook.read(path)
        for section, node in carried_definitions(notebook):
            key = (path.name, node.name)
            seen.add(key)
            if key not in held:
                wrong.append(
                    f"{path.name} carries {node.name}, but no docstring in the package begins "
                    f'"Built in notebooks/{path.name}, section {section}"'
                )
                continue
            place, said, built = held[key]
            if bare(node) != bare(built):
                wrong.append(f"{node.name} in {place} is not the one that {path.name} carries")
            if said != section:
                wrong.append(
                    f"{node.name} in {place} says section {said}; it is carried in {section}"
                )
    for (name, definition), (place, _, _) in held.items():
        if (name, definition) not in seen:
            wrong.append(f"{place}: {definition} says {name}, where no cell carries it")
    return wrong


def test_the_package_holds_what_the_notebooks_carry():
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert drift(notebooks, ROOT / "course_utils") == []


# ---- The comparison itself ----

IN_NOTEBOOK = '''
@dataclass
class Model:
    """A model."""
    size: int
    rate: float = 0.5

    def scores(self, tokens):
        # look each one up
        return [self.table[t] * 2 for t in tokens]
'''
IN_PACKAGE = '''
import numpy as np


@dataclass
class Model:
    """Built in notebooks/week1_2_sample.ipynb, section 2: a model with a longer story."""

    size: int  # how large
    rate: "a share" = 0.5

    def scores(self, tokens: list[int]) -> list[float]:
        """Return the scores."""
        return [self.table[t] * 2 for t in tokens]


def helper():
    """Not built in any notebook."""
'''


@pytest.fixture
def course(tmp_path):
    def lay(notebook: str = IN_NOTEBOOK, package: str = IN_PACKAGE, heading: str = "## 2. Two"):
        cells = [text("# T"), text("## 1. One"), text(heading), code(notebook, "carried")]
        path = write(tmp_path / "week1_2_sample.ipynb", cells)
        (tmp_path / "course_utils").mkdir(exist_ok=True)
        (tmp_path / "course_utils" / "model.py").write_text(package, encoding="utf-8")
        return drift([path], tmp_path / "course_utils")

    return lay


def test_docstrings_annotations_and_comments_may_differ(course):
    assert course() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("* 2", "* 3"),
        ("tokens", "words"),
        ("rate: float = 0.5", "rate: float = 0.6"),
        ("size: int", "width: int"),
        ("@dataclass\n", ""),
        ("    rate: float = 0.5\n", ""),
        ("    def scores", "    @staticmethod\n    def scores"),
    ],
)
def test_drift_is_found(course, old, new):
    assert course(notebook=IN_NOTEBOOK.replace(old, new)) == [
        "Model in course_utils/model.py is not the one that week1_2_sample.ipynb carries"
    ]


def test_a_wrong_section_is_found(course):
    assert course(heading="## 3. Three") == [
        "Model in course_utils/model.py says section 2; it is carried in 3"
    ]
    assert "carried in 0" in course(heading="## Unnumbered")[0]


def test_a_definition_missing_on_either_side_is_found(course):
    missing_in_package = course(package="x = 1")
    assert missing_in_package[0].startswith("week1_2_sample.ipynb carries Model, but no docstring")
    missing_in_notebook = course(notebook="x = 1")
    assert missing_in_notebook == [
        "course_utils/model.py: Model says week1_2_sample.ipynb, where no cell carries it"
    ]
