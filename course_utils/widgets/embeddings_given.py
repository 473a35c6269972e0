"""What the embedding explorer is given: checked, with errors that say what is wrong and where."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_utils.widgets import geometry

MOST_GROUPS = 12  # six colors, each with two shapes


def vectors(given: Any, words: Sequence[str]) -> np.ndarray:
    """Snapshots of vectors, (S, V, C) float32, each rotated onto the last one.

    Raises:
        ValueError: not (V, C) or (S, V, C), V is not the number of words, fewer than 3 words or
            2 dimensions, or a number that is not finite.
    """
    snapshots = _array(given)
    if snapshots.ndim == 2:
        snapshots = snapshots[None]
    if snapshots.ndim != 3 or not len(snapshots):
        raise ValueError(
            "vectors must be (words, dimensions) or (snapshots, words, dimensions), "
            f"but the shape is {_array(given).shape}"
        )
    _, count, dimensions = snapshots.shape
    if count != len(words):
        raise ValueError(
            f"{len(words)} words, but vectors of shape {snapshots.shape[-2:]} have {count} rows; "
            "give one word for each row"
        )
    if count < 3 or dimensions < 2:
        raise ValueError(f"{count} words of {dimensions} dimensions; give at least 3 words of 2")
    if not np.isfinite(snapshots).all():
        place = int(np.argwhere(~np.isfinite(snapshots))[0][1])
        raise ValueError(f"the vector of word {place}, {words[place]!r}, has infinite numbers or "
                         "not-a-numbers; did the training diverge?")  # fmt: skip
    last = snapshots[-1]
    return np.stack([*(geometry.align(earlier, last) for earlier in snapshots[:-1]), last])


def _array(given: Any) -> np.ndarray:
    if hasattr(given, "detach"):  # a tensor, perhaps one that requires a gradient
        given = given.detach().cpu()
    elif isinstance(given, list | tuple):
        given = [_array(part) for part in given]
        if len({part.shape for part in given}) > 1:
            shapes = ", ".join(str(part.shape) for part in given[:4])
            raise ValueError(f"vectors must have one shape, not {shapes} …")
    return np.asarray(given, dtype=np.float32)


def places(words: Sequence[str]) -> dict[str, int]:
    """Word -> its row.

    Raises:
        ValueError: a word is empty, is no string, occurs twice, or can't be sent as text.
    """
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        if not isinstance(word, str) or not word:
            raise ValueError(f"word {place} is {word!r}; give strings that are not empty")
        if word in found:
            raise ValueError(f"word {place} is {word!r}, and so is word {found[word]}; a word can "
                             "have one vector")  # fmt: skip
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise ValueError(f"word {place} is {word!r}, which has an unpaired surrogate; show it "
                             "with course_utils.widgets.skeleton.display_name")  # fmt: skip
        found[word] = place
    return found


def place(word: str, known: Mapping[str, int]) -> int:
    """The row of a word.

    Raises:
        ValueError: there is no such word; the message names similar ones.
    """
    if word not in known:
        similar = difflib.get_close_matches(word, known, 3)
        hint = f"; did you mean {' or '.join(map(repr, similar))}?" if similar else ""
        raise ValueError(f"{word!r} is none of the {len(known):,} words{hint}")
    return known[word]


def groups(given: Sequence[str] | None, count: int) -> tuple[list[str], bytes]:
    """Different group names in the order of their first words, and (V,) uint8 places in them."""
    if given is None:
        return [], b""
    if len(given) != count:
        raise ValueError(f"{len(given)} groups, but {count} words; give one group for each word")
    names = list(dict.fromkeys(str(name) for name in given))
    if len(names) > MOST_GROUPS:
        raise ValueError(
            f"{len(names)} groups ({', '.join(names[:4])}, …); at most {MOST_GROUPS} can be told "
            "apart by color and shape, so put rare ones together as “other”"
        )
    return names, bytes(names.index(str(name)) for name in given)


def maps(given: Mapping[str, Any], count: int) -> dict[str, np.ndarray]:
    """Name -> positions, (1, V, 2) float32."""
    checked = {}
    for name, positions in given.items():
        if name in ("PCA", "t-SNE", "axis"):
            raise ValueError(f"a map of your own can't be called {name!r}; that one is built in")
        checked[name] = _array(positions)[None]
        if checked[name].shape != (1, count, 2) or not np.isfinite(checked[name]).all():
            raise ValueError(f"the map {name!r} must hold ({count}, 2) finite numbers, one row "
                             f"for each word, not {checked[name].shape[1:]}")  # fmt: skip
    return checked


def snapshot_names(given: Sequence[str] | None, count: int) -> list[str]:
    """S names; without any: "1 of 5", "2 of 5", …"""
    names = [f"{step} of {count}" for step in range(1, count + 1)] if given is None else list(given)
    if len(names) != count:
        raise ValueError(f"{len(names)} snapshot names, but {count} snapshots of vectors")
    return [str(name) for name in names]
