"""Wrong values for an argument, by what is wrong about them, made from the right value."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

IDS_NOWHERE = ("ids below", "ids beyond", "fractions")  # what no vocabulary has


def wrong_values(value: Any) -> dict[str, Any]:
    """What to try in place of a value: kind of fault -> wrong value."""
    wrong: dict[str, Any] = {"None": None, "a number": 7.5, "a text": "cat"}
    if isinstance(value, bool):
        return {}
    if isinstance(value, int | float):
        wrong = {"None": None, "a text": "2", "a list": [value]}
        wrong |= {"nan": math.nan, "inf": math.inf, "negative": -1, "0": 0}
        return wrong | ({"a fraction": 1.5} if isinstance(value, int) else {})
    if isinstance(value, Path):
        return {"None": None, "a number": 7.5, "nowhere": Path("nowhere/at_all.txt")}
    if isinstance(value, str):
        wrong = {"None": None, "a number": 7, "a list": [value], "bytes": b"cat"}
        return wrong | {"empty": "", "unknown": "no such thing"}
    if isinstance(value, np.ndarray | torch.Tensor):
        wrong |= {"empty": value[:0], "shorter": value[:-1]}
        wrong |= {"one axis more": value[None], "one axis fewer": value[0]}
        return wrong | spoiled(value)
    if isinstance(value, dict):
        return wrong | {"empty": {}, "of None": dict.fromkeys(value)}
    if type(value) in (list, tuple):
        return wrong | {"empty": type(value)(), "of None": [None]} | spoiled_first(value)
    return wrong


def spoiled(array: np.ndarray | torch.Tensor) -> dict[str, Any]:
    """Arrays of the same shape that hold a wrong number."""
    tensor = isinstance(array, torch.Tensor)
    array = array.detach() if tensor else array
    if not array.ndim or not math.prod(array.shape):
        return {}

    def first(number: float) -> np.ndarray | torch.Tensor:
        other = array.clone() if tensor else array.copy()
        other.reshape(-1)[0] = number
        return other

    kind = (array[:0].numpy() if tensor else array).dtype.kind
    if kind == "i":
        return {"ids below": first(-1), "ids beyond": first(10**6), "fractions": array + 0.5}
    if kind == "f":
        return {"nan": first(math.nan), "inf": first(math.inf), "negative": -array - 1}
    return {}


def spoiled_first(values: list | tuple) -> dict[str, Any]:
    """Lists whose first entry is wrong."""
    if not values or isinstance(values[0], bool):
        return {}
    first, *rest = values
    if isinstance(first, np.ndarray | torch.Tensor):
        wrong = spoiled(first) | {"an empty one": first[:0], "one axis more": first[None]}
    elif isinstance(first, int):
        wrong = {"ids below": -1, "ids beyond": 10**6, "fractions": 0.5, "too deep": [first]}
    elif type(first) in (list, tuple) and first and isinstance(first[0], int):
        wrong = {"ids below": [-1, *first[1:]], "ids beyond": [10**6, *first[1:]]}
        wrong |= {"fractions": [0.5, *first[1:]], "of numbers": 7.5}
    else:
        wrong = {"of numbers": 7.5}
    return {kind: type(values)([one, *rest]) for kind, one in wrong.items()}
