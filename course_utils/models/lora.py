"""LoRA (Hu et al. 2021): beside a frozen matrix W, a trained change α / r · B A of rank r.

Everything works from outside: a linear layer of any model is replaced by one that holds it.

    add_lora(model, rank=4, alpha=8, targets=("query", "value"))
    fit(model, …)                            # only A and B learn
    save_lora("letters.safetensors", model)  # a few kilobytes
    load_lora(model, "recipes.safetensors")  # another adapter, the same base

Letters in shapes: T time, C width, C_in and C_out the widths of a linear layer, r the rank. `A`
and `B` are the paper's matrices, so the batch has no letter here: it is in the dots.
"""

from collections.abc import Mapping, Sequence
from numbers import Integral
from pathlib import Path

import torch
from torch import Tensor, nn

from course_utils.models.adapters import MATRICES, layers_called, put, read_state
from course_utils.models.nf4 import NF4Linear
from course_utils.models.stored import write_tensors
from course_utils.models.transformer import TransformerConfig


def check_sizes(base: nn.Linear | NF4Linear, rank: int, alpha: float) -> None:
    """Refuse a rank or an alpha that makes no sense for this layer."""
    most = min(base.in_features, base.out_features)
    if not (isinstance(rank, Integral) and 1 <= rank <= most):
        raise ValueError(
            f"rank is {rank}, but the change of a matrix of {base.out_features} by "
            f"{base.in_features} has a rank from 1 to {most}; choose one of these"
        )
    if not 0 < alpha < float("inf"):
        raise ValueError(f"alpha is {alpha}; choose a positive number, such as {2 * rank}")


class LoRALinear(nn.Module):
    """A frozen linear layer plus a change of rank r: (…, C_in) -> (…, C_out).

    y = W x + b + α / r · B A x. A is drawn and B is 0, so that at first nothing has changed; and as
    A is not 0, B gets a gradient. A is drawn from torch's global generator.

    >>> _ = torch.manual_seed(0)
    >>> plain = nn.Linear(6, 4)
    >>> layer = LoRALinear(plain, rank=2, alpha=4)
    >>> x = torch.randn(3, 6)
    >>> torch.equal(layer(x), plain(x)), layer.A.shape, layer.B.shape
    (True, torch.Size([2, 6]), torch.Size([4, 2]))

    Args:
        base: an `nn.Linear`, or an NF4Linear (that is QLoRA).
        rank: r, from 1 to the smaller width.
        alpha: α, how strongly the change counts; its factor is α / r, so that at a fixed α the size
            of a step depends less on r.

    Raises:
        ValueError: for a rank or an alpha that makes no sense.
    """

    def __init__(self, base: nn.Linear | NF4Linear, rank: int, alpha: float) -> None:
        super().__init__()
        check_sizes(base, rank, alpha)
        self.in_features, self.out_features = base.in_features, base.out_features
        self.base, self.alpha = base.requires_grad_(False), float(alpha)
        like = base.scales if isinstance(base, NF4Linear) else base.weight
        self.A = nn.Parameter(like.new_empty(rank, self.in_features))
        self.B = nn.Parameter(like.new_zeros(self.out_features, rank))
        nn.init.normal_(self.A, std=self.in_features**-0.5)  # then A x is as large as x
        self.register_buffer("original", None, persistent=False)  # W while merged, else None

    @property
    def scale(self) -> float:
        """α / r."""
        return self.alpha / len(self.A)

    def forward(self, x: Tensor) -> Tensor:
        y = self.base(x)
        if self.original is not None:  # merged: the change is in the base
            return y
        small = self.scale * nn.functional.linear(x, self.A)  # (…, C_in) -> (…, r): few to scale
        return y + nn.functional.linear(small, self.B)  # (…, r) -> (…, C_out)

    def change(self) -> Tensor:
        """What is added to W: (C_out, C_in), of rank r at most."""
        return self.scale * self.B @ self.A

    def extra_repr(self) -> str:
        return f"rank={len(self.A)}, alpha={self.alpha:g}"


def lora_layers(model: nn.Module) -> dict[str, LoRALinear]:
    """The layers of a model that have LoRA, by name.

    Raises:
        ValueError: there are none.
    """
    layers = {name: m for name, m in model.named_modules() if isinstance(m, LoRALinear)}
    if not layers:
        raise ValueError("this model has no LoRA layers; call add_lora(model, …) first")
    return layers


def freeze_all_but_lora(model: nn.Module) -> None:
    """Let A and B learn, and nothing else."""
    model.requires_grad_(False)
    for layer in lora_layers(model).values():
        layer.A.requires_grad_()
        layer.B.requires_grad_()


def add_lora(
    model: nn.Module,
    rank: int,
    alpha: float,
    targets: Sequence[str] | str = ("query", "value"),
) -> list[str]:
    """Give LoRA to the linear layers that the targets name; freeze all else; return their names.

    Args:
        model: any module; a GPT of the course has the layers `MATRICES` in each block.
        rank: r.
        alpha: α.
        targets: last parts of names, as "query", or more of the name, as "feed_forward.output".
            A second call, with other targets, leaves the first one's layers as they are.

    Raises:
        ValueError: for an unknown target, a layer that has LoRA already, a senseless rank or alpha.
            Nothing has changed then.

    >>> from course_utils.models.transformer import GPT
    >>> model = GPT(TransformerConfig(50, context=8, width=16, heads=2, layers=1))
    >>> add_lora(model, rank=2, alpha=4)
    ['blocks.0.attention.query', 'blocks.0.attention.value']
    >>> [name.rpartition(".")[2] for name, w in model.named_parameters() if w.requires_grad]
    ['A', 'B', 'A', 'B']
    """
    layers = layers_called(model, targets)
    for name, layer in layers.items():
        if isinstance(layer, LoRALinear):
            raise ValueError(f"{name} has LoRA already; call remove_lora(model) first")
        check_sizes(layer, rank, alpha)
    changed = {name: LoRALinear(layer, rank, alpha) for name, layer in layers.items()}
    for name, layer in changed.items():
        put(model, name, layer)
    freeze_all_but_lora(model)
    return list(changed)


@torch.no_grad()
def merge(model: nn.Module) -> None:
    """Add each change to its matrix: the model says the same, in the time of the plain one.

    Each matrix is kept as it was for `unmerge`. A merged model can't train. `remove_lora` then
    makes it an ordinary one.

    Raises:
        ValueError: there is no LoRA, or the base is in 4 bits.
    """
    layers = lora_layers(model)
    for name, layer in layers.items():
        if isinstance(layer.base, NF4Linear):
            raise ValueError(
                f"{name} is in 4 bits, which can't hold the sum; call dequantize(model) first"
            )
    for layer in layers.values():
        if layer.original is None:
            layer.original = layer.base.weight.detach().clone()
            layer.base.weight += layer.change()


@torch.no_grad()
def unmerge(model: nn.Module) -> None:
    """Undo `merge`: each matrix is what it was, to the last bit."""
    for layer in lora_layers(model).values():
        if layer.original is not None:
            layer.base.weight.copy_(layer.original)
            layer.original = None


def remove_lora(model: nn.Module) -> None:
    """Put the plain linear layers back, with the change in them if it was merged. All stay frozen.

    `model.requires_grad_(True)` lets them learn again.
    """
    for name, layer in lora_layers(model).items():
        put(model, name, layer.base)


def lora_state(model: nn.Module) -> dict[str, Tensor]:
    """What an adapter is: a copy of A (r, C_in), B (C_out, r) and α () of each layer, by name."""
    state = {}
    for name, layer in lora_layers(model).items():
        state[f"{name}.A"] = layer.A.detach().clone()
        state[f"{name}.B"] = layer.B.detach().clone()
        state[f"{name}.alpha"] = torch.tensor(layer.alpha, dtype=torch.float64)
    return state


def save_lora(path: str | Path, model: nn.Module) -> Path:
    """Write the adapter alone, not the base; return the path."""
    return write_tensors(path, lora_state(model))


def load_lora(model: nn.Module, adapter: str | Path | Mapping[str, Tensor]) -> list[str]:
    """Put an adapter on a model, in the place of the one it may have; return the layers' names.

    The base stays in memory as it is, and is unmerged if it was merged. A and B are new
    parameters: build the optimizer after this.

    Args:
        model: the base the adapter was trained on, with or without LoRA.
        adapter: of `lora_state`, or the path of a file of `save_lora`.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no adapter, or one for another model. Nothing has changed then.
    """
    state = read_state(adapter)
    names = [name.removesuffix(".A") for name in state if name.endswith(".A")]
    if not names or set(state) != {f"{n}.{part}" for n in names for part in ("A", "B", "alpha")}:
        raise ValueError("this holds no LoRA adapter; write one with save_lora or lora_state")
    modules, bases = dict(model.named_modules()), {}
    for name in names:
        A, B, here = state[f"{name}.A"], state[f"{name}.B"], modules.get(name)
        if not hasattr(here, "in_features"):
            raise ValueError(
                f"the adapter is for {name}, but the model has no linear layer of that name; "
                "load it on the model it was trained on"
            )
        sizes = (here.out_features, *A.shape[:1], *A.shape[:1], here.in_features)
        if (*B.shape, *A.shape) != sizes:
            raise ValueError(
                f"the adapter changes {len(B)} by {A.shape[-1]} numbers in {name}, but the "
                f"model has {here.out_features} by {here.in_features} there; "
                "load it on the model it was trained on"
            )
        bases[name] = here.base if isinstance(here, LoRALinear) else here
        check_sizes(bases[name], len(A), state[f"{name}.alpha"].item())
    if any(isinstance(module, LoRALinear) for module in modules.values()):
        unmerge(model)
        remove_lora(model)
    with torch.random.fork_rng(devices=[]):  # what LoRALinear draws is overwritten
        for name, base in bases.items():
            A, B = state[f"{name}.A"], state[f"{name}.B"]
            layer = LoRALinear(base, len(A), state[f"{name}.alpha"].item())
            layer.A.data.copy_(A)
            layer.B.data.copy_(B)
            put(model, name, layer)
    freeze_all_but_lora(model)
    return names


def trainable_share(model: nn.Module, of: nn.Module | None = None) -> float:
    """How many numbers learn, counted, for each number of the base.

    Args:
        model: anything; LoRA's own numbers do not count as the base's.
        of: the base; None for `model`.
    """
    whole = 0
    for module in (model if of is None else of).modules():
        own = () if isinstance(module, LoRALinear) else module.parameters(recurse=False)
        whole += sum(weights.numel() for weights in own)
        if isinstance(module, NF4Linear):
            whole += module.in_features * module.out_features
    return sum(w.numel() for w in model.parameters() if w.requires_grad) / whole


def share_by_formula(
    rank: int, config: TransformerConfig, targets: Sequence[str] = MATRICES, of: str = "matrices"
) -> float:
    """The share of a GPT's numbers that LoRA of rank r trains, derived.

    A matrix from C_in to C_out gets r (C_in + C_out) numbers. For query, key, value and output,
    that is 2 r C each, and for the two of the feed-forward part 5 r C each: 18 r C in all. The six
    matrices hold 12 C² numbers, so the share is 1.5 r / C. With 13 C of biases and LayerNorms, the
    block holds 12 C² + 13 C, and the model the embeddings and the last LayerNorm too.

    Args:
        rank: r.
        config: the sizes of the GPT.
        targets: from `MATRICES`; "output" is that of attention and that of the feed-forward part.
        of: "matrices" or "block" of which the share is, or the whole "model".

    >>> share_by_formula(4, TransformerConfig(1000, width=128)), 1.5 * 4 / 128
    (0.046875, 0.046875)
    """
    if not 1 <= rank <= config.width:
        raise ValueError(f"rank is {rank}; choose 1 to {config.width}, the width")
    C, sizes = config.width, {"widen": 5, "output": 2 + 5}  # others: 2
    whole = {"matrices": 12 * C * C, "block": 12 * C * C + 13 * C}
    places = 0 if config.rotary else config.context  # rotation needs no table
    tables = (config.vocabulary_size + places + 2) * C
    whole["model"] = whole["block"] + tables / config.layers  # for each block
    for name, known, given in (("of", whole, (of,)), ("target", MATRICES, targets)):
        for word in given:
            if word not in known:
                raise ValueError(f"{name} is {word!r}; choose from: {', '.join(known)}")
    return sum(sizes.get(target, 2) * rank * C for target in set(targets)) / whole[of]
