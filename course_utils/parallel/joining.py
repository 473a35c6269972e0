"""A pair of sentences with its links, and how a rule joins smaller pairs.

A rule writes both sides at once and says which words belong together:

    join("[who] 在>place [place] [does] 了:d?", "[who] [does] [place]", who=…, place=…, does=…)

`[who]` is a slot: what fills it brings its own two sides and its own links, and slots may stand
in another order on each side. `word:k` links a word to every word of the other side that has the
same mark k; a `?` makes the link possible instead of sure. `word>slot` links it, possibly, to all
words that fill a slot on the other side.

Sure and possible links are those of Och and Ney (2003), A Systematic Comparison of Various
Statistical Alignment Models: a *sure* link is one that everybody would draw; a *possible* one
(articles, classifiers, parts of idioms) is neither asked for nor counted as wrong.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

Link = tuple[int, int]  # (position in the Chinese sentence, position in the English one), from 0


@dataclass(frozen=True)
class Pair:
    """A sentence, or a part of one, in both languages."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    sure: frozenset[Link] = frozenset()
    possible: frozenset[Link] = frozenset()  # includes the sure ones
    clauses: int = 0

    def __str__(self) -> str:
        return f"{' '.join(self.chinese)}\n{' '.join(self.english)}"


@functools.lru_cache(maxsize=4096)
def _parse(side: str) -> tuple[tuple[str, str, bool, str], ...]:
    """(word or "[slot]", mark, is the link possible only?, slot that it is linked to) of each."""
    parsed = []
    for part in side.split():
        word, _, slot = part.partition(">")
        word, _, mark = word.partition(":") if len(word) > 1 else (word, "", "")
        parsed.append((word, mark.rstrip("?"), mark.endswith("?"), slot))
    return tuple(parsed)


def join(chinese: str, english: str, **slots: Pair) -> Pair:
    """Write both sides of a rule, with its slots filled; see the module.

    >>> join("红:1 花:2", "red:1 flower:2").sure == {(0, 0), (1, 1)}
    True
    """
    return _join(chinese, english, slots) if slots else _literal(chinese, english)


@functools.lru_cache(maxsize=8192)
def _literal(chinese: str, english: str) -> Pair:
    return _join(chinese, english, {})


def _join(chinese: str, english: str, slots: Mapping[str, Pair]) -> Pair:
    sides: list[list[str]] = [[], []]
    places: list[dict[str, int]] = [{}, {}]  # where each slot begins
    marked: list[list[tuple[str, int, bool]]] = [[], []]
    to_slots = []
    for side, template in enumerate((chinese, english)):
        for word, mark, is_possible, slot in _parse(template):
            position = len(sides[side])
            if word.startswith("["):
                filler = slots[word[1:-1]]
                places[side][word[1:-1]] = position
                sides[side].extend(filler.english if side else filler.chinese)
                continue
            sides[side].append(word)
            if mark:
                marked[side].append((mark, position, is_possible))
            if slot:
                to_slots.append((side, position, slot))
    sure, possible = set(), set()
    for name, filler in slots.items():
        dc, de = places[0].get(name), places[1].get(name)
        if dc is not None and de is not None:
            sure.update([(c + dc, e + de) for c, e in filler.sure])
            possible.update([(c + dc, e + de) for c, e in filler.possible])
    for left, c, left_possible in marked[0]:
        for right, e, right_possible in marked[1]:
            if left == right:
                (possible if left_possible or right_possible else sure).add((c, e))
    for side, position, slot in to_slots:
        other, start = slots[slot], places[1 - side][slot]
        length = len(other.chinese if side else other.english)
        for place in range(start, start + length):
            possible.add((place, position) if side else (position, place))
    clauses = sum(filler.clauses for filler in slots.values())
    return Pair(*map(tuple, sides), frozenset(sure), frozenset(sure | possible), clauses)


def entry(chinese: str, english: str, idiom: bool = False) -> Pair:
    """A dictionary entry: every word of one side belongs to every word of the other.

    In an idiom, all of these links are possible only.
    """
    mark = ":w?" if idiom else ":w"
    return join(*(" ".join(word + mark for word in side.split()) for side in (chinese, english)))
