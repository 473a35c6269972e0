"""From sentence pairs to batches, and from a trained model to translations."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.models.attention import Past
from course_utils.models.ids import known_ids
from course_utils.models.looking import watch
from course_utils.models.seq2seq import Seq2Seq
from course_utils.models.transformer import EncoderDecoder
from course_utils.tokenizers import END, PAD, SPECIALS, START, UNK
from course_utils.training import IGNORED, groups_without_end, pad

PairBatch = tuple[Tensor, Tensor, Tensor]  # source (B, S), inputs (B, T), targets (B, T)
Ids = tuple[list[int], list[int]]  # source and target of one pair, without <start> and <end>


class WordIds:
    """One id for each word of one language; sentences are lists of words.

    >>> ids = WordIds([["a", "cat"], ["a", "dog"]])
    >>> ids.encode(["a", "bird"]), ids.decode([16, 17])
    ([16, 7], ['a', 'cat'])
    """

    def __init__(self, sentences: Iterable[Sequence[str]], at_least: int = 1) -> None:
        """Number the words that occur `at_least` so often; all others become <unk>."""
        counts = Counter(word for sentence in sentences for word in sentence)
        words = sorted(word for word, count in counts.items() if count >= at_least)
        self.names: list[str] = [*SPECIALS, *words]
        self._ids = {word: number for number, word in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    def encode(self, words: Sequence[str]) -> list[int]:
        """The id of each word."""
        return [self._ids.get(word, UNK) for word in words]

    def decode(self, ids: Sequence[int]) -> list[str]:
        """The word of each id."""
        if wrong := [token for token in ids if not 0 <= token < len(self)]:
            raise ValueError(f"Id {wrong[0]} is not one of the {len(self)} ids of these words")
        return [self.names[token] for token in ids]


def make_batch(pairs: Sequence[Ids]) -> PairBatch:
    """Source, decoder inputs that begin with <start>, and targets that end with <end>.

    >>> [part.tolist() for part in make_batch([([17], [18, 19]), ([17, 20], [21])])]
    [[[17, 0], [17, 20]], [[1, 18, 19], [1, 21, 0]], [[18, 19, 2], [21, 2, -100]]]
    """
    source = pad([source for source, _ in pairs])
    inputs = pad([[START, *target] for _, target in pairs])
    return source, inputs, pad([[*target, END] for _, target in pairs], IGNORED)


def pair_batches(pairs: Sequence[Ids], tokens_per_batch: int, seed: int = 0) -> Iterator[PairBatch]:
    """Batches of pairs of about the same length, without end; each epoch uses each pair once.

    Raises:
        ValueError: if there is no pair.
    """
    lengths = np.array([max(len(source), len(target) + 1) for source, target in pairs])
    if len(lengths) == 0:
        raise ValueError("there are no sentence pairs to train on; pass at least one")
    for group in groups_without_end(lengths, tokens_per_batch, seed):
        yield make_batch([pairs[index] for index in group])


def translation_loss(model: nn.Module, batch: PairBatch) -> Tensor:
    """Mean loss of the next target token in nats, padding not counted."""
    source, inputs, targets = batch
    with known_ids(source, inputs):
        logits = model(source, inputs)  # (B, T, V)
    return nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED
    )


class StepByStep(nn.Module):
    """An EncoderDecoder that is asked like a Seq2Seq, so that all functions below serve both.

    Its state is what it keeps of the target so far, a Past for each block of the decoder; the
    weights are those of the decoder's last cross-attention, the mean over its heads.
    """

    def __init__(self, model: EncoderDecoder) -> None:
        super().__init__()
        self.model = model

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Read source ids (B, S): states (B, S, C), and where they may be looked at."""
        return self.model.encode(source)

    def decode(
        self, inputs: Tensor, encoded: tuple[Tensor, Tensor], state: list[Past] | None = None
    ) -> tuple[Tensor, list[Past], Tensor]:
        """Continue a translation by inputs (B, T): logits (B, T, V), state, weights (B, T, S)."""
        state = [Past() for _ in self.model.decoder] if state is None else state
        with watch(self.model) as seen:
            logits = self.model.decode(*encoded, inputs, state)
        last = f"decoder.{len(self.model.decoder) - 1}.cross_attention.weights"
        return logits, state, seen[last].mean(1)

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        """Logits (B, T, V) of every next target token, with the true ones before it as inputs."""
        return self.model(source, inputs)


Translator = Seq2Seq | StepByStep


@torch.inference_mode()
def translate(
    model: Translator, sources: Sequence[Sequence[int]], max_tokens: int = 120
) -> list[list[int]]:
    """Greedy translations, all sentences at once; without <end>, never padding.

    Each step feeds back the model's own most probable token. A sentence that has not ended after
    `max_tokens` tokens is cut there; an empty source has an empty translation.
    """
    if not sources:
        return []
    read, state = pad(sources), None
    with known_ids(read):
        encoded = model.encode(read)
    token = torch.full((len(sources), 1), START)
    written: list[list[int]] = [[] for _ in sources]
    going = [len(source) > 0 for source in sources]
    for _ in range(max_tokens):
        if not any(going):
            break
        logits, state, _ = model.decode(token, encoded, state)
        logits[..., [PAD, START]] = -torch.inf
        token = logits[:, -1:].argmax(-1)  # (B, 1)
        for row, new in enumerate(token[:, 0].tolist()):
            going[row] = going[row] and new != END
            if going[row]:
                written[row].append(new)
    return written


@torch.inference_mode()
def attention_weights(
    model: Translator, source: Sequence[int], target: Sequence[int]
) -> np.ndarray:
    """Weights (T, S): where the model looks before it writes each token of `target`.

    The target is given, not generated; the row of <end> is left out.

    Raises:
        ValueError: the model has no attention, or ids that it does not know.
    """
    read, written = pad([source]), pad([[START, *target]])
    with known_ids(read, written):
        _, _, weights = model.decode(written, model.encode(read))
    if weights is None:
        raise ValueError("this model has no attention; make one with attention='multiplicative'")
    return weights[0, :-1].numpy()


def continuations(
    model: Translator, source: Sequence[int]
) -> Callable[[list[list[int]]], np.ndarray]:
    """A function for `beam_search`: prefixes of one length -> log-probabilities (N, V)."""
    read = pad([source])
    with torch.inference_mode(), known_ids(read):
        parts = model.encode(read)

    @torch.inference_mode()
    def next_log_probabilities(prefixes: list[list[int]]) -> np.ndarray:
        n = len(prefixes)
        encoded = tuple(part.expand(n, *part.shape[1:]) for part in parts)
        written = pad([[START, *prefix] for prefix in prefixes])
        with known_ids(written):
            logits, _, _ = model.decode(written, encoded)
        return torch.log_softmax(logits[:, -1], dim=-1).double().numpy()  # (N, V)

    return next_log_probabilities
