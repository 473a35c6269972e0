"""Templates of sentences, and the distributions that fill their places.

A template is a sentence with places to fill:

    {hero}              what was bound to the name `hero` before
    {hero.she}          an attribute of it, from the lexicon's tables: she, he …
    {pet:animal}        draw from the distribution `animal` and bind the value to `pet`
    {food:food@pet}     draw from the distribution that the table `food` holds for `pet`'s value
    {other:animal!pet}  draw, but not the value of `pet`
    {_mood:mood}        a name that begins with _ is forgotten when the sentence ends
    {^hero.she}         the same with a capital letter
    {a pet:animal}      the same after "a" or "an", whichever is right; {^a …} after "A" or "An"
    [came|walked]       one of these, all equally likely
"""

import bisect
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from course_utils.tokenizers import split_words

# "a" stands before consonants and "an" before vowels, but it is the sound that counts.
_ARTICLES = {"honest": "an", "hour": "an", "one": "a", "useful": "a", "unicorn": "a"}


class Distribution:
    """Values with probabilities. Values are phrases of one or more words.

    >>> Distribution({"cat": 3, "dog": 1}).probabilities
    {'cat': 0.75, 'dog': 0.25}
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        """Normalize `weights`, which keep their order; raise ValueError if there is none or one is
        not positive.
        """
        if not weights or min(weights.values()) <= 0:
            raise ValueError(f"A distribution needs positive weights, not {dict(weights)}.")
        total = sum(weights.values())
        self.probabilities = {value: weight / total for value, weight in weights.items()}
        self._values = list(self.probabilities)
        self._cumulative = list(itertools.accumulate(self.probabilities.values()))
        self._by_first_word: dict[
            tuple[bool, bool], dict[str, list[tuple[str, float, tuple[str, ...]]]]
        ] = {}
        self._without: dict[tuple[str, ...], Distribution] = {}

    def sample(self, uniform: float) -> str:
        """Return the value at the point `uniform` of the unit interval."""
        index = bisect.bisect(self._cumulative, uniform * self._cumulative[-1])
        return self._values[min(index, len(self._values) - 1)]

    def beginning_with(
        self, word: str, capital: bool, article: bool
    ) -> Sequence[tuple[str, float, tuple[str, ...]]]:
        """Return (value, probability, remaining words) of the values whose written form begins with
        `word`.
        """
        return self.first_words(capital, article).get(word, ())

    def first_words(
        self, capital: bool, article: bool
    ) -> dict[str, list[tuple[str, float, tuple[str, ...]]]]:
        """Return the values grouped by the first word of their written form."""
        index = self._by_first_word.get((capital, article))
        if index is None:
            index = self._by_first_word[capital, article] = {}
            for value, probability in self.probabilities.items():
                first, *rest = written(value, capital, article)
                index.setdefault(first, []).append((value, probability, tuple(rest)))
        return index

    def without(self, excluded: Iterable[str]) -> "Distribution":
        """Return the distribution given that none of `excluded` is drawn."""
        key = tuple(sorted({value for value in excluded if value in self.probabilities}))
        if not key:
            return self
        if key not in self._without:
            rest = {value: p for value, p in self.probabilities.items() if value not in key}
            self._without[key] = Distribution(rest)
        return self._without[key]


@cache
def written(value: str, capital: bool, article: bool) -> tuple[str, ...]:
    """Return the words of a value, with its article and capital letter where asked for.

    >>> written("old owl", capital=True, article=True)
    ('An', 'old', 'owl')
    """
    words = split_words(value)
    if article:
        sounds_like = "an" if words[0][0].lower() in "aeiou" else "a"
        words.insert(0, _ARTICLES.get(words[0], sounds_like))
    if capital:
        words[0] = words[0][0].upper() + words[0][1:]
    return tuple(words)


@dataclass(frozen=True)
class Word:
    """A fixed word of a template."""

    word: str


@dataclass(frozen=True)
class Slot:
    """A draw from a distribution, bound to a name."""

    name: str
    distribution: str
    given: str  # name whose value chooses the distribution, or ""
    excluded: tuple[str, ...]
    capital: bool
    article: bool


@dataclass(frozen=True)
class Reference:
    """A value bound before, or an attribute of it."""

    name: str
    attribute: str  # "" for the value itself
    capital: bool
    article: bool


@dataclass(frozen=True)
class Choice:
    """One of several sequences of elements, all equally likely."""

    alternatives: tuple[tuple["Element", ...], ...]


Element = Word | Slot | Reference | Choice
# what is still to come: (element, chain), or () at the end; a linked list is cheap to share
Chain = tuple

_TEMPLATE_PART = re.compile(r"\{[^}]*\}|[\[\]|]|[^\[\]|{}]+")
_PLACE = re.compile(
    r"(?P<capital>\^)?(?P<article>a )?(?P<name>\w+)"
    r"(?:\.(?P<attribute>\w+)"
    r"|:(?P<distribution>\w+)(?:@(?P<given>\w+))?(?:!(?P<excluded>\w+(?:,\w+)*))?)?"
)


_PARSED: list[tuple[Element, ...]] = []  # every template met so far


@cache
def parse(template: str) -> tuple[Element, ...]:
    """Return the elements of a template; raise ValueError where its brackets or places are bad."""
    parts = _TEMPLATE_PART.findall(template)
    position = 0

    def sequence(inside_choice: bool) -> list[tuple[Element, ...]]:
        nonlocal position
        alternatives: list[tuple[Element, ...]] = []
        current: list[Element] = []
        while position < len(parts):
            part = parts[position]
            position += 1
            if part == "[":
                current.append(Choice(tuple(sequence(inside_choice=True))))
            elif part in ("|", "]"):
                if not inside_choice:
                    raise ValueError(f"{part!r} outside of [ ] in the template {template!r}")
                if not current:
                    raise ValueError(
                        f"Empty alternative in the template {template!r}: give each one a word."
                    )
                alternatives.append(tuple(current))
                current = []
                if part == "]":
                    return alternatives
            elif part.startswith("{"):
                current.append(_place(part, template))
            else:
                current.extend(Word(word) for word in split_words(part))
        if inside_choice:
            raise ValueError(f"A '[' is never closed in the template {template!r}")
        return [tuple(current)]

    elements = sequence(inside_choice=False)[0]
    if not elements:
        raise ValueError("A template needs at least one word.")
    _PARSED.append(elements)
    return elements


def _place(part: str, template: str) -> Element:
    match = _PLACE.fullmatch(part[1:-1])
    if match is None:
        raise ValueError(f"Cannot read {part} in the template {template!r}")
    found = match.groupdict()
    capital, article = bool(found["capital"]), bool(found["article"])
    if found["distribution"]:
        excluded = tuple((found["excluded"] or "").split(",")) if found["excluded"] else ()
        return Slot(
            found["name"], found["distribution"], found["given"] or "", excluded, capital, article
        )
    return Reference(found["name"], found["attribute"] or "", capital, article)


def chain(elements: Sequence[Element], rest: Chain) -> Chain:
    """Return `elements` before `rest`."""
    for element in reversed(elements):
        rest = (element, rest)
    return rest


@cache
def start(template: str) -> Chain:
    """Return all that is to come at the beginning of a template."""
    return chain(parse(template), ())


@cache
def fixed_words(words: tuple[str, ...]) -> tuple[Word, ...]:
    """Return words as elements."""
    return tuple(Word(word) for word in words)


@dataclass(frozen=True)
class Lexicon:
    """All the words of a world: what can be drawn, and what is known about it."""

    distributions: Mapping[str, Distribution]
    conditional: Mapping[
        str, Mapping[str, Distribution]
    ]  # table -> value of the given name -> distribution
    attributes: Mapping[str, Mapping[str, str]]  # attribute -> value -> its attribute
    kinds: Mapping[str, str]  # distribution or table -> kind of entity, such as "person"


def possible_words(lexicon: Lexicon) -> list[str]:
    """Return every word that the templates parsed so far can produce, sorted.

    When many documents have been drawn, every template has been met, and with it every word that
    any document can ever hold, however rare.
    """
    elements: list[Element] = []

    def collect(sequence: Sequence[Element]) -> None:
        for element in sequence:
            if isinstance(element, Choice):
                for alternative in element.alternatives:
                    collect(alternative)
            else:
                elements.append(element)

    for template in _PARSED:
        collect(template)
    found: set[str] = set()
    values: dict[str, set[str]] = {}  # name -> everything that a slot can bind to it
    for element in elements:
        if isinstance(element, Word):
            found.add(element.word)
        elif isinstance(element, Slot):
            for value in _values(element, lexicon):
                values.setdefault(element.name, set()).add(value)
                found.update(written(value, element.capital, element.article))
    for element in elements:
        if isinstance(element, Reference):
            for value in values.get(element.name, ()):
                if element.attribute:
                    value = lexicon.attributes[element.attribute].get(value)
                if value is not None:
                    found.update(written(value, element.capital, element.article))
    return sorted(found)


def _values(slot: Slot, lexicon: Lexicon) -> list[str]:
    if not slot.given:
        return list(lexicon.distributions[slot.distribution].probabilities)
    options = lexicon.conditional[slot.distribution].values()
    return [value for distribution in options for value in distribution.probabilities]
