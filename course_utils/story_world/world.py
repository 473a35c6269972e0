"""`World.say`: random sentences that know the exact probability of each of their tokens.

All randomness passes through `World.say`. It draws one derivation of a sentence, then runs the
forward algorithm over *all* derivations of that sentence at once: before each token it knows the
total probability of the derivations that agree with the tokens so far, and

    p(token | everything before) = probability mass after the token / probability mass before it.

That is the probability given the *whole* prefix of the document only if the prefix determines what
has happened before. `say` makes sure of it: when a sentence ends, every derivation that produces it
must have bound the same values and chosen the same label, and no sentence may be the beginning of
another. Otherwise it raises.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from course_utils.data import COPY, LITERAL, NEW_ENTITY
from course_utils.story_world.grammar import (
    Chain,
    Distribution,
    Element,
    Lexicon,
    Reference,
    Slot,
    Word,
    chain,
    fixed_words,
    parse,
    start,
    written,
)
from course_utils.tokenizers import join_words

Alternative = tuple[float, str, object]  # weight, template, label
Hypothesis = tuple[
    float, Chain, dict[str, object]
]  # probability, what is still to come, bindings of this sentence
Token = tuple[str, str, int, str]  # word, name it mentions or "", role, kind of entity or ""


class AmbiguousError(AssertionError):
    """The words of a sentence do not determine what happened in it."""


class PrefixEnded(Exception):
    """Raised by `World.say` where the words of a replay end; carries the next-word distribution."""

    def __init__(self, distribution: dict[str, float]) -> None:
        """Keep `distribution`: each possible next word with its exact probability."""
        super().__init__("the prefix has ended")
        self.distribution = distribution


@dataclass
class Sample:
    """The words of one document, with what is known about each; all lists are equally long."""

    words: list[str] = field(default_factory=list)
    probability: list[float] = field(default_factory=list)  # given all words before
    role: list[int] = field(default_factory=list)  # LITERAL, NEW_ENTITY or COPY
    distance: list[int] = field(default_factory=list)  # copies: words back to the last mention
    entity: list[str] = field(default_factory=list)  # kind of entity that the word names, or ""


class World:
    """The state of one document while it is told: what is bound to which name, what was said.

    With `rng`, sentences are drawn. With `replay`, they are read from the given words instead, and
    `say` raises `PrefixEnded` where those end.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        rng: random.Random | None = None,
        replay: Sequence[str] | None = None,
        record: bool = False,
    ) -> None:
        """Begin an empty document; exactly one of `rng` and `replay` is given.

        With `record`, a replay also keeps what could have come in each place.
        """
        if (rng is None) == (replay is None):
            raise ValueError("Give either rng (to draw a document) or replay (to follow one).")
        self.lexicon = lexicon
        self.bindings: dict[str, str] = {}
        self.kind: dict[str, str] = {}  # name -> kind of entity
        self.sample = Sample()
        self.scenes_used: list[object] = []  # sentences between those of the plot, each told once
        self.last_scene = 130  # no scenery between the sentences of a plot after this many words
        self.questions: list[tuple[str, str]] = []  # what can be asked about it, with the answers
        self._rng = rng
        self._replay = replay
        self._record = record
        self.recorded: list[dict[str, float]] = []  # next words before each word of a replay
        self._mentions: dict[tuple[str, str], int] = {}  # (name, word) -> where it was said last

    def __getitem__(self, name: str) -> str:
        """Return the value bound to `name`."""
        return self.bindings[name]

    def say(self, alternatives: "str | Sequence[str | tuple]") -> object:
        """Say one of the alternatives and return its label (None if it has none).

        An alternative is a template, (weight, template) or (weight, template, label).
        """
        prepared = list(_prepared(alternatives))
        total = sum(weight for weight, _, _ in prepared)
        hypotheses = [
            (weight / total, start(template), {"_label": label})
            for weight, template, label in prepared
        ]
        found = self._draw(hypotheses) if self._replay is None else self._follow(hypotheses)
        label = found.pop("_label")
        self.bindings.update(found)
        return label

    def render(self, template: str) -> str:
        """Return a template without slots and choices as text, without saying it."""
        words: list[str] = []
        for element in parse(template):
            if isinstance(element, Word):
                words.append(element.word)
            else:
                words.extend(written(self._referred(element, {}), element.capital, element.article))
        return join_words(words)

    # Drawing --------------------------------------------------------------------------------------

    def _draw(self, hypotheses: list[Hypothesis]) -> dict[str, object]:
        """Draw one derivation, then run the forward algorithm along its words."""
        tokens = self._derivation(hypotheses)
        sample, mass = self.sample, 1.0
        for word, name, role, kind in tokens:
            hypotheses = self._after(hypotheses, word)
            mass_after = sum(hypothesis[0] for hypothesis in hypotheses)
            position = len(sample.words)
            distance = 0
            if role == COPY:
                mention = self._mentions.get((name, word))
                role, distance = (LITERAL, 0) if mention is None else (COPY, position - mention)
            sample.words.append(word)
            sample.probability.append(min(1.0, mass_after / mass))  # rounding may exceed 1
            sample.role.append(role)
            sample.distance.append(distance)
            sample.entity.append(kind)
            if name:
                self._mentions[name, word] = position
            mass = mass_after
        return self._agreed(hypotheses, [word for word, _, _, _ in tokens])

    def _derivation(self, hypotheses: list[Hypothesis]) -> list[Token]:
        """Draw one alternative and every choice in it."""
        point = self._rng.random()
        chosen = 0
        while chosen < len(hypotheses) - 1 and point >= hypotheses[chosen][0]:
            point -= hypotheses[chosen][0]
            chosen += 1
        _, rest, bound = hypotheses[chosen]
        bound = dict(bound)
        tokens: list[Token] = []
        while rest:
            element, rest = rest
            if isinstance(element, Word):
                tokens.append((element.word, "", LITERAL, ""))
            elif isinstance(element, Slot):
                value = self._distribution(element, bound).sample(self._rng.random())
                bound[element.name] = value
                kind = self.lexicon.kinds.get(element.distribution, "")
                self.kind[element.name] = kind
                role = LITERAL if element.name.startswith("_") else NEW_ENTITY
                tokens.extend(_tagged(value, element, role, kind))
            elif isinstance(element, Reference):
                kind = "" if element.attribute else self.kind.get(element.name, "")
                role = LITERAL if element.attribute else COPY
                tokens.extend(_tagged(self._referred(element, bound), element, role, kind))
            else:
                index = int(self._rng.random() * len(element.alternatives))
                rest = chain(element.alternatives[index], rest)
        return tokens

    # Following given words ------------------------------------------------------------------------

    def _follow(self, hypotheses: list[Hypothesis]) -> dict[str, object]:
        """Run the forward algorithm along the given words, to the end of the sentence or of the
        words.
        """
        sample, mass, first = self.sample, 1.0, len(self.sample.words)
        while any(rest for _, rest, _ in hypotheses):
            position = len(sample.words)
            if position == len(self._replay):
                raise PrefixEnded(self._next_words(hypotheses))
            if self._record:
                self.recorded.append(self._next_words(hypotheses))
            word = self._replay[position]
            hypotheses_after = self._after(hypotheses, word)
            if not hypotheses_after:
                possible = self._next_words(hypotheses)
                likely = ", ".join(
                    sorted(possible, key=lambda other: (-possible[other], other))[:5]
                )
                before = " ".join(self._replay[max(0, position - 8) : position])
                raise ValueError(
                    f"Word {position}, {word!r}, cannot follow {before!r} in the story world; "
                    f"possible are {likely}."
                )
            hypotheses = hypotheses_after
            mass_after = sum(hypothesis[0] for hypothesis in hypotheses)
            sample.words.append(word)
            sample.probability.append(min(1.0, mass_after / mass))  # rounding may exceed 1
            mass = mass_after
        return self._agreed(hypotheses, sample.words[first:])

    def _next_words(self, hypotheses: list[Hypothesis]) -> dict[str, float]:
        """Return each possible next word with its probability."""
        masses: dict[str, float] = {}
        for hypothesis in hypotheses:
            for word, probability in self._first_words(*hypothesis):
                masses[word] = masses.get(word, 0.0) + probability
        total = sum(masses.values())
        return {word: mass / total for word, mass in masses.items()}

    def _first_words(
        self, probability: float, rest: Chain, bound: dict
    ) -> Iterator[tuple[str, float]]:
        element, rest = rest
        if isinstance(element, Word):
            yield element.word, probability
        elif isinstance(element, Reference):
            yield (
                written(self._referred(element, bound), element.capital, element.article)[0],
                probability,
            )
        elif isinstance(element, Slot):
            values = self._distribution(element, bound).first_words(
                element.capital, element.article
            )
            for word, entries in values.items():
                yield word, probability * sum(entry[1] for entry in entries)
        else:
            for alternative in element.alternatives:
                yield from self._first_words(
                    probability / len(element.alternatives), chain(alternative, rest), bound
                )

    # The forward algorithm ------------------------------------------------------------------------

    def _after(self, hypotheses: list[Hypothesis], word: str) -> list[Hypothesis]:
        """Return the hypotheses that agree with `word`, each advanced past it."""
        after: list[Hypothesis] = []
        for probability, rest, bound in hypotheses:
            if not rest:
                raise AmbiguousError(
                    f"One sentence is the beginning of another, before {word!r}: {bound}"
                )
            self._advance(probability, rest, bound, word, after)
        return after

    def _advance(
        self,
        probability: float,
        rest: Chain,
        bound: dict[str, object],
        word: str,
        after: list[Hypothesis],
    ) -> None:
        element, rest = rest
        kind = type(element)
        if kind is Word:
            if element.word == word:
                after.append((probability, rest, bound))
        elif kind is Reference:
            words = written(self._referred(element, bound), element.capital, element.article)
            if words[0] == word:
                after.append((probability, chain(fixed_words(words[1:]), rest), bound))
        elif kind is Slot:
            distribution = self._distribution(element, bound)
            for value, p, words in distribution.beginning_with(
                word, element.capital, element.article
            ):
                later = chain(fixed_words(words), rest)
                after.append((probability * p, later, {**bound, element.name: value}))
        else:
            share = probability / len(element.alternatives)
            for alternative in element.alternatives:
                self._advance(share, chain(alternative, rest), bound, word, after)

    def _agreed(self, hypotheses: list[Hypothesis], words: Sequence[str]) -> dict[str, object]:
        """Return what all surviving hypotheses agree on; raise AmbiguousError where they do not."""
        kept = [_kept(bound) for _, _, bound in hypotheses]
        if any(rest for _, rest, _ in hypotheses) or any(bound != kept[0] for bound in kept):
            raise AmbiguousError(f"{' '.join(words)!r} does not determine what happened: {kept}")
        return kept[0]

    # Looking things up ----------------------------------------------------------------------------

    def _value(self, name: str, bound: dict[str, object]) -> str:
        if name in bound:
            return bound[name]
        try:
            return self.bindings[name]
        except KeyError:
            raise KeyError(f"Nothing is bound to {name!r} yet.") from None

    def _referred(self, element: Reference, bound: dict[str, object]) -> str:
        value = self._value(element.name, bound)
        return self.lexicon.attributes[element.attribute][value] if element.attribute else value

    def _distribution(self, element: Slot, bound: dict[str, object]) -> Distribution:
        if element.given:
            table = self.lexicon.conditional[element.distribution]
            distribution = table[self._value(element.given, bound)]
        else:
            distribution = self.lexicon.distributions[element.distribution]
        if element.excluded:
            distribution = distribution.without(
                [self._value(name, bound) for name in element.excluded]
            )
        return distribution


def _prepared(alternatives: "str | Sequence[str | tuple]") -> Iterator[Alternative]:
    for alternative in [alternatives] if isinstance(alternatives, str) else alternatives:
        if isinstance(alternative, str):
            yield 1, alternative, None
        else:
            weight, template, *label = alternative
            yield weight, template, label[0] if label else None


def _kept(bound: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in bound.items() if name[0] != "_" or name == "_label"}


def _tagged(value: str, element: Element, role: int, kind: str) -> list[Token]:
    """Return the words of a value; its article is no part of the entity."""
    words = written(value, element.capital, element.article)
    name = "" if isinstance(element, Reference) and element.attribute else element.name
    tagged = [(word, name, role, kind) for word in words]
    if element.article:
        tagged[0] = (words[0], "", LITERAL, "")
    return tagged
