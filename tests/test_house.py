"""The shape of the package: imports point one way, no circles, no file too long to read."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "course_utils"
FILES = sorted(PACKAGE.rglob("*.py"))
TOP = {"checks", "widgets", "plots", "start_page"}  # what notebooks show and ask
GROUND = {
    *("models", "tokenizers", "subwords", "segmentation", "data", "downloads", "story_world"),
    *("parallel", "threads", "memory", "files"),
}  # what everything else stands on
MOST_LINES = 350  # of a file outside the generator of the story world


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {module_name(path) for path in FILES}


def imports_of(source: str) -> set[str]:
    """Modules of the package that a file needs when it runs (not those named for type hints)."""
    tree, found = ast.parse(source), set()
    hints = [
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    ]
    for node in ast.walk(tree):
        if node in hints:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            longer = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (longer & NAMES) | ({node.module} if longer - NAMES else set())
    return found & NAMES


IMPORTS = {module_name(path): imports_of(path.read_text(encoding="utf-8")) for path in FILES}


def room(module: str) -> str:
    return [*module.split("."), ""][1]


def against_the_direction(module: str, needs: set[str]) -> list[str]:
    """Imports of a module that point upward."""
    own, wrong = room(module), []
    for other in sorted(room(name) for name in needs):
        models_only = own == "models" and other not in {"models", "tokenizers", "threads", "files"}
        from_ground = own in GROUND and other not in GROUND
        from_middle = own not in GROUND | TOP and other in TOP
        of_a_run = own != "runs" and other == "runs" and own not in TOP
        if other and (models_only or from_ground or from_middle or of_a_run):
            wrong.append(f"{module} imports {other}")
    return wrong


def test_imports_point_one_way():
    assert [
        wrong for name, needs in IMPORTS.items() for wrong in against_the_direction(name, needs)
    ] == []


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("course_utils.models.rnn", "course_utils.training"),
        ("course_utils.models.rnn", "course_utils.data"),
        ("course_utils.data", "course_utils.evaluation"),
        ("course_utils.training", "course_utils.plots"),
        ("course_utils.texts.tasks", "course_utils.runs.prompts"),
    ],
)
def test_an_import_upward_is_seen(module, needed):
    assert against_the_direction(module, {needed}) == [f"{module} imports {room(needed)}"]
    assert against_the_direction("course_utils.widgets.graph", {needed}) == []


def test_no_circles():
    try:
        order = list(TopologicalSorter(IMPORTS).static_order())
    except CycleError as circle:
        raise AssertionError(f"imports in a circle: {circle.args[1]}") from None
    assert order.index("course_utils.tokenizers") < order.index("course_utils.data")


def on_the_map(folder: Path) -> list[str]:
    """Files and folders that the docstring of a folder names, in its order."""
    source = (folder / "__init__.py").read_text(encoding="utf-8")
    return re.findall(r"^ *(\w+(?:/|\.py)) ", ast.get_docstring(ast.parse(source)), re.MULTILINE)


@pytest.mark.parametrize("folder", ["", "models", "texts", "parallel"])
def test_a_folder_has_a_map_of_all_that_lies_in_it(folder):
    there = {path.name for path in (PACKAGE / folder).glob("*.py")} - {"__init__.py"}
    there |= {f"{path.parent.name}/" for path in (PACKAGE / folder).glob("*/__init__.py")}
    assert sorted(on_the_map(PACKAGE / folder)) == sorted(there)


def test_imports_point_downward_on_the_map():
    order = [re.sub(r"/|\.py", "", name) for name in on_the_map(PACKAGE)]
    pairs = {(room(name), room(other)) for name, needs in IMPORTS.items() for other in needs}
    upward = [(a, b) for a, b in pairs if a and b and order.index(a) > order.index(b)]
    assert upward == []


def test_every_file_can_be_read_in_one_go():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in FILES
        if "story_world" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


SAFE = {  # what reads weights or arrays, and the argument that keeps it from running what it reads
    "torch.load": ("weights_only", True),
    "np.load": ("allow_pickle", False),
}


def unsafe_loads(source: str) -> list[str]:
    """Calls that would run what a file asks for."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and (name := ast.unparse(call.func)) in SAFE:
            wanted, value = SAFE[name]
            given = {word.arg: ast.unparse(word.value) for word in call.keywords}
            if given.get(wanted) != str(value):
                found.append(ast.unparse(call))
    return found


def test_reading_a_file_never_runs_it():
    folders = ("course_utils", "tools", "benchmarks")
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert [line for path in files for line in unsafe_loads(path.read_text(encoding="utf-8"))] == []
    assert unsafe_loads("torch.load(path)") == ["torch.load(path)"]
    assert unsafe_loads("np.load(path, allow_pickle=True)") != []
    assert unsafe_loads("np.load(path, allow_pickle=False)") == []
