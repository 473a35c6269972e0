"""What LoRA, 4-bit weights and learned prompts share: layers by name, and states in small files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from torch import Tensor, nn

from course_utils.models.stored import read_tensors

MATRICES = ("query", "key", "value", "output", "widen")  # all linear layers of a course's block


def layers_called(model: nn.Module, targets: Sequence[str] | str) -> dict[str, nn.Module]:
    """The linear layers whose name ends with one of the targets, by their full name.

    Args:
        model: any module.
        targets: last parts of names, as "query", or more of the name, as "feed_forward.output".

    Raises:
        ValueError: for a target that no linear layer is called.
    """
    targets = (targets,) if isinstance(targets, str) else tuple(targets)
    found: dict[str, nn.Module] = {}
    linear = {n: m for n, m in model.named_modules() if n and hasattr(m, "in_features")}
    linear = {n: m for n, m in linear.items() if not n.endswith(".base")}  # inside a LoRALinear
    for target in targets:
        hits = {n: m for n, m in linear.items() if f".{n}".endswith(f".{target}")}
        if not hits:
            known = ", ".join(sorted({name.rpartition(".")[2] for name in linear})) or "nothing"
            raise ValueError(f"no linear layer is called {target!r}; choose from: {known}")
        found.update(hits)
    if not found:
        raise ValueError("targets is empty; name at least one layer, as in targets=('query',)")
    return {name: module for name, module in linear.items() if name in found}


def put(model: nn.Module, name: str, module: nn.Module) -> None:
    """Put a module in the place that has this name, as "blocks.0.attention.query"."""
    parent, _, last = name.rpartition(".")
    setattr(model.get_submodule(parent), last, module)


def stored_bytes(tensors: Mapping[str, Tensor]) -> int:
    """Bytes of all numbers in a state.

    >>> import torch
    >>> stored_bytes({"a": torch.zeros(3, 2), "b": torch.zeros(5, dtype=torch.uint8)})
    29
    """
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())


def read_state(adapter: str | Path | Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """A state that is given, or that lies in a file."""
    return adapter if isinstance(adapter, Mapping) else read_tensors(adapter)[0]
