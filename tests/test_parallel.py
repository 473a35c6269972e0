"""The parallel grammar: the same pairs everywhere, valid links, natural parts, every rule used."""

import hashlib
import itertools
import math
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from course_utils.parallel import corpus, rules, words
from course_utils.parallel.corpus import draw, load_pairs
from course_utils.parallel.joining import Pair, entry, join
from course_utils.parallel.rules import CLAUSES, Grammar

DRAWN = 4_000


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """A grammar that has drawn many sentences; they are in `drawn`."""
    grammar = Grammar(Random("tests"))
    grammar.drawn = [grammar.sentence(1 + number % 3) for number in range(DRAWN)]
    return grammar


def test_a_rule_moves_slots_and_their_links():
    made = join(
        "[where] [who] 睡:s 了:s?",
        "[who] slept:s [where]",
        who=join("猫:c", "the:c? cat:c"),
        where=join("家:h 里:i", "at:i home:h"),
    )
    assert made.chinese == ("家", "里", "猫", "睡", "了")
    assert made.english == ("the", "cat", "slept", "at", "home")
    assert made.sure == {(0, 4), (1, 3), (2, 1), (3, 2)}
    assert made.possible - made.sure == {(2, 0), (4, 2)}


def test_a_word_linked_to_a_slot_is_possibly_linked_to_all_of_it():
    place = join("家:h 里:i", "at:i home:h")
    in_front = join("在>place [place]", "[place]", place=place)
    assert in_front.possible - in_front.sure == {(0, 0), (0, 1)}
    behind = join("[one]", "the>one [one]", one=entry("小 猫", "kitten"))
    assert behind.possible - behind.sure == {(0, 0), (1, 0)}


def test_an_idiom_has_possible_links_only():
    idiom = entry("迷 了 路", "got lost", idiom=True)
    assert not idiom.sure and len(idiom.possible) == 6
    assert len(entry("马上", "right away").sure) == 2


def test_links_are_places_of_the_sentence_and_sure_ones_are_possible():
    for split in corpus.SPLITS:
        for pair in load_pairs(split):
            assert pair.sure <= pair.possible
            for chinese, english in pair.possible:
                assert 0 <= chinese < len(pair.chinese) and 0 <= english < len(pair.english)


def test_words_with_one_meaning_are_linked_to_it():
    """Wherever 戒指 stands, its sure links lead to ring or rings; likewise for other words."""
    meanings = {"戒指": {"ring", "rings"}, "国王": {"king", "kings"}, "昨天": {"yesterday"}}
    meanings |= {"没有": {"not"}, "因为": {"because"}, "图书馆": {"library"}, "。": {"."}}
    found = Counter()
    for pair in load_pairs("train")[:4000]:
        for chinese, english in pair.sure:
            if pair.chinese[chinese] in meanings:
                assert pair.english[english] in meanings[pair.chinese[chinese]]
                found[pair.chinese[chinese]] += 1
    assert found.keys() == meanings.keys()


def test_same_chinese_same_english():
    seen = {}
    for split in corpus.SPLITS:
        for pair in load_pairs(split):
            assert seen.setdefault(pair.chinese, pair.english) == pair.english


def test_every_rule_and_every_word_is_reached(grammar):
    named = set()
    source = (Path(rules.__file__)).read_text(encoding="utf-8")
    for call in re.findall(r"self\.rule\(([^)]*)\)", source):
        named |= set(re.findall(r"(\w+)=", call))
    named.add("bought_by")  # its line holds a bracket
    named |= CLAUSES.keys()
    assert named == {rule for rule, count in grammar.used.items() if count}
    chinese = {word for pair in load_pairs("train") for word in pair.chinese}
    english = {word for pair in load_pairs("train") for word in pair.english}
    for noun in words.NOUNS:
        assert {noun.chinese, noun.classifier} <= chinese and {noun.english, noun.plural} <= english
    for table in (words.PEOPLE, words.VERBS, words.PREDICATES, words.ACTIVITIES, words.BA_VERBS):
        for row in table:
            assert set(row[0].split()) <= chinese and set(row[1].split()) <= english
    for side in words.PLACES + words.SURFACES + words.TIMES:
        assert {part.partition(":")[0] for part in side[0].split()} <= chinese


def test_frequencies_are_the_claimed_probabilities(grammar):
    def expect_share(count: int, total: int, share: float) -> None:
        z = (count - total * share) / math.sqrt(total * share * (1 - share))
        assert abs(z) < 4, (count, total, share)

    kinds = {rule: grammar.used[rule] for rule in CLAUSES}
    for rule, weight in CLAUSES.items():
        expect_share(kinds[rule], sum(kinds.values()), weight / sum(CLAUSES.values()))
    lengths = Counter(pair.clauses for pair in load_pairs("train"))
    for clauses, share in enumerate(corpus.TRAINED_CLAUSES, start=1):
        expect_share(lengths[clauses], corpus.SPLITS["train"], share)
    table = ("a", "b", "c")
    chosen = Counter(Grammar(Random(seed)).one_of(table) for seed in range(3000))
    weights = [(place + 2) ** -1.5 for place in range(3)]
    for word, weight in zip(table, weights, strict=True):
        expect_share(chosen[word], 3000, weight / sum(weights))


def test_clauses_are_counted_and_splits_are_apart():
    train = {pair.chinese for pair in load_pairs("train")}
    for split, count in corpus.SPLITS.items():
        pairs = load_pairs(split)
        assert len(pairs) == count
        allowed = {3, 4, 5} if split == "long" else {1, 2}
        assert {pair.clauses for pair in pairs} == allowed
        if split != "train":
            assert not train & {pair.chinese for pair in pairs}


def test_the_same_bytes_on_every_machine():
    text = "\n".join(map(str, itertools.chain(load_pairs("train"), load_pairs("long"))))
    links = "".join(str(sorted(pair.possible)) for pair in load_pairs("test"))
    found = hashlib.sha256((text + links).encode("utf-8")).hexdigest()
    assert found == "0d7fed8d90ada1c38229e97888eeacfcdf654bd3c2c605a948089a59661c5eaf"


def test_numbers_articles_and_possessives_agree():
    for pair in load_pairs("train"):
        for word, after in itertools.pairwise(pair.english):
            assert word != "an" or after[0] in "aeiou"
            assert word != "a" or after[0] not in "aeiou"
    text = " ".join(" ".join(pair.english) for pair in load_pairs("train"))
    assert not re.search(r"(?:^|\. )(?:two|three|four|five|ten) \w+ was\b", text)
    assert not re.search(r"\bthe (?:girl|queen) \w+ his\b", text)
    assert re.search(r"\bthe girl \w+ her\b", text) and re.search(r"\bsailors \w+ their\b", text)


def test_word_order_differs_where_the_languages_differ():
    crossing = 0
    for pair in load_pairs("train")[:2000]:
        ordered = [chinese for _, chinese in sorted((e, c) for c, e in pair.sure)]
        crossing += any(a > b for a, b in itertools.pairwise(ordered))
    assert crossing > 1500
    ba = next(pair for pair in load_pairs("train") if "把" in pair.chinese and pair.clauses == 1)
    verb = max(c for c, e in ba.possible if ba.chinese[c] == "了")
    assert verb > ba.chinese.index("把") + 2


def test_wrong_requests_are_refused():
    with pytest.raises(ValueError, match="at least one clause, not 0"):
        draw(0, 1)
    with pytest.raises(ValueError, match="must be one of train, validation, test, long"):
        load_pairs("dev")
    assert isinstance(draw(2, 1), Pair) and draw(2, 1) == draw(2, 1) and draw(2, 1).clauses == 2
