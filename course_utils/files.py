"""Files are written whole or not at all, and shipped ones are read only as they were shipped.

`datasets/SHA256SUMS` has the hash of every shipped file. Readers ask `intact` first; `write_whole`
notes the new hash when the course itself makes such a file anew. After a change by hand:

    python -m course_utils.files
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
SUMS = "SHA256SUMS"  # its name, and the format of the command sha256sum


def sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listed() -> dict[str, str]:
    """Name and hash of each shipped file."""
    path = DATASETS / SUMS
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return {name: found for found, _, name in (line.partition("  ") for line in text.splitlines())}


def shipped_name(path: Path) -> str | None:
    """How the list calls a file; None for a file elsewhere, such as a learner's own."""
    path = path.resolve()
    return path.relative_to(DATASETS).as_posix() if path.is_relative_to(DATASETS) else None


def intact(path: str | Path) -> Path:
    """The path of a file that may be read: as it was shipped, or not one of the shipped files.

    Raises:
        FileNotFoundError: it does not exist.
        ValueError: it is a shipped file, and something changed it.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; check the path, or make it first")
    name, known = shipped_name(path), listed()
    if name in known and known[name] != sha256(path):
        raise ValueError(
            f"{path} is damaged or was changed. Get it again: `git restore datasets`. If you "
            "changed it on purpose: `python -m course_utils.files`."
        )
    return path


def damaged() -> list[str]:
    """Names of shipped files that are missing or not as they were shipped.

    Without the list nobody knows: then the list itself is what is missing.
    """
    there, known = shipped_files(), listed()
    return [name for name, found in known.items() if there.get(name) != found] if known else [SUMS]


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A path beside `path` to fill; what lies there at the end is put in its place.

    After an error `path` is as it was, and nothing lies beside it.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, and only then put it in its place; return the path.

    Raises:
        OSError: the disk is full or refuses; what was there before is as it was.
    """
    path = Path(path)
    if not path.name:
        raise ValueError(f"{str(path)!r} names no file; give a path such as results.json")
    try:
        with beside(path) as part:
            write(part)
    except OSError as error:
        raise OSError(
            f"{path} could not be written ({error.strerror or error}). What was there is as it "
            "was. Free some space or choose another folder, and do the same again."
        ) from error
    name, known = shipped_name(path), listed()
    if name in known:
        write_list({**known, name: sha256(path)})
    return path


def write_text(path: str | Path, text: str) -> Path:
    """`write_whole` for UTF-8 text, with the same line ends on every system."""
    return write_whole(path, lambda part: part.write_bytes(text.encode("utf-8")))


def write_list(known: dict[str, str]) -> None:
    """Write the list of shipped files."""
    write_text(DATASETS / SUMS, "".join(f"{known[name]}  {name}\n" for name in sorted(known)))


def shipped_files() -> dict[str, str]:
    """Name and hash, as they are now, of all data files: no pages, nothing half-written."""
    kinds = (".json", ".npz", ".safetensors", ".tsv", ".txt")
    data = [path for path in DATASETS.rglob("*") if path.suffix in kinds]
    return {path.relative_to(DATASETS).as_posix(): sha256(path) for path in data}


if __name__ == "__main__":
    write_list(shipped_files())
