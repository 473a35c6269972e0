"""Published weights of GPT-2 and BERT in the course's classes.

The files are the safetensors that model hubs serve. Their names differ from ours, and GPT-2
stores the matrices of query, key and value side by side, each the other way round.
"""

import re
from pathlib import Path

import torch
from torch import Tensor

from course_utils.models.stored import read_tensors
from course_utils.models.transformer import BERT, GPT, TransformerConfig

GPT2_NAMES = {
    "wte": "token_embedding",
    "wpe": "position_embedding",
    "ln_f": "norm",
    "ln_1": "attention_norm",
    "ln_2": "feed_forward_norm",
    "attn.c_proj": "attention.output",
    "mlp.c_fc": "feed_forward.widen",
    "mlp.c_proj": "feed_forward.output",
}
BERT_NAMES = {
    "embeddings.word_embeddings": "token_embedding",
    "embeddings.position_embeddings": "position_embedding",
    "embeddings.token_type_embeddings": "segment_embedding",
    "embeddings.LayerNorm": "norm",
    "attention.self.query": "attention.query",
    "attention.self.key": "attention.key",
    "attention.self.value": "attention.value",
    "attention.output.dense": "attention.output",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "feed_forward.widen",
    "output.dense": "feed_forward.output",
    "output.LayerNorm": "feed_forward_norm",
    "cls.predictions.transform.dense": "head.0",
    "cls.predictions.transform.LayerNorm": "head.2",
}


def renamed(weights: dict[str, Tensor], names: dict[str, str], layer: str) -> dict[str, Tensor]:
    """Ours for theirs: `layer` matches the beginning of a block's names, with its number."""
    ours = {}
    for name, value in weights.items():
        number = re.match(layer, name)
        inside = name[number.end() :] if number else name
        stem, _, kind = inside.rpartition(".")
        if stem in names:
            block = f"blocks.{number[1]}." if number else ""
            kind = {"gamma": "weight", "beta": "bias"}.get(kind, kind)
            ours[f"{block}{names[stem]}.{kind}"] = value.float()
    return ours


def load_gpt2(path: str | Path, heads: int | None = None) -> GPT:
    """A published GPT-2 (Radford et al. 2019) as our GPT.

    Args:
        path: of model.safetensors.
        heads: H; None for heads of 64 numbers, as all published sizes have.

    Raises:
        ValueError: the file holds no GPT-2.
    """
    weights = {name.removeprefix("transformer."): w for name, w in read_tensors(path)[0].items()}
    if "wte.weight" not in weights:
        raise ValueError(f"{path} holds no GPT-2: there is no wte.weight in it")
    ours = renamed(weights, GPT2_NAMES, r"h\.(\d+)\.")
    for name in [name for name in ours if name.startswith("blocks.") and ours[name].dim() == 2]:
        ours[name] = ours[name].T.contiguous()
    for name, value in weights.items():
        if ".attn.c_attn." in name:  # (C, 3C) or (3C,)
            number, kind = name.split(".")[1], name.rpartition(".")[2]
            for part, piece in zip(("query", "key", "value"), value.chunk(3, -1), strict=True):
                target = f"blocks.{number}.attention.{part}.{kind}"
                ours[target] = (piece.T if piece.dim() == 2 else piece).float().contiguous()
    return filled(GPT, ours, heads)


def load_bert(path: str | Path, heads: int | None = None) -> BERT:
    """A published BERT (Devlin et al. 2019) with its head for masked tokens as our BERT.

    Our norms have an epsilon of 1e-5, the published ones 1e-12, so that logits differ slightly.

    Args:
        path: of model.safetensors.
        heads: H; None for heads of 64 numbers, as all published sizes have.

    Raises:
        ValueError: the file holds no BERT with that head.
    """
    weights = {name.removeprefix("bert."): w for name, w in read_tensors(path)[0].items()}
    if "cls.predictions.bias" not in weights:
        raise ValueError(f"{path} holds no BERT for masked tokens: no cls.predictions.bias in it")
    ours = renamed(weights, BERT_NAMES, r"encoder\.layer\.(\d+)\.")
    ours["bias"] = weights["cls.predictions.bias"].float()
    return filled(BERT, ours, heads)


def filled(kind: type, weights: dict[str, Tensor], heads: int | None) -> GPT | BERT:
    """A model of these weights, which give its sizes; every weight must be there."""
    V, C = weights["token_embedding.weight"].shape
    context = len(weights["position_embedding.weight"])
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))
    with torch.device("meta"):  # no memory for weights that would be overwritten
        model = kind(TransformerConfig(V, context, C, heads or C // 64, layers))
    model.load_state_dict(weights, assign=True)
    return model.eval()
