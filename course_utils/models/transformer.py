"""A decoder-only Transformer language model (Vaswani et al. 2017; GPT: Radford et al. 2018).

Letters in shapes: B batch, T time, C width, H heads, D = C // H width of a head, V vocabulary.
LayerNorm stands before each sublayer (pre-norm: Xiong et al. 2020), positions are learned, and
the table of token vectors is also the output layer (Press and Wolf 2017).

**Looking inside.** Every value worth looking at passes through a named point, an `nn.Identity`.
PyTorch calls a module's forward hooks with what passes through it, so values are read, and
replaced, in the model's one forward pass:

    with watch(model) as seen:
        logits = model(tokens)
    seen["blocks.0.attention.weights"]              # (B, H, T, T)

    with heads_off(model, {(0, 3)}):                # layer 0, head 3 adds nothing
        logits = model(tokens)
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from course_utils.threads import set_threads
from course_utils.tokenizers import START

set_threads()


@dataclass(frozen=True)
class GPTConfig:
    """The sizes of a GPT."""

    vocabulary_size: int  # V
    context: int = 256  # most tokens read at once, <start> included
    width: int = 128  # C, numbers in the vector of one token
    heads: int = 4  # H, must divide the width
    layers: int = 4

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be built."""
        for name, value in asdict(self).items():
            if value < 1:
                raise ValueError(f"{name} is {value}; it has to be at least 1")
        if self.width % self.heads:
            raise ValueError(
                f"width {self.width} is not a multiple of heads {self.heads}; "
                f"try width {self.width // self.heads * self.heads + self.heads}"
            )


class CausalSelfAttention(nn.Module):
    """Each position mixes the values of itself and of what came before it: (B, T, C) -> same."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.query_key_value = nn.Linear(config.width, 3 * config.width)
        self.output = nn.Linear(config.width, config.width)
        # Points to look at, and to reach in:
        self.queries, self.keys, self.values = nn.Identity(), nn.Identity(), nn.Identity()
        self.weights, self.head_outputs = nn.Identity(), nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        B, T, C = x.shape
        projected = self.query_key_value(x).view(B, T, 3, self.heads, C // self.heads)
        q, k, v = projected.permute(2, 0, 3, 1, 4)  # three of (B, H, T, D)
        q, k, v = self.queries(q), self.keys(k), self.values(v)
        scores = q @ k.transpose(-2, -1) * (C // self.heads) ** -0.5  # (B, H, T, T)
        future = torch.ones(T, T, dtype=torch.bool, device=x.device).triu(1)
        weights = self.weights(scores.masked_fill(future, -torch.inf).softmax(-1))
        mixed = self.head_outputs(weights @ v)  # (B, H, T, D)
        return self.output(mixed.transpose(1, 2).reshape(B, T, C))


class FeedForward(nn.Module):
    """Each position on its own: widen four times, bend, and come back. (B, T, C) -> same."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.widen = nn.Linear(config.width, 4 * config.width)
        self.output = nn.Linear(4 * config.width, config.width)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(nn.functional.gelu(self.widen(x), approximate="tanh"))


class Block(nn.Module):
    """Two sublayers, each adding what it computes to the stream: (B, T, C) -> (B, T, C)."""

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = CausalSelfAttention(config)
        self.feed_forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x))
        return x + self.feed_forward(self.feed_forward_norm(x))


class GPT(nn.Module):
    """Token ids in, logits of each next token out: (B, T) -> (B, T, V).

    The weights are drawn from torch's global generator: call `torch.manual_seed` before.

    >>> _ = torch.manual_seed(0)
    >>> model = GPT(GPTConfig(vocabulary_size=50, context=8, width=16, heads=2, layers=1))
    >>> model(torch.tensor([[1, 40, 41]])).shape
    torch.Size([1, 3, 50])
    """

    def __init__(self, config: GPTConfig) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        self.position_embedding = nn.Embedding(config.context, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.width)
        self._draw_weights()

    def _draw_weights(self) -> None:
        """Small normal weights; those that write to the stream smaller, as there are many."""
        for name, weights in self.named_parameters():
            if weights.dim() == 1:  # biases start at 0, LayerNorm's factors at 1 already
                if name.endswith("bias"):
                    nn.init.zeros_(weights)
                continue
            writers = 2 * self.config.layers if name.endswith("output.weight") else 1
            nn.init.normal_(weights, std=0.02 * writers**-0.5)

    def forward(self, tokens: Tensor) -> Tensor:
        T = tokens.shape[1]
        if self.config.context < T:
            raise ValueError(
                f"{T} tokens, but this model reads at most {self.config.context}; "
                f"pass tokens[:, -{self.config.context}:]"
            )
        places = torch.arange(T, device=tokens.device)
        x = self.token_embedding(tokens) + self.position_embedding(places)  # (B, T, C)
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.token_embedding.weight.T  # (B, T, V)

    @torch.inference_mode()
    def distribution(self, context: Sequence[int] = ()) -> np.ndarray:
        """Probability of each of the V tokens after the document so far, (V,), like an n-gram's.

        `<start>` is put before the document; of a longer one, the model reads the end.
        """
        tokens = torch.tensor([[START, *map(int, context)][-self.config.context :]])
        logits = self(tokens.to(self.token_embedding.weight.device))[0, -1]  # (V,)
        return logits.double().softmax(-1).cpu().numpy()


@contextmanager
def watch(model: nn.Module) -> Iterator[dict[str, Tensor]]:
    """Collect what every module gives out during the next forward pass, by the module's name.

    The last pass inside the `with` counts. Values are detached from the graph, not copied.
    """
    seen: dict[str, Tensor] = {}

    def keeper(name: str):
        def keep(_module: nn.Module, _inputs: tuple, output: Tensor) -> None:
            seen[name] = output.detach()

        return keep

    with ExitStack() as hooks:
        for name, module in model.named_modules():
            if name and not isinstance(module, nn.ModuleList):
                hooks.enter_context(module.register_forward_hook(keeper(name)))
        yield seen


@contextmanager
def heads_off(model: GPT, heads: Iterable[tuple[int, int]]) -> Iterator[None]:
    """Replace the output of each (layer, head), counted from 0, by zeros while the `with` lasts.

    Raises:
        ValueError: for a layer or head that the model does not have.
    """
    silent: dict[int, list[int]] = {}
    for layer, head in heads:
        if not (0 <= layer < model.config.layers and 0 <= head < model.config.heads):
            raise ValueError(
                f"no head {head} in layer {layer}; layers go from 0 to {model.config.layers - 1} "
                f"and heads from 0 to {model.config.heads - 1}"
            )
        silent.setdefault(layer, []).append(head)

    def silencer(switched_off: list[int]):
        def silence(_module: nn.Module, _inputs: tuple, output: Tensor) -> Tensor:
            return output.index_fill(1, torch.tensor(switched_off, device=output.device), 0.0)

        return silence

    with ExitStack() as hooks:
        for layer, switched_off in silent.items():
            point = model.blocks[layer].attention.head_outputs  # (B, H, T, D)
            hooks.enter_context(point.register_forward_hook(silencer(switched_off)))
        yield


def save_gpt(
    path: str | Path,
    model: GPT,
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
    facts = {**(about or {}), "config": json.dumps(asdict(model.config))}
    temporary = path.with_name(path.name + ".part")
    save_file(weights, temporary, metadata=facts)
    os.replace(temporary, path)
    return path


def load_gpt(path: str | Path) -> GPT:
    """Read a GPT from a file of `save_gpt`, as float32 and ready to predict.

    A safetensors file holds numbers and text only: reading it executes nothing.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file has no config, as one that `save_gpt` did not write.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} does not exist; the course's checkpoints are in datasets")
    with safe_open(path, framework="pt") as file:
        facts = file.metadata() or {}
        if "config" not in facts:
            raise ValueError(f"{path} has no config in its metadata; write it with save_gpt")
        model = GPT(GPTConfig(**json.loads(facts["config"])))
        model.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    return model.eval()
