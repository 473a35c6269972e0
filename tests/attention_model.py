"""A small random Transformer, with the function that the attention explorer asks for.

Tests import it; the browser's tests run its text as the first cell of their notebooks.
"""

import torch

from course_utils.widgets.attention_record import AttentionRecord

torch.set_num_threads(1)
EVIL = "<img src=x onerror=alert(1)>"
WORDS = ["the", "old", "cat", "sat", "on", "mat", "\n", "猫", "坐", "</script>", "$x$", EVIL]


class SmallModel:
    """Attention-only: 2 layers, 4 heads of width 8, weights drawn from a seed."""

    def __init__(self, layers: int = 2, heads: int = 4, width: int = 8, seed: int = 0) -> None:
        random = torch.Generator().manual_seed(seed)
        self.layers, self.heads, self.width = layers, heads, width
        size = heads * width
        draw = lambda *shape: torch.randn(*shape, generator=random)  # noqa: E731
        self.tokens, self.places = draw(len(WORDS), size), draw(512, size)
        self.projections = draw(layers, 3, size, size) * size**-0.5
        self.outputs = draw(layers, size, size) * size**-0.5
        self.calls: list[tuple] = []

    def encode(self, text: str) -> list[int]:
        """One id for each word; a line break is a token."""
        parts = text.replace("\n", " \n ").split(" ")
        return [WORDS.index(part) for part in parts if part]

    def run(self, text, heads_off, attention_temperature):
        """The contract of attention_record.Run."""
        self.calls.append((text, heads_off, attention_temperature))
        ids = self.encode(text)
        stream = self.tokens[ids] + self.places[: len(ids)]  # (T, C)
        mask = torch.ones(len(ids), len(ids), dtype=torch.bool).tril()
        seen: dict[str, list] = {"weights": [], "queries": [], "keys": [], "values": []}
        for layer in range(self.layers):
            split = lambda x: x.view(len(ids), self.heads, self.width).transpose(0, 1)  # noqa: E731
            query, key, value = (split(stream @ matrix) for matrix in self.projections[layer])
            scores = query @ key.transpose(1, 2) * self.width**-0.5  # (H, T, T)
            scores = (scores / attention_temperature).masked_fill(~mask, -torch.inf)
            weights = scores.softmax(-1)
            out = weights @ value  # (H, T, D)
            for head in range(self.heads):
                if (layer, head) in heads_off:
                    out[head] = 0
            stream = stream + out.transpose(0, 1).reshape(len(ids), -1) @ self.outputs[layer]
            for name, value_seen in zip(seen, (weights, query, key, value), strict=True):
                seen[name].append(value_seen)
        logits = stream[-1] @ self.tokens.T * 0.2
        output = self.outputs.view(self.layers, self.heads, self.width, -1)
        return AttentionRecord(
            tokens=[WORDS[token] for token in ids],
            mask=mask,
            output=output,
            vocabulary=WORDS,
            next_probabilities=logits.softmax(-1),
            **seen,
        )
