"""Transformers: decoder-only (GPT), encoder-only (BERT) and encoder–decoder, from one block.

Letters in shapes: B batch, T time, S time of the source, C width, H heads, V vocabulary. The
table of token vectors is also the output layer (Press and Wolf 2017).

- `GPT`: Radford et al. 2018 and 2019; LayerNorm before each sublayer (Xiong et al. 2020).
- `BERT`: Devlin et al. 2019; LayerNorm after each sublayer.
- `EncoderDecoder`: Vaswani et al. 2017, with LayerNorm before each sublayer, which trains without
  a long warm-up.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from numbers import Integral

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.models.attention import (
    MultiHeadAttention,
    Past,
    causal_mask,
    sinusoidal_positions,
)
from course_utils.models.ids import known_ids
from course_utils.tokenizers import PAD, START


@dataclass(frozen=True)
class TransformerConfig:
    """The sizes of a Transformer."""

    vocabulary_size: int  # V
    context: int = 256  # most tokens read at once, <start> included
    width: int = 128  # C, numbers in the vector of one token
    heads: int = 4  # H, must divide the width
    layers: int = 4
    rotary: bool = False  # turn queries and keys by their places, instead of a table of places

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be built."""
        for name, value in asdict(self).items():
            if name != "rotary" and not (isinstance(value, Integral) and value >= 1):
                raise ValueError(f"{name} is {value!r}; it has to be at least 1, a whole number")
        if self.width % self.heads:
            raise ValueError(
                f"width {self.width} is not a multiple of heads {self.heads}; "
                f"try width {self.width // self.heads * self.heads + self.heads}"
            )
        if self.rotary and self.width // self.heads % 2:
            raise ValueError(
                f"rotary positions turn pairs of numbers, but a head has {self.width // self.heads}"
                f"; try width {2 * self.width}"
            )


class FeedForward(nn.Module):
    """Built in notebooks/week4_2_transformers.ipynb, section 1.

    Each position on its own: widen to four times the width, bend, and come back. (B, T, C) -> same.
    """

    def __init__(self, width: int, bend: nn.Module) -> None:
        super().__init__()
        self.widen = nn.Linear(width, 4 * width)
        self.bend = bend
        self.output = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.bend(self.widen(x)))


class Block(nn.Module):
    """Built in notebooks/week4_2_transformers.ipynb, section 2.

    Sublayers that each add what they compute to the stream: (B, T, C) -> (B, T, C).

    Args:
        width: C.
        heads: H.
        bend: the nonlinearity of the feed-forward part.
        pre_norm: LayerNorm before each sublayer; False: after each sum, as in 2017.
        cross: also look at the states of another sequence.
        rotary: positions by turning queries and keys.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        bend: nn.Module,
        pre_norm: bool = True,
        cross: bool = False,
        rotary: bool = False,
    ) -> None:
        super().__init__()
        self.pre_norm = pre_norm
        self.attention_norm = nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads, rotary)
        if cross:
            self.cross_norm = nn.LayerNorm(width)
            self.cross_attention = MultiHeadAttention(width, heads)
        self.feed_forward_norm = nn.LayerNorm(width)
        self.feed_forward = FeedForward(width, bend)

    def add(self, x: Tensor, norm: nn.Module, sublayer: nn.Module, **given: object) -> Tensor:
        """Put what a sublayer computes onto the stream."""
        if self.pre_norm:
            return x + sublayer(norm(x), **given)
        return norm(x + sublayer(x, **given))

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        past: Past | None = None,
        memory: Tensor | None = None,
        memory_mask: Tensor | None = None,
    ) -> Tensor:
        x = self.add(x, self.attention_norm, self.attention, mask=mask, past=past)
        if memory is not None:
            x = self.add(x, self.cross_norm, self.cross_attention, memory=memory, mask=memory_mask)
        return self.add(x, self.feed_forward_norm, self.feed_forward)


def draw_weights(model: nn.Module, layers: int) -> None:
    """Small normal weights; those that write to the stream smaller, as there are many (GPT-2)."""
    if not layers >= 1:
        raise ValueError(f"layers is {layers}; a model has at least one")
    for name, weights in model.named_parameters():
        if weights.dim() == 1:  # biases start at 0, LayerNorm's factors at 1 already
            if name.endswith("bias"):
                nn.init.zeros_(weights)
            continue
        writers = 2 * layers if name.endswith("output.weight") else 1
        nn.init.normal_(weights, std=0.02 * writers**-0.5)


def check_length(length: int, context: int) -> None:
    """Refuse more tokens than a model has positions for."""
    if length > context:
        raise ValueError(
            f"{length} tokens, but this model reads at most {context}; pass tokens[:, -{context}:]"
        )


class GPT(nn.Module):
    """Built in notebooks/week4_2_transformers.ipynb, section 3.

    A decoder-only language model: each position sees only what came before. (B, T) -> (B, T, V).

    The weights are drawn from torch's global generator: call `torch.manual_seed` before.

    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> model(torch.tensor([[1, 40, 41]])).shape
    torch.Size([1, 3, 50])
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        if not config.rotary:
            self.position_embedding = nn.Embedding(config.context, config.width)
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, nn.GELU("tanh"), rotary=config.rotary)
            for _ in range(config.layers)
        )
        self.norm = nn.LayerNorm(config.width)
        draw_weights(self, config.layers)

    def forward(self, tokens: Tensor, past: Sequence[Past] | None = None) -> Tensor:
        """Logits of each next token.

        Args:
            tokens: (B, T) ids; with `past`, only those that it has not seen.
            past: one for each block (`[Past() for _ in model.blocks]` at the beginning), extended
                here.
        """
        T, before = tokens.shape[1], len(past[0]) if past else 0
        check_length(before + T, self.config.context)
        x = self.token_embedding(tokens)  # (B, T, C)
        if not self.config.rotary:
            places = torch.arange(before, before + T, device=tokens.device)
            x = x + self.position_embedding(places)
        mask = causal_mask(T, before + T, tokens.device)
        for number, block in enumerate(self.blocks):
            x = block(x, mask, past[number] if past else None)
        return self.norm(x) @ self.token_embedding.weight.T  # (B, T, V)

    @torch.inference_mode()
    def distribution(self, context: Sequence[int] = ()) -> np.ndarray:
        """Probability of each of the V tokens after the document so far, (V,), like an n-gram's.

        `<start>` is put before the document; of a longer one, the model reads the end.
        """
        tokens = torch.tensor([[START, *map(int, context)][-self.config.context :]])
        logits = self(tokens.to(self.token_embedding.weight.device))[0, -1]  # (V,)
        return logits.double().softmax(-1).cpu().numpy()


class BERT(nn.Module):
    """An encoder-only model: each position sees all others. (B, T) -> (B, T, V).

    Its logits say what stands *at* a position, so they are of use where the token was hidden by
    <mask>. Padding is seen by none.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Embedding(config.vocabulary_size, config.width)
        if not config.rotary:
            self.position_embedding = nn.Embedding(config.context, config.width)
        self.segment_embedding = nn.Embedding(2, config.width)
        self.norm = nn.LayerNorm(config.width)
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, nn.GELU(), pre_norm=False, rotary=config.rotary)
            for _ in range(config.layers)
        )
        self.head = nn.Sequential(
            nn.Linear(config.width, config.width), nn.GELU(), nn.LayerNorm(config.width)
        )
        self.bias = nn.Parameter(torch.zeros(config.vocabulary_size))
        draw_weights(self, config.layers)

    def states(self, tokens: Tensor, segments: Tensor | None = None) -> Tensor:
        """The vector of each position after the last block: (B, T) -> (B, T, C).

        Args:
            tokens: (B, T) ids.
            segments: (B, T) of 0 and 1, first and second text; None for all 0.
        """
        segments = torch.zeros_like(tokens) if segments is None else segments
        with known_ids(tokens, segments):
            check_length(tokens.shape[1], self.config.context)
            x = self.token_embedding(tokens) + self.segment_embedding(segments)  # (B, T, C)
        if not self.config.rotary:
            x = x + self.position_embedding(torch.arange(tokens.shape[1], device=tokens.device))
        x = self.norm(x)
        mask = (tokens != PAD)[:, None, None, :]  # (B, 1, 1, T)
        for block in self.blocks:
            x = block(x, mask)
        return x

    def forward(self, tokens: Tensor, segments: Tensor | None = None) -> Tensor:
        states = self.head(self.states(tokens, segments))
        return states @ self.token_embedding.weight.T + self.bias  # (B, T, V)


class EncoderDecoder(nn.Module):
    """Reads one sequence and writes another: (B, S) and (B, T) -> (B, T, V).

    One table serves source, target and output. Padding of the source is seen by none.
    """

    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        self.config = config
        width, heads = config.width, config.heads
        self.token_embedding = nn.Embedding(config.vocabulary_size, width)
        self.register_buffer(
            "positions", sinusoidal_positions(config.context, width), persistent=False
        )
        self.encoder = nn.ModuleList(Block(width, heads, nn.ReLU()) for _ in range(config.layers))
        self.decoder = nn.ModuleList(
            Block(width, heads, nn.ReLU(), cross=True) for _ in range(config.layers)
        )
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        # As in 2017: `embed` makes a stream of size 1.
        for name, weights in self.named_parameters():
            if weights.dim() > 1:
                nn.init.xavier_uniform_(weights)
            elif name.endswith("bias"):
                nn.init.zeros_(weights)
        nn.init.normal_(self.token_embedding.weight, std=width**-0.5)

    def embed(self, tokens: Tensor, before: int = 0) -> Tensor:
        """Token vectors, as large as the positions that are added: (B, T) -> (B, T, C).

        The first token stands at the place `before`.
        """
        with known_ids(tokens):
            end = before + tokens.shape[1]
            check_length(end, self.config.context)
            vectors = self.token_embedding(tokens) * self.config.width**0.5
        return vectors + self.positions[before:end]

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """The states of the source, (B, S, C), and where they may be looked at, (B, 1, 1, S)."""
        mask = (source != PAD)[:, None, None, :]
        x = self.embed(source)
        for block in self.encoder:
            x = block(x, mask)
        return self.encoder_norm(x), mask

    def decode(
        self,
        memory: Tensor,
        memory_mask: Tensor,
        target: Tensor,
        past: Sequence[Past] | None = None,
    ) -> Tensor:
        """Logits of each next target token, (B, T, V), given the encoder's answer.

        `past`, one for each block of the decoder, is as in GPT.
        """
        before = len(past[0]) if past else 0
        x = self.embed(target, before)
        T = target.shape[1]
        mask = causal_mask(T, before + T, target.device)
        for number, block in enumerate(self.decoder):
            own = past[number] if past else None
            x = block(x, mask, own, memory=memory, memory_mask=memory_mask)
        return self.decoder_norm(x) @ self.token_embedding.weight.T

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        return self.decode(*self.encode(source), target)
