"""The rules of the parallel grammar: who did what to what, where and when, in both languages.

Each Chinese sentence has exactly one translation here, so that an exact match means something.
What differs between the languages is kept: place and time stand before the verb in Chinese, a 把
object too; relative clauses stand before their noun, with 的; nouns are counted with classifiers;
自己 的 is his, her or their, by its subject; 打 is whatever its object makes of it.
"""

import functools
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from course_utils.parallel import words
from course_utils.parallel.joining import Pair, entry, join


@dataclass(frozen=True)
class Who:
    """Somebody as a subject: what to write, and what "his own" and "was" then become."""

    pair: Pair
    gender: str  # m, f, n; p for several people

    def own(self) -> str:
        """The possessive that goes with this subject."""
        return {"m": "his", "f": "her"}.get(self.gender, "their")


CLAUSES = {"verb": 7, "ba": 3, "activity": 3, "negated": 2, "put": 1.5, "give": 1.5}
CLAUSES |= {"wanted": 1.5, "idiom": 1.5, "borrow": 1, "compared": 1}  # weights of the kinds


@functools.cache
def _cumulated(count: int) -> list[float]:
    return [*itertools.accumulate((place + 2) ** -1.5 for place in range(count))]


@functools.cache
def _nouns(kinds: str) -> list[words.Noun]:
    return [noun for noun in words.NOUNS if set(noun.kinds) & set(kinds)]


def _person_adjectives(person: words.Person) -> Sequence[str]:
    """No old boys and no young ones: the first two adjectives say how old somebody is."""
    return words.PERSON_ADJECTIVES[2 if person.chinese in words.CHILDREN else 0 :]


class Grammar:
    """Draws pairs; `used` counts how often each rule was applied."""

    def __init__(self, random: Random) -> None:
        """All randomness comes from `random`."""
        self.random, self.used = random, Counter[str]()

    # -- Drawing

    def one_of(self, table: Sequence[Any]) -> Any:
        """A row of a table: the one at place r with the weight (r + 2)^−1.5."""
        return self.random.choices(table, cum_weights=_cumulated(len(table)))[0]

    def rule(self, **weights: float) -> str:
        """The name of a rule, counted as used."""
        name = self.random.choices([*weights], [*weights.values()])[0]
        self.used[name] += 1
        return name

    # -- Things and people

    def thing(self, kinds: str, own: str = "", definite: bool = False) -> Pair:
        """An object of one of these kinds; `own` is the possessive of the subject, if it can be."""
        noun = self.one_of(_nouns(kinds))
        table = words.ANIMAL_ADJECTIVES if "a" in noun.kinds else words.THING_ADJECTIVES
        rule = self.rule(counted=0 if definite else 5, pointed=2, owned=2 * bool(own), bought_by=1)
        described, plural = self.described(noun.chinese, noun.english, noun.plural, table)
        if rule == "counted":
            number, count = self.one_of(words.NUMBERS).split("/")
            return join(
                f"{number}:n {noun.classifier}:n? [noun]",
                f"{count}:n [noun]",
                noun=described if count == "a" else plural,
            )
        if rule == "pointed":
            this, that = self.random.choice([("那", "that"), ("这", "this")])
            return join(f"{this}:n {noun.classifier}:n? [noun]", f"{that}:n [noun]", noun=described)
        if rule == "owned":
            of = "" if "的" in described.chinese else " 的:o?"  # not 自己 的 聪明 的 猫
            return join(f"自己:o{of} [noun]", f"{own}:o [noun]", noun=described)
        buyer = self.one_of(words.PEOPLE)
        does, did = self.random.choice([("买", "bought"), ("送", "sent"), ("画", "painted")])
        return join(
            f"{buyer.chinese}:b {does}:v 的:r? 那:n {noun.classifier}:n? [noun]",
            f"the:n [noun] that:r the:b? {buyer.english}:b {did}:v",
            noun=described,
        )

    def described(
        self, chinese: str, english: str, plural: str, adjectives: Sequence[str]
    ) -> tuple[Pair, Pair]:
        """A noun in singular and plural, perhaps with an adjective."""
        rule = self.rule(plain=3, adjective=2)
        if rule == "plain":
            return entry(chinese, english), entry(chinese, plural)
        adjective, quality = self.one_of(adjectives).split("/")
        of = " " if len(adjective) == 1 else " 的:a? "
        return tuple(
            join(f"{adjective}:a{of}{chinese}:n", f"{quality}:a {noun}:n")
            for noun in (english, plural)
        )

    def person(self) -> Pair:
        """Somebody as an object."""
        person = self.one_of(words.PEOPLE)
        one, _ = self.described(*person[:3], _person_adjectives(person))
        return join("[one]", "the>one [one]", one=one)

    def subject(self, before: Who | None) -> Who:
        """Somebody as a subject; a pronoun only where `before` says who is meant."""
        person = self.one_of(words.PEOPLE)
        can_refer = before is not None and before.gender in "mf"
        rule = self.rule(
            the=6, a_person=2, many=1.5, lives=1.2, owner=1.2, likes=1, pronoun=6 * can_refer
        )
        if rule == "pronoun":
            he, pronoun = {"m": ("他", "he"), "f": ("她", "she")}[before.gender]
            return Who(entry(he, pronoun), before.gender)
        one, several = self.described(*person[:3], _person_adjectives(person))
        if rule == "a_person":
            return Who(join("一:n 个:n? [one]", "a:n [one]", one=one), person.gender)
        if rule == "many":
            number, count = self.one_of(words.NUMBERS[1:]).split("/")
            return Who(join(f"{number}:n 个:n? [one]", f"{count}:n [one]", one=several), "p")
        if rule == "the":
            return Who(join("[one]", "the>one [one]", one=one), person.gender)
        parts: dict[str, Pair] = {"one": one}
        if rule == "lives":
            parts["place"] = self.place()
            sides = "住:l 在:l? [place] 的:r? [one]", "the>one [one] who:r lived:l [place]"
        elif rule == "owner":
            noun = self.one_of(_nouns("ah"))
            sides = (
                f"有:h {{}} {noun.classifier}:c? {noun.chinese}:t 的:r? [one]",
                f"the>one [one] who:r had:h {{}} {noun.plural}:t",
            )
            number, count = self.one_of(words.NUMBERS[1:]).split("/")
            sides = sides[0].format(f"{number}:c"), sides[1].format(f"{count}:c")
        else:
            parts["hobby"] = self.activity("ing")
            sides = "喜欢:l [hobby] 的:r? [one]", "the>one [one] who:r liked:l [hobby]"
        return Who(join(*sides, **parts), person.gender)

    def activity(self, form: str) -> Pair:
        """What people do: 打 电话, made a phone call; the second word is the first's object."""
        chinese, past, ing = self.one_of(words.ACTIVITIES)
        english = (ing if form == "ing" else past).split()
        head, *rest = chinese.split()
        if not rest:
            return join(f"{head}:v", " ".join(f"{word}:v" for word in english))
        free = {"a", "the", "for"}
        tail = " ".join(f"{word}:o{'?' if word in free else ''}" for word in english[1:])
        return join(f"{head}:v {rest[0]}:o", f"{english[0]}:v {tail or ''}")

    def place(self) -> Pair:
        """Where people are: 花园 里, in the garden."""
        return join(*self.one_of(words.PLACES))

    def surface(self) -> Pair:
        """Where things are put: 桌子 上, on the table."""
        return join(*self.one_of(words.SURFACES))

    # -- Clauses

    def clause(self, before: Who | None = None) -> tuple[Pair, Who]:
        """One clause and its subject."""
        who = self.subject(before)
        rule = self.rule(**CLAUSES)
        parts = {"who": who.pair, "does": getattr(self, f"_{rule}")(who)}
        time = place = in_place = early = late = ""
        if rule not in ("idiom", "compared") and self.rule(no_time=1, time=1) == "time":
            parts["time"], time = join(*self.one_of(words.TIMES)), "[time]"
        if rule in ("verb", "ba", "activity") and self.rule(no_place=1.4, place=1) == "place":
            parts["place"], place, in_place = self.place(), "[place]", "在>place [place]"
        if rule in ("verb", "ba"):
            adverb = self.rule(no_adverb=6, early=1.5, late=1.5)
            if adverb == "early":
                parts["early"], early = entry(*self.one_of(words.EARLY_ADVERBS)), "[early]"
            elif adverb == "late":
                chinese, english = self.one_of(words.LATE_ADVERBS)
                idiom = len(chinese.split()[0]) > 2
                parts["late"], late = entry(chinese, english, idiom), "[late]"
        first = self.random.choice([f"{time} [who]", f"[who] {time}"])
        manner = self.random.choice([f"{late} {in_place}", f"{in_place} {late}"])
        sentence_le = "了:z?" if rule == "activity" and not place else ""
        made = join(
            f"{first} {early} {manner} [does] {sentence_le}",
            f"[who] {early} [does] {late} {place} {time}",
            **parts,
        )
        return Pair(made.chinese, made.english, made.sure, made.possible, 1), who

    def _object(self, verb: words.Verb, who: Who, definite: bool = False) -> Pair:
        kinds = verb.kinds.replace("w", "")
        kind = self.one_of(list(kinds))
        return self.person() if kind == "p" else self.thing(kind, who.own(), definite)

    def _verb(self, who: Who) -> Pair:
        verb = self.one_of(words.VERBS)
        object_ = self._object(verb, who)
        did = " ".join(f"{word}:v" for word in verb.past.split())
        return join(f"{verb.chinese}:v 了:v? [it]", f"{did} [it]", it=object_)

    def _negated(self, who: Who) -> Pair:
        verb = self.one_of(words.VERBS)
        object_ = self._object(verb, who, definite=True)
        do = " ".join(f"{word}:v" for word in verb.base.split())
        return join(f"没有:n {verb.chinese}:v [it]", f"did:n? not:n {do} [it]", it=object_)

    def _wanted(self, who: Who) -> Pair:
        verb = self.one_of([verb for verb in words.VERBS if "w" in verb.kinds])
        object_ = self._object(verb, who)
        do = " ".join(f"{word}:v" for word in verb.base.split())
        return join(f"想:w {verb.chinese}:v [it]", f"wanted:w to:w? {do} [it]", it=object_)

    def _ba(self, who: Who) -> Pair:
        chinese, did, away, kinds = self.one_of(words.BA_VERBS)
        object_ = self.thing(kinds, who.own(), definite=True)
        verb = " ".join(f"{word}:v" for word in chinese.split())
        after = f" {away}:v" if away else ""
        return join(f"把:v? [it] {verb} 了:v?", f"{did}:v [it]{after}", it=object_)

    def _put(self, who: Who) -> Pair:
        chinese, did = self.random.choice([("放", "put"), ("忘", "left"), ("藏", "hid")])
        return join(
            f"把:v? [it] {chinese}:v 在>place [place] 了:v?",
            f"{did}:v [it] [place]",
            it=self.thing("t", who.own(), definite=True),
            place=self.place() if self.rule(at=1, on=2) == "at" else self.surface(),
        )

    def _give(self, who: Who) -> Pair:
        rule = self.rule(give_one=1, give_that=1)
        it = self.thing("ta", who.own(), definite=rule == "give_that")
        if rule == "give_one":
            return join("送:v 给:v? [to] [it]", "gave:v [to] [it]", it=it, to=self.person())
        return join(
            "把:v? [it] 送:v 给:t [to] 了:v?", "gave:v [it] to:t [to]", it=it, to=self.person()
        )

    def _borrow(self, who: Who) -> Pair:
        return join(
            "从:f [from] 那里:f? 借:v 了:v? [it]",
            "borrowed:v [it] from:f [from]",
            it=self.thing("t"),
            **{"from": self.person()},
        )

    def _activity(self, who: Who) -> Pair:
        return self.activity("past")

    def _was(self, english: str, who: Who) -> str:
        return english.replace("was ", "were ", 1) if who.gender == "p" else english

    def _idiom(self, who: Who) -> Pair:
        chinese, english = self.one_of(words.PREDICATES)
        return entry(chinese, self._was(english, who), idiom=True)

    def _compared(self, who: Who) -> Pair:
        adjective, more = self.one_of(words.COMPARED)
        quality = " ".join(f"{word}:a" for word in more.split())
        was = self._was("was ", who).strip()
        return join(
            f"比:t [whom] {adjective}:a", f"{was} {quality} than:t [whom]", whom=self.person()
        )

    # -- Sentences

    def two_clauses(self, before: Who | None) -> tuple[Pair, Who]:
        """Two clauses that depend on each other; 的 时候 turns them round in English."""
        rule = self.rule(because=1, although=1, while_=1.2, after=1)
        if rule == "while_":
            who = self.subject(before)
            parts = {"who": who.pair, "doing": self.activity("ing"), "place": self.place()}
            was = self._was("was ", who).strip()
            second, last = self.clause()
            made = join(
                "[who] 在>place [place] [doing] 的:w? 时候:w ，:c? [second]",
                f"[second] while:w [who] {was} [doing] [place]",
                second=second,
                **parts,
            )
        elif rule == "after":
            who = self.subject(before)
            second, last = self.clause(who)
            chinese, english = self.one_of(words.AFTER)
            made = join(
                "[who] [did] 以后:a ，:c [second]",
                "after:a [who] [did] ,:c [second]",
                who=who.pair,
                did=entry(chinese, english),
                second=second,
            )
        else:
            first, who = self.clause(before)
            second, last = self.clause(who)
            opens, closes, english = {
                "because": ("因为", "所以", "because"),
                "although": ("虽然", "但是", "although"),
            }[rule]
            made = join(
                f"{opens}:b [first] ，:c {closes}:b? [second]",
                f"{english}:b [first] ,:c [second]",
                first=first,
                second=second,
            )
        return Pair(made.chinese, made.english, made.sure, made.possible, 2), last

    def sentence(self, clauses: int) -> Pair:
        """A whole sentence of so many clauses."""
        made, who = None, None
        while made is None or made.clauses < clauses:
            left = clauses - (made.clauses if made else 0)
            pairs = left > 1 and self.rule(single=2, double=1) == "double"
            next_, who = (self.two_clauses if pairs else self.clause)(who)
            if made is None:
                made = next_
                continue
            rule = self.rule(and_=2, but=1, so=1, then=1)
            chinese, english = {
                "and_": ("，:c", ",:c and:c?"),
                "but": ("，:c 但是:b", ",:c but:b"),
                "so": ("，:c 所以:b", ",:c so:b"),
                "then": ("，:c 后来:b", ",:c then:b"),
            }[rule]
            made = join(f"[a] {chinese} [b]", f"[a] {english} [b]", a=made, b=next_)
        made = join("[all] 。:e", "[all] .:e", all=made)
        english = [
            "an" if word == "a" and after[0] in "aeiou" else word
            for word, after in zip(made.english, [*made.english[1:], "."], strict=True)
        ]
        return Pair(made.chinese, tuple(english), made.sure, made.possible, made.clauses)
