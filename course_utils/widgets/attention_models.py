"""What the attention explorer needs of the course's own models, in one forward pass."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import torch
from torch import Tensor, nn

from course_utils.models.ids import known_ids, whole
from course_utils.models.looking import attention_layers, heads_off, watch
from course_utils.widgets.attention_record import AttentionRecord


@torch.inference_mode()
def record(
    model: nn.Module,
    tokens: Sequence[int],
    names: Sequence[str],
    off: Iterable[tuple[int, int]] = (),
    temperature: float = 1.0,
) -> AttentionRecord:
    """The attention of a causal model over one text, and what it expects next.

    Args:
        model: maps (1, T) ids to (1, T, V) logits, with MultiHeadAttention inside.
        tokens: the T ids of the text.
        names: of all V ids.
        off: (layer, head) pairs whose output is replaced by zeros.
        temperature: the scores are divided by it before the softmax.

    Example::

        def run(text, off, temperature):
            return record(model, tokenizer.encode(text), tokenizer.names, off, temperature)

        AttentionExplorer(run=run, text="Once upon a time")
    """
    tokens, most = whole(tokens), max(whole(tokens), default=0)
    if isinstance(names, str) or len(names) <= most:
        raise ValueError(f"{len(names)} names for ids up to {most}; give a list with one for each")
    layers = attention_layers(model)
    paths = {module: name for name, module in model.named_modules()}

    def cooled(_module: nn.Module, _given: tuple, scores: Tensor) -> Tensor:
        return scores / temperature

    with ExitStack() as open_now:
        for layer in layers:
            hook = layer.scores.register_forward_hook(cooled)
            open_now.callback(hook.remove)
        open_now.enter_context(heads_off(model, off))
        seen = open_now.enter_context(watch(model))
        given = torch.tensor([tokens])  # (1, T)
        open_now.enter_context(known_ids(given))
        logits = model(given)[0, -1]  # (V,)

    def all_layers(name: str) -> Tensor:
        return torch.stack([seen[f"{paths[layer]}.{name}"][0] for layer in layers])

    return AttentionRecord(
        all_layers("weights"),
        [names[token] for token in tokens],
        queries=all_layers("queries"),
        keys=all_layers("keys"),
        values=all_layers("values"),
        vocabulary=list(names),
        next_probabilities=logits.softmax(-1),
    )
