"""What the start page asks of this computer and of the learner's records."""

import importlib.metadata
import platform
import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

from course_utils import plots
from course_utils.checks.exercise import exercises
from course_utils.checks.records import progress, progress_file
from course_utils.data import DATASETS, load_world, world_tokenizer
from course_utils.files import damaged

REPAIR = "Close JupyterLab and run `python3 course.py env` (Windows: `py course.py env`)."
FRESH = "Get both anew: `git pull`, then `git restore datasets`."
BITS = struct.calcsize("P") * 8  # of an address in this Python
LEAST_MEGABYTES = 700  # what the largest notebook may hold


class Mend(Exception):
    """Something to mend: what was found, and the remedy."""


def self_test() -> bool:
    """Try what the notebooks need; print a line for each, with advice where something is amiss.

    Returns:
        True if nothing needs mending.
    """
    mended = True
    for name, test in TESTS.items():
        try:
            found, sign = test(), "ok  "
        except Mend as advice:
            found, sign, mended = str(advice), "MEND", False
        except Exception as error:  # whatever else is broken is said too, and the rest is tried
            found, sign, mended = f"{type(error).__name__}: {error} {REPAIR}", "MEND", False
        print(f"{sign}  {name:10} {found}")
    print("\nAll is ready." if mended else "\nPlease mend the lines above, restart, and run again.")
    return mended


def python_version() -> str:
    """The interpreter is one that PyTorch has builds for."""
    if not (3, 10) <= sys.version_info[:2] <= (3, 14) or BITS != 64:
        raise Mend(
            f"Python {platform.python_version()} with {BITS} bits; the course needs 64-bit Python "
            "3.10 to 3.14. Choose the .venv kernel, or run `python3 course.py lab`."
        )
    return f"Python {platform.python_version()}, {BITS} bits"


def installed_packages() -> str:
    """Everything that the course declares is installed, PyTorch in exactly its version."""
    wanted = [
        requirement
        for requirement in importlib.metadata.requires("tokens-to-lora") or []
        if "extra ==" not in requirement
    ]
    for requirement in wanted:
        name = re.match(r"[\w.-]+", requirement)[0]
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise Mend(f"{name} is not installed. {REPAIR}") from None
        exact = re.fullmatch(r"[\w.-]+==([\w.]+)", requirement)
        if exact and version.partition("+")[0] != exact[1]:
            raise Mend(f"{name} is {version}, the course needs {exact[1]}. {REPAIR}")
    return f"{len(wanted)} packages are installed"


def torch_computes() -> str:
    """PyTorch computes, with the number of threads that the course sets."""
    import torch

    from course_utils.threads import set_threads

    threads = set_threads()
    if (torch.eye(2) @ torch.ones(2)).tolist() != [1.0, 1.0]:
        raise Mend(f"PyTorch multiplies a matrix wrongly. {REPAIR}")
    return f"PyTorch {torch.__version__.partition('+')[0]} computes; threads: {threads}"


def data_loads() -> str:
    """Every data file is as it was shipped, and the story world can be read."""
    if bad := damaged():
        raise Mend(
            f"not as they were shipped: {', '.join(bad)}. Get them again: `git restore datasets`; "
            "if you made them anew, `python -m course_utils.files`."
        )
    corpus = load_world("test")
    return f"story world: {len(corpus):,} test documents, {len(corpus.tokens):,} tokens"


def checkpoint_answers() -> str:
    """The course's GPT can be loaded and gives a distribution."""
    from course_utils.models.checkpoints import load_model

    path = DATASETS / "checkpoints" / "story_gpt.safetensors"
    if not path.is_file():
        raise Mend(f"{path.name} is missing. Get it again: `git restore datasets`.")
    try:
        model = load_model(path)
    except (ValueError, RuntimeError) as error:  # written by other code than that of this folder
        raise Mend(f"{path.name} cannot be read ({error}). {FRESH}") from None
    words = len(world_tokenizer())
    if model.config.vocabulary_size != words:
        raise Mend(
            f"{path.name} knows {model.config.vocabulary_size:,} tokens, the story world has "
            f"{words:,}. {FRESH}"
        )
    if not abs(model.distribution().sum() - 1) <= 1e-6:  # nor is nan
        raise Mend(f"{path.name} gives no distribution. Get it again: `git restore datasets`.")
    return f"GPT with {sum(weights.numel() for weights in model.parameters()):,} parameters answers"


def widget_extensions() -> str:
    """The browser's half of the widgets lies where JupyterLab looks for it."""
    folder = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    for part in ("@jupyter-widgets/jupyterlab-manager", "anywidget"):
        if not (folder / part).is_dir():
            raise Mend(f"JupyterLab lacks {part}: widgets would show as text only. {REPAIR}")
    return "JupyterLab has what the widgets need"


def chinese_labels() -> str:
    """There is a font for Chinese labels; without one, figures use pinyin."""
    font = plots.chinese_font()
    return f"Chinese labels in {font}" if font else "no Chinese font: labels appear in pinyin"


def free_memory() -> str:
    """Enough memory is free for the largest notebook."""
    free = psutil.virtual_memory().available / 1e6
    if free < LEAST_MEGABYTES:
        raise Mend(
            f"{free:.0f} MB of memory are free, notebooks use up to {LEAST_MEGABYTES}. Shut down "
            "other kernels (the stop sign in the left sidebar) and close programs."
        )
    return f"more than {LEAST_MEGABYTES} MB of memory are free"


def records_writable() -> str:
    """The file of passed exercises can be written."""
    folder = progress_file().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / "self_test.tmp"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise Mend(
            f"progress cannot be saved ({error}). Make your data folder writable; the notebooks "
            "work without it."
        ) from None
    return "progress with the exercises can be saved"


TESTS: dict[str, Callable[[], str]] = {
    "Python": python_version,
    "packages": installed_packages,
    "PyTorch": torch_computes,
    "data": data_loads,
    "checkpoint": checkpoint_answers,
    "widgets": widget_extensions,
    "Chinese": chinese_labels,
    "memory": free_memory,
    "records": records_writable,
}


def show_progress() -> None:
    """Print every exercise of the course by notebook: passed, tried, or still to come."""
    recorded = progress()
    for notebook, found in exercises().items():
        states = [recorded.get(f"{notebook}/{one.name}", "") for one in found]
        print(f"{notebook}: {states.count('passed')} of {len(found)} passed")
        for one, state in zip(found, states, strict=True):
            mark = {"passed": "x", "tried": "~"}.get(state, " ")
            print(f"  [{mark}] {one.name}")
