"""Looking inside a model, and reaching in, during its one forward pass.

Every value worth looking at passes through a named point, an `nn.Identity`. PyTorch calls a
module's forward hooks with what passes through it, so values are read, and replaced:

    with watch(model) as seen:
        logits = model(tokens)
    seen["blocks.0.attention.weights"]              # (B, H, T, T)

    with heads_off(model, {(0, 3)}):                # layer 0, head 3 adds nothing
        logits = model(tokens)
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import torch
from torch import Tensor, nn


@contextmanager
def watch(model: nn.Module) -> Iterator[dict[str, Tensor]]:
    """Collect what every module gives out during the next forward pass, by the module's name.

    The last pass inside the `with` counts. Values are detached from the graph, not copied.
    """
    seen: dict[str, Tensor] = {}

    def keeper(name: str):
        def keep(_module: nn.Module, _inputs: tuple, output: object) -> None:
            if isinstance(output, Tensor):
                seen[name] = output.detach()

        return keep

    with ExitStack() as hooks:
        for name, module in model.named_modules():
            if name and not isinstance(module, nn.ModuleList):
                hooks.enter_context(module.register_forward_hook(keeper(name)))
        yield seen


def attention_layers(model: nn.Module, cross: bool = False) -> list[nn.Module]:
    """The attention layers of a model, from the first to the last.

    Args:
        model: anything with MultiHeadAttention inside, be it the package's or a notebook's.
        cross: those that look at another sequence (they are called cross_attention) instead of
            those that look at their own.
    """
    return [
        module
        for name, module in model.named_modules()
        if hasattr(module, "head_outputs") and name.endswith("cross_attention") == cross
    ]


@contextmanager
def heads_off(
    model: nn.Module, heads: Iterable[tuple[int, int]], cross: bool = False
) -> Iterator[None]:
    """Replace the output of each (layer, head), counted from 0, by zeros while the `with` lasts.

    Raises:
        ValueError: for a layer or head that the model does not have.
    """
    layers = attention_layers(model, cross)
    silent: dict[int, list[int]] = {}
    for layer, head in heads:
        if not (0 <= layer < len(layers) and 0 <= head < layers[layer].heads):
            raise ValueError(
                f"no head {head} in layer {layer}; layers go from 0 to {len(layers) - 1} "
                f"and heads from 0 to {layers[0].heads - 1 if layers else -1}"
            )
        silent.setdefault(layer, []).append(head)

    def silencer(switched_off: list[int]):
        def silence(_module: nn.Module, _inputs: tuple, output: Tensor) -> Tensor:
            return output.index_fill(1, torch.tensor(switched_off, device=output.device), 0.0)

        return silence

    with ExitStack() as hooks:
        for layer, switched_off in silent.items():
            point = layers[layer].head_outputs  # (B, H, T, D)
            hooks.enter_context(point.register_forward_hook(silencer(switched_off)))
        yield
