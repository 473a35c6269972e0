"""Checkpoints: a model's weights, sizes and history in one safetensors file.

Such a file holds numbers and text only: reading it executes nothing.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from course_utils.models.transformer import BERT, GPT, EncoderDecoder, TransformerConfig

Transformer = GPT | BERT | EncoderDecoder
KINDS = {kind.__name__: kind for kind in (GPT, BERT, EncoderDecoder)}


def save_model(
    path: str | Path,
    model: Transformer,
    about: Mapping[str, str] | None = None,
    dtype: torch.dtype = torch.float32,
) -> Path:
    """Write weights and config to a safetensors file, whole or not at all; return its path.

    Args:
        path: of the file, usually ending in .safetensors.
        model: its weights are stored under their names in `model.state_dict()`.
        about: further facts for the file's metadata, such as data and steps.
        dtype: in which the weights are stored; float16 halves the file.
    """
    path = Path(path)
    weights = {name: value.to(dtype).contiguous() for name, value in model.state_dict().items()}
    config = json.dumps(asdict(model.config))
    facts = {**(about or {}), "kind": type(model).__name__, "config": config}
    temporary = path.with_name(path.name + ".part")
    save_file(weights, temporary, metadata=facts)
    os.replace(temporary, path)
    return path


def load_model(path: str | Path) -> Transformer:
    """Read a model from a file of `save_model`, as float32 and ready to predict.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file has no config, as one that `save_model` did not write.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} does not exist; the course's checkpoints are in datasets")
    with safe_open(path, framework="pt") as file:
        facts = file.metadata() or {}
        if "config" not in facts or facts.get("kind") not in KINDS:
            raise ValueError(f"{path} has no config in its metadata; write it with save_model")
        model = KINDS[facts["kind"]](TransformerConfig(**json.loads(facts["config"])))
        model.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    return model.eval()
