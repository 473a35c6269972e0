"""Copy, compare and show the values that go into an exercise and come out of it."""

import copy
import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np


def copied(value: Any) -> Any:
    """Return a deep copy; what cannot be copied (an open file, a generator) stays itself."""
    if type(value) in (list, tuple):
        return type(value)(copied(item) for item in value)
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def is_array(value: Any) -> bool:
    """True for NumPy arrays and PyTorch tensors."""
    return isinstance(value, np.ndarray) or is_tensor(value)


def is_tensor(value: Any) -> bool:
    """True for PyTorch tensors; asked by name, so that week 1 need not import torch."""
    return type(value).__module__.partition(".")[0] == "torch" and hasattr(value, "detach")


def array(value: Any) -> np.ndarray:
    """Return the numbers of an array, a tensor or a list of numbers."""
    return value.detach().cpu().resolve_conj().numpy() if is_tensor(value) else np.asarray(value)


def kind(value: Any) -> str:
    """Say in words what sort of thing `value` is; answers of the same kind can be compared.

    >>> kind(3), kind(np.float32(0.5)), kind((1, 2)), kind(np.zeros(2))
    ('a number', 'a number', 'a list', 'a NumPy array')
    """
    if value is None:
        return "None"
    if is_tensor(value):
        return "a PyTorch tensor"
    if isinstance(value, bool | np.bool_):
        return "a truth value"
    if isinstance(value, numbers.Number) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return "a number"
    named = {np.ndarray: "a NumPy array", str: "a string", Mapping: "a dictionary"}
    named |= {(list, tuple): "a list", (set, frozenset): "a set"}
    fallback = f"an object of type {type(value).__name__}"
    return next((word for kinds, word in named.items() if isinstance(value, kinds)), fallback)


def same(first: Any, second: Any) -> bool:
    """True when two values are equal all the way down; NaN equals NaN, shapes count.

    Objects that compare by identity alone (models, generators) count as equal.
    """
    if is_array(first) and is_array(second):
        a, b = array(first), array(second)
        exact = a.dtype.kind not in "fc" or b.dtype.kind not in "fc"
        return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=not exact))
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return first.keys() == second.keys() and all(same(first[k], second[k]) for k in first)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, float | np.floating) and isinstance(second, float | np.floating):
        return first == second or (math.isnan(first) and math.isnan(second))
    if type(first) is type(second) and type(first).__eq__ is object.__eq__:
        return True
    try:
        return bool(first == second)
    except Exception:  # an __eq__ of its own that gives an array, or fails
        return type(first) is type(second)


def close(first: Any, second: Any) -> bool:
    """Equal shapes, and numbers equal but for rounding: of 32 bits in tensors, else of 64.

    >>> close([0.1 + 0.2, 1], np.array([0.3, 1])), close(np.zeros(2), np.zeros((2, 1)))
    (True, False)
    """
    relative, absolute = (1e-4, 1e-5) if is_tensor(first) or is_tensor(second) else (1e-6, 1e-9)
    try:
        a, b = array(first), array(second)
        return a.shape == b.shape and np.allclose(a, b, rtol=relative, atol=absolute)
    except (TypeError, ValueError):  # no numbers, or of a kind that NumPy lacks
        return False


def first_difference(yours: Any, expected: Any, tolerance: float) -> tuple | None:
    """Return where two values first differ, None when they agree, ("shape",) when the sizes differ.

    Numbers agree within `tolerance`, absolute and relative. () means the value as a whole.
    """
    if isinstance(yours, Mapping) and isinstance(expected, Mapping):
        if yours.keys() != expected.keys():
            either = [*expected, *yours]
            return next((key,) for key in either if (key in yours) != (key in expected))
        places: Any = list(expected)
    elif is_array(yours) or is_array(expected):
        try:
            a, b = array(yours), array(expected)
            if a.shape != b.shape:
                return ("shape",)
            far = ~np.isclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)
        except (TypeError, ValueError):
            return ()
        return tuple(int(i) for i in np.argwhere(far)[0]) if far.any() else None
    elif isinstance(yours, list | tuple) and isinstance(expected, list | tuple):
        if len(yours) != len(expected):
            return ("shape",)
        places = range(len(expected))
    elif isinstance(yours, numbers.Real) and isinstance(expected, numbers.Real):
        close = math.isclose(yours, expected, rel_tol=tolerance, abs_tol=tolerance)
        return None if close or same(float(yours), float(expected)) else ()
    else:
        return None if same(yours, expected) else ()
    for place in places:
        deeper = first_difference(yours[place], expected[place], tolerance)
        if deeper is not None:
            return (place,) if deeper == ("shape",) else (place, *deeper)
    return None


def at(value: Any, index: tuple) -> Any:
    """Return value[index[0]][index[1]]…; "nothing" where a dictionary has no such key."""
    for part in index:
        if isinstance(value, Mapping) and part not in value:
            return Nothing()
        value = value[part]
    return value


class Nothing:
    """Shown where an entry is missing."""

    def __repr__(self) -> str:
        return "nothing"


def not_finite(value: Any, index: tuple = ()) -> tuple | None:
    """Return the index of the first NaN or infinity inside `value`, None when there is none."""
    if isinstance(value, float | np.floating):
        return None if math.isfinite(value) else index
    if is_array(value):
        numbers_ = array(value)
        if numbers_.dtype.kind not in "fc" or np.isfinite(numbers_).all():
            return None
        return index + tuple(int(i) for i in np.argwhere(~np.isfinite(numbers_))[0])
    if isinstance(value, Mapping):
        inside = value.items()
    elif isinstance(value, list | tuple):
        inside = enumerate(value)
    else:
        return None
    found = (not_finite(item, (*index, key)) for key, item in inside)
    return next((place for place in found if place is not None), None)


def size(value: Any) -> str:
    """Say how large a value is: "shape (2, 3)", "4 entries"."""
    if is_array(value):
        return f"shape {tuple(value.shape)}"
    return f"{len(value)} entries" if hasattr(value, "__len__") else kind(value)


def short(value: Any, digits: int = 4, limit: int = 160, largest: int = 16) -> str:
    """Show a value in one line: floats with `digits` significant digits, large arrays by shape.

    An array of more than `largest` numbers is large.

    >>> short([1 / 3, 2]), short(np.zeros((3, 8)))
    ('[0.3333, 2]', 'an array of shape (3, 8)')
    >>> short([np.zeros(2)] * 40)
    'a list of 40 arrays'
    """
    if is_array(value):
        if math.prod(value.shape) > largest:
            return f"{'a tensor' if is_tensor(value) else 'an array'} of shape {tuple(value.shape)}"
        return short(array(value).tolist(), digits, limit)
    if type(value) is list and len(value) > 16 and all(map(is_array, value)):
        return f"a list of {len(value)} {'tensors' if is_tensor(value[0]) else 'arrays'}"
    if any(kind_.__module__ == "torch.nn.modules.module" for kind_ in type(value).__mro__):
        return f"a {type(value).__name__}"  # its repr lists every layer
    if type(value).__repr__ is object.__repr__:
        return f"a {type(value).__name__}"  # its repr is an address in memory
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if type(value) is dict:
        inside = (
            f"{short(k, digits)}: {short(v, digits, largest=largest)}" for k, v in value.items()
        )
        text = "{" + ", ".join(inside) + "}"
    elif type(value) in (list, tuple):
        text = ", ".join(short(item, digits, largest=largest) for item in value)
        text = f"[{text}]" if type(value) is list else f"({text}{',' * (len(value) == 1)})"
    else:
        try:
            text = getattr(value, "__name__", None) or " ".join(repr(value).split())
        except Exception as error:  # a learner's __repr__ may be the very thing that is broken
            text = f"{kind(value)} whose __repr__ raises {type(error).__name__}"
    return text if len(text) <= limit else f"{text[: limit - 2]} …"


def both(first: Any, second: Any) -> tuple[str, str]:
    """Show two different values with as many digits as it takes to tell them apart."""
    shown = ("", "")
    for digits in (4, 6, 9, 13, 17):
        shown = short(first, digits), short(second, digits)
        if shown[0] != shown[1]:
            return shown
    index = first_difference(first, second, 0.0)
    if index in (None, (), ("shape",)):
        return shown
    place = f"[{', '.join(map(str, index))}]"
    mine, other = both(at(first, index), at(second, index))
    return f"{mine} at {place}", f"{other} at {place}"
