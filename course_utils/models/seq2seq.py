"""Encoder and decoder: one sequence becomes another, with and without attention.

Letters: B batch, S source length, T target length, C width, V target vocabulary.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.threads import set_threads
from course_utils.tokenizers import PAD

set_threads()


@dataclass(frozen=True)
class Seq2SeqConfig:
    """Sizes of a translation model."""

    source_size: int  # number of source ids
    target_size: int  # number of target ids, V
    width: int = 128  # C; an even number, half of it for each direction of the encoder
    attention: str = "multiplicative"  # or "additive", or "none": one vector for all of the source
    dropout: float = 0.1

    def __post_init__(self) -> None:
        """Refuse what cannot be built."""
        if self.attention not in ("none", "additive", "multiplicative"):
            raise ValueError(
                f"attention is {self.attention!r}; choose none, additive or multiplicative"
            )
        if self.width < 2 or self.width % 2:
            raise ValueError(f"width is {self.width}; each direction needs half of an even number")
        if min(self.source_size, self.target_size) < 1:
            raise ValueError(f"{self.source_size} and {self.target_size} ids; give at least 1 each")


class AdditiveScore(nn.Module):
    """Built in notebooks/week3_2_seq2seq.ipynb, section 4.

    v · tanh(W q + U k): a small network looks at query and key (Bahdanau, Cho and Bengio 2015,
    Neural Machine Translation by Jointly Learning to Align and Translate).
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.of_query = nn.Linear(width, width, bias=False)
        self.of_key = nn.Linear(width, width)
        self.v = nn.Linear(width, 1, bias=False)

    def forward(self, queries: Tensor, keys: Tensor) -> Tensor:
        """Scores (B, T, S) of queries (B, T, C) and keys (B, S, C)."""
        both = self.of_query(queries)[:, :, None] + self.of_key(keys)[:, None]  # (B, T, S, C)
        return self.v(torch.tanh(both)).squeeze(-1)  # (B, T, S)


class MultiplicativeScore(nn.Module):
    """Built in notebooks/week3_2_seq2seq.ipynb, section 4.

    q · W k: one matrix product for all pairs (Luong, Pham and Manning 2015, Effective Approaches
    to Attention-based Neural Machine Translation).
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.of_key = nn.Linear(width, width, bias=False)

    def forward(self, queries: Tensor, keys: Tensor) -> Tensor:
        """Scores (B, T, S) of queries (B, T, C) and keys (B, S, C)."""
        return queries @ self.of_key(keys).transpose(1, 2)  # (B, T, S)


def attend(scores: Tensor, values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Built in notebooks/week3_2_seq2seq.ipynb, section 4.

    Softmax and weighted sum, for all queries at once.

    Args:
        scores: (B, T, S).
        values: (B, S, C).
        mask: (B, S), True where a source token stands and False where padding does.

    Returns:
        Contexts (B, T, C) and weights (B, T, S); padding gets weight 0.

    >>> contexts, weights = attend(torch.zeros(1, 1, 3), torch.eye(3)[None],
    ...                            torch.tensor([[True, True, False]]))
    >>> weights.tolist()
    [[[0.5, 0.5, 0.0]]]
    """
    scores = scores.masked_fill(~mask[:, None], -torch.inf)
    weights = torch.softmax(scores, dim=-1)  # (B, T, S)
    return weights @ values, weights  # (B, T, C)


class Seq2Seq(nn.Module):
    """Built in notebooks/week3_2_seq2seq.ipynb, section 4.

    A bidirectional GRU reads the source, a GRU writes the target; between them either attention
    or, without it, one vector for the whole source. `decode` returns the weights that were used.

    >>> model = Seq2Seq(Seq2SeqConfig(source_size=20, target_size=30, width=8))
    >>> model(torch.tensor([[17, 18]]), torch.tensor([[1, 21, 22]])).shape
    torch.Size([1, 3, 30])
    """

    def __init__(self, config: Seq2SeqConfig) -> None:
        super().__init__()
        C = config.width
        self.source_embedding = nn.Embedding(config.source_size, C)
        self.target_embedding = nn.Embedding(config.target_size, C)
        self.encoder = nn.GRU(C, C // 2, bidirectional=True, batch_first=True)
        self.start = nn.Linear(C, C)
        self.decoder = nn.GRU(C, C, batch_first=True)
        scores = {"additive": AdditiveScore, "multiplicative": MultiplicativeScore}
        self.score = scores[config.attention](C) if config.attention in scores else None
        self.combine = nn.Linear(2 * C, C)
        self.output = nn.Linear(C, config.target_size)
        self.dropout = nn.Dropout(config.dropout)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read source ids (B, S): all states (B, S, C), the summary (B, C), the mask (B, S)."""
        mask = source != PAD
        mask[:, 0] = True  # an empty source is read as one padding token
        embedded = self.dropout(self.source_embedding(source))  # (B, S, C)
        packed = pack_padded_sequence(
            embedded, mask.sum(1).cpu(), batch_first=True, enforce_sorted=False
        )
        states, last = self.encoder(packed)  # last: (2, B, C / 2), one for each direction
        states, _ = pad_packed_sequence(states, batch_first=True, total_length=source.shape[1])
        return states, torch.cat([last[0], last[1]], dim=1), mask

    def decode(
        self, inputs: Tensor, encoded: tuple[Tensor, Tensor, Tensor], state: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor | None]:
        """Continue a translation by inputs (B, T): logits (B, T, V), state, weights (B, T, S)."""
        states, summary, mask = encoded
        if state is None:
            state = torch.tanh(self.start(summary))[None]  # (1, B, C)
        queries, state = self.decoder(self.dropout(self.target_embedding(inputs)), state)
        if self.score is None:
            contexts, weights = summary[:, None].expand_as(queries), None  # the same C for each y
        else:
            contexts, weights = attend(self.score(queries, states), states, mask)
        mixed = torch.tanh(self.combine(torch.cat([queries, contexts], dim=-1)))  # (B, T, C)
        return self.output(self.dropout(mixed)), state, weights

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        """Logits (B, T, V) of every next target token, with the true ones before it as inputs."""
        return self.decode(inputs, self.encode(source))[0]
