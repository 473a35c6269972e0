"""Tensors and facts in one safetensors file: written whole or not at all, never read damaged.

Such a file holds numbers and text only: reading it executes nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from course_utils.files import intact, write_whole

SEAL = "SHA-256 of all this"  # the fact that holds the hash of the others and of the tensors


def seal(tensors: Mapping[str, Tensor], facts: Mapping[str, str]) -> str:
    """A hash of everything that a file says, in whatever order it stands there."""
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)} ".encode())
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()


def write_tensors(
    path: str | Path, tensors: Mapping[str, Tensor], facts: Mapping[str, str] | None = None
) -> Path:
    """Write tensors and facts, whole or not at all; return the path.

    Raises:
        OSError: the disk is full or refuses; what was there before is as it was.
    """
    # Copies: safetensors refuses tensors that share memory.
    whole = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    sealed = {**(facts or {}), SEAL: seal(whole, facts or {})}

    def write(part: Path) -> None:
        try:
            save_file(whole, part, sealed)
        except SafetensorError as error:
            raise OSError(str(error)) from None

    return write_whole(path, write)


def read_tensors(path: str | Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Tensors and facts of a safetensors file.

    The tensors are views of the file on disk, so that a large checkpoint is not in memory twice.
    As long as there is one, Windows does not let the file be replaced: clone what is to be kept
    while the file is written anew.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is damaged, or something else.
    """
    path = intact(path)
    try:
        with safe_open(path, framework="pt") as file:
            facts = dict(file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except Exception as error:  # a damaged header stops the library in many ways
        raise ValueError(
            f"{path} is damaged, or no safetensors file ({error}). Get or save it again; to begin "
            "anew, delete it."
        ) from None
    sealed = facts.pop(SEAL, None)
    if sealed is not None and sealed != seal(tensors, facts):
        raise ValueError(
            f"{path} is damaged: its numbers are not those that were saved. Save it again; to "
            "begin anew, delete it."
        )
    return tensors, facts
