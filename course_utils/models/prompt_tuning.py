"""Learned prompts before a frozen GPT: soft prompts and prefixes.

- `SoftPrompt` (Lester, Al-Rfou and Constant 2021): P vectors before those of the tokens.
- `Prefix` (Li and Liang 2021): P keys and values in each layer, as if P tokens had been read.

Both wrap a GPT from outside and answer like one: (B, T) -> (B, T, V), also with a cache. Many can
share one base:

    letters = SoftPrompt(model, length=8, words=encode("dear friend"))
    fit(letters, …)                              # only 8 vectors learn
    save_prompt("letters.safetensors", letters)
    recipes = load_prompt(model, "recipes.safetensors")

Letters in shapes: B batch, T time, C width, H heads, D = C // H, V vocabulary, L layers, P length
of the prompt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import torch
from torch import Tensor, nn

from course_utils.models.adapters import read_state
from course_utils.models.attention import Past, causal_mask
from course_utils.models.ids import known_ids, whole
from course_utils.models.stored import write_tensors
from course_utils.models.transformer import GPT, TransformerConfig, check_length


def config_after(model: GPT, length: int) -> TransformerConfig:
    """The sizes of a GPT whose first P places are taken.

    Raises:
        TypeError: the model is no GPT.
        ValueError: for a length that leaves no place for a token, or no prompt.
    """
    if not isinstance(model, GPT):
        raise TypeError(f"a prompt stands before a GPT, not before a {type(model).__name__}")
    most = model.config.context - 1
    if not 1 <= length <= most:
        raise ValueError(
            f"length is {length}, but this model has {most + 1} places in all; choose 1 to {most}"
        )
    return replace(model.config, context=model.config.context - length)


def repeated(words: Sequence[int], length: int, vocabulary_size: int) -> Tensor:
    """The words, again and again, until there are P: (1, P) ids."""
    words = whole(words)
    for word in words:
        if not 0 <= word < vocabulary_size:
            raise ValueError(f"{word} is no token; ids go from 0 to {vocabulary_size - 1}")
    if not words or length < 1:
        raise ValueError(f"{len(words)} words, length {length}; give at least one word and place")
    return torch.tensor([list(islice(cycle(words), length))])


class SoftPrompt(nn.Module):
    """P learned vectors before the tokens' own, and a frozen GPT: (B, T) -> (B, T, V).

    The vectors take the first P places, so `config.context` is P smaller than the base's. Their
    own logits are dropped.

    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> tuned = SoftPrompt(model, length=2, words=[40, 41])
    >>> said = model(torch.tensor([[40, 41, 42, 43]]))[:, 2:]
    >>> torch.allclose(tuned(torch.tensor([[42, 43]])), said, atol=1e-6)
    True

    Args:
        model: the base; all its weights are frozen.
        length: P.
        words: ids whose vectors the prompt starts with, repeated if they are fewer than P.
            Empty: numbers drawn from torch's global generator, with the spread of the table's.

    Raises:
        TypeError: the model is no GPT.
        ValueError: for a length without place, and for words that are no tokens.
    """

    def __init__(self, model: GPT, length: int, words: Sequence[int] = ()) -> None:
        super().__init__()
        self.config = config_after(model, length)
        table = model.token_embedding.weight.detach()
        if len(words):
            chosen = repeated(words, length, self.config.vocabulary_size)[0]
            start = table[chosen.to(table.device)]
        else:
            start = torch.randn_like(table[:1].expand(length, -1)) * table.std()
        self.prompt = nn.Parameter(start)  # (P, C)
        self.model = model.requires_grad_(False)

    @property
    def blocks(self) -> nn.ModuleList:
        """The base's blocks: each needs a `Past` when a text is written with a cache."""
        return self.model.blocks

    @property
    def token_embedding(self) -> nn.Embedding:
        """The base's token vectors."""
        return self.model.token_embedding

    def forward(self, tokens: Tensor, past: Sequence[Past] | None = None) -> Tensor:
        """Logits of each next token; with `past`, as in GPT: the prompt is read once, at first."""
        base, before = self.model, len(past[0]) if past else 0
        with known_ids(tokens):
            T = tokens.shape[1]
            check_length(max(0, before - len(self.prompt)) + T, self.config.context)
            x = base.token_embedding(tokens)  # (B, T, C)
        if not before:
            x = torch.cat([self.prompt.expand(len(x), -1, -1), x], dim=1)  # (B, P + T, C)
        end = before + x.shape[1]
        if not base.config.rotary:
            x = x + base.position_embedding(torch.arange(before, end, device=x.device))
        mask = causal_mask(x.shape[1], end, x.device)
        for number, block in enumerate(base.blocks):
            x = block(x, mask, past[number] if past else None)
        return base.norm(x[:, -T:]) @ base.token_embedding.weight.T  # (B, T, V)

    distribution = GPT.distribution


class Prefix(nn.Module):
    """P learned keys and values in every layer of a frozen GPT: (B, T) -> (B, T, V).

    They stand where those of P tokens read before would stand: in the attention's `past`. So
    `config.context` is P smaller than the base's.

    Args:
        model: the base; all its weights are frozen.
        length: P.
        words: ids whose keys and values in this model the prefix starts with, repeated if they
            are fewer than P. Empty: small numbers from torch's global generator.
        inner: the keys and values are what a network with one hidden layer of this width makes
            of P learned vectors, which trains more steadily (section 4.3 of the paper). After
            training, only what comes out of it is stored. None: they are learned themselves.

    Raises:
        TypeError: the model is no GPT.
        ValueError: for a length without place, for words that are no tokens, and for words
            together with a network.

    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> tuned = Prefix(model, length=2, words=[40, 41])
    >>> said = model(torch.tensor([[40, 41, 42, 43]]))[:, 2:]
    >>> torch.allclose(tuned(torch.tensor([[42, 43]])), said, atol=1e-6)
    True
    """

    def __init__(
        self, model: GPT, length: int, words: Sequence[int] = (), inner: int | None = None
    ) -> None:
        super().__init__()
        self.config = config_after(model, length)
        like, C = model.token_embedding.weight.detach(), self.config.width
        self.shape = (length, self.config.layers, 2, self.config.heads, C // self.config.heads)
        self.network = None
        if inner is not None:
            if len(words) or inner < 1:
                reason = "words can't start a network" if len(words) else "it has to be 1 or more"
                raise ValueError(f"inner is {inner}, but {reason}; give words or inner, not both")
            self.prefix = nn.Parameter(torch.randn_like(like[:1].expand(length, -1)))  # (P, C)
            self.network = nn.Sequential(
                nn.Linear(C, inner), nn.Tanh(), nn.Linear(inner, self.config.layers * 2 * C)
            ).to(like)
        elif len(words):
            self.prefix = nn.Parameter(read_before(model, words, length))  # (P, L, 2, H, D)
        else:
            self.prefix = nn.Parameter(like.new_empty(self.shape).normal_(std=0.02))
        self.model = model.requires_grad_(False)

    @property
    def blocks(self) -> nn.ModuleList:
        """The base's blocks: each needs a `Past` when a text is written with a cache."""
        return self.model.blocks

    @property
    def token_embedding(self) -> nn.Embedding:
        """The base's token vectors."""
        return self.model.token_embedding

    def keys_and_values(self) -> Tensor:
        """Of each place and layer, first the keys and then the values: (P, L, 2, H, D)."""
        return self.prefix if self.network is None else self.network(self.prefix).view(self.shape)

    def forward(self, tokens: Tensor, past: Sequence[Past] | None = None) -> Tensor:
        """Logits of each next token; with `past`, as in GPT: an empty one gets the prefix."""
        past = past or [Past() for _ in self.blocks]
        before = max(0, len(past[0]) - self.shape[0])
        with known_ids(tokens):
            check_length(before + tokens.shape[1], self.config.context)
        if not len(past[0]):
            layers = self.keys_and_values().permute(1, 2, 3, 0, 4)  # (L, 2, H, P, D)
            for layer, (keys, values) in zip(past, layers, strict=True):
                layer.keys, layer.values = keys[None], values[None]  # (1, H, P, D), for all rows
        with known_ids(tokens):
            return self.model(tokens, past)

    distribution = GPT.distribution


@torch.no_grad()
def read_before(model: GPT, words: Sequence[int], length: int) -> Tensor:
    """Keys and values of P words that a model has read: (P, L, 2, H, D)."""
    tokens = repeated(words, length, model.config.vocabulary_size)
    past = [Past() for _ in model.blocks]
    model(tokens.to(model.token_embedding.weight.device), past)
    layers = torch.stack([torch.stack([one.keys[0], one.values[0]]) for one in past])
    return layers.permute(3, 0, 1, 2, 4).contiguous()  # from (L, 2, H, P, D)


def nearest_words(tuned: SoftPrompt, k: int = 3) -> list[list[tuple[int, float]]]:
    """For each vector of a soft prompt the k tokens of most similar direction: (id, cosine).

    Lester et al. 2021, section 7. That a token is nearest does not say that it is near, nor that
    it would do the same in the prompt's place.

    >>> _ = torch.manual_seed(0)
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> [[(word, round(c, 3)) for word, c in row] for row in nearest_words(
    ...     SoftPrompt(model, length=2, words=[40, 41]), k=1)]
    [[(40, 1.0)], [(41, 1.0)]]
    """
    table = tuned.token_embedding.weight.detach()  # (V, C)
    if not 1 <= k <= len(table):
        raise ValueError(f"k is {k}; choose 1 to {len(table)}, the size of the vocabulary")
    unit = nn.functional.normalize
    cosines = unit(tuned.prompt.detach(), dim=1) @ unit(table, dim=1).T  # (P, V)
    best = cosines.topk(k)
    rows = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [list(zip(ids, values, strict=True)) for ids, values in rows]


def prompt_state(tuned: SoftPrompt | Prefix) -> dict[str, Tensor]:
    """A copy of what is to be stored: prompt (P, C), or prefix (P, L, 2, H, D).

    A prefix that a network makes is stored as it comes out.
    """
    if isinstance(tuned, SoftPrompt):
        return {"prompt": tuned.prompt.detach().clone()}
    return {"prefix": tuned.keys_and_values().detach().clone()}


def save_prompt(path: str | Path, tuned: SoftPrompt | Prefix) -> Path:
    """Write the prompt alone, not the base, to a safetensors file; return the path."""
    return write_tensors(path, prompt_state(tuned))


def load_prompt(model: GPT, stored: str | Path | Mapping[str, Tensor]) -> SoftPrompt | Prefix:
    """A stored prompt before a base, which is shared, not copied.

    Args:
        model: the base it was trained on.
        stored: of `prompt_state`, or the path of a file of `save_prompt`.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no prompt, or one for a model of other sizes.
    """
    state = read_state(stored)
    if set(state) not in ({"prompt"}, {"prefix"}):
        raise ValueError("this holds no prompt; write one with save_prompt or prompt_state")
    [(name, numbers)] = state.items()
    with torch.random.fork_rng(devices=[]):  # what is drawn is overwritten
        tuned = (SoftPrompt if name == "prompt" else Prefix)(model, len(numbers))
    own = getattr(tuned, name)
    if own.shape != numbers.shape:
        raise ValueError(
            f"the {name} has the shape {tuple(numbers.shape)}, but one for this model has "
            f"{tuple(own.shape)}; load it on the model it was trained on"
        )
    own.data.copy_(numbers)
    return tuned
