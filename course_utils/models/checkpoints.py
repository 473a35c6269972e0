"""Checkpoints: a model's weights, sizes and history in one safetensors file."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from course_utils.models.stored import read_tensors, write_tensors
from course_utils.models.transformer import BERT, GPT, EncoderDecoder, TransformerConfig

Transformer = GPT | BERT | EncoderDecoder
CLASSES = {kind.__name__: kind for kind in (GPT, BERT, EncoderDecoder)}


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
    weights = {name: value.to(dtype) for name, value in model.state_dict().items()}
    config = json.dumps(asdict(model.config), default=int)  # NumPy's integers
    facts = {**(about or {}), "kind": type(model).__name__, "config": config}
    return write_tensors(path, weights, facts)


def load_model(path: str | Path) -> Transformer:
    """Read a model from a file of `save_model`, as float32 and ready to predict.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is damaged, or none that `save_model` wrote, or its weights and its
            config do not fit each other.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} does not exist; the course's checkpoints are in datasets")
    weights, facts = read_tensors(path)
    if "config" not in facts or facts.get("kind") not in CLASSES:
        raise ValueError(f"{path} has no config in its metadata; write it with save_model")
    try:
        model = CLASSES[facts["kind"]](TransformerConfig(**json.loads(facts["config"])))
        model.load_state_dict({name: value.float() for name, value in weights.items()})
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"{path} holds no {facts['kind']} that its config describes; write it with save_model "
            f"({error})"
        ) from None
    return model.eval()
