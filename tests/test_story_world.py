"""The story world: exact probabilities, well-formed text, files that the generator makes again."""

import hashlib
import itertools
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.story_world import generate, grammar, words
from course_utils.story_world.documents import (
    _STYLES,
    draw_document,
    next_distribution,
    next_distributions,
    probabilities,
)
from course_utils.story_world.grammar import Distribution, Lexicon, parse, written
from course_utils.story_world.lexicon import CONDITIONAL, DISTRIBUTIONS, LEXICON
from course_utils.story_world.stories import _PLOTS
from course_utils.story_world.telling import LONGEST_DOCUMENT
from course_utils.story_world.world import AmbiguousError, World
from course_utils.tokenizers import WordTokenizer, split_words

MANY = 20_000
PROBED_LENGTH = 14  # frequencies are counted in prefixes of up to this many words


@pytest.fixture(scope="module")
def documents():
    """20,000 documents of no split; drawing one raises if its words leave anything open."""
    return [draw_document("probe", index) for index in range(MANY)]


@pytest.fixture
def other_templates(monkeypatch):
    """Keep the templates of a test out of the list of all templates of the story world."""
    monkeypatch.setattr(grammar, "_PARSED", [])


# A toy world of three words, small enough to compute every probability by hand -------------------

TOY = Lexicon(
    distributions={"animal": Distribution({"cat": 3, "old cat": 1, "owl": 4})},
    conditional={"food": {"cat": Distribution({"fish": 1}), "owl": Distribution({"mice": 1})}},
    attributes={"plural": {"cat": "cats", "old cat": "old cats", "owl": "owls"}},
    kinds={"animal": "animal"},
)


def test_forward_algorithm_adds_up_all_ways_to_a_word(other_templates):
    """P(The old cat) = 1/2 · 1/8 + 1/2 · 1/2: by the slot's value, or by the literal word "old"."""
    sentence = [(1, "The {_a:animal} sat."), (1, "The [old|sly] {_b:animal} sat.")]
    world = World(TOY, replay=["The", "old", "cat", "sat", "."])
    world.say(sentence)
    old = 1 / 2 * 1 / 8 + 1 / 2 * 1 / 2
    # After "old": one "old cat" is on its way; otherwise the slot of the second template follows.
    cat = (1 / 2 * 1 / 8 + 1 / 2 * 1 / 2 * 3 / 8) / old
    assert world.sample.probability == pytest.approx([1, old, cat, 1, 1], abs=1e-15)


def test_given_excluded_article_capital_and_attribute(other_templates):
    world = World(TOY, replay=split_words("An owl eats mice. A cat, two cats."))
    world.say("{^a first:animal} eats {_f:food@first}.")
    world.say("{^a second:animal!first} , two {second.plural}.")
    assert world.bindings == {"first": "owl", "second": "cat"}
    # "An" begins owl (4/8) and old cat (1/8). Then the owl is excluded: cat and old cat, 3 to 1.
    assert world.sample.probability == pytest.approx(
        [5 / 8, 4 / 5, 1, 1, 1, 3 / 4, 1, 1, 1, 1, 1], abs=1e-15
    )


def test_words_that_leave_a_binding_open_are_refused(other_templates):
    world = World(TOY, replay=["The", "cat", "."])
    with pytest.raises(AmbiguousError, match="does not determine"):
        world.say(["The {one:animal}.", "The {two:animal}."])
    world = World(TOY, replay=["The", "cat", "sat", "."])
    with pytest.raises(AmbiguousError):
        world.say([(1, "The cat", "short"), (1, "The cat sat.", "long")])


@pytest.mark.parametrize("template", ["[a|] b", "[a", "a]", "{a b c}", ""])
def test_malformed_templates_are_refused(template):
    with pytest.raises(ValueError, match=r"template"):
        parse(template)


def test_impossible_words_are_named():
    with pytest.raises(ValueError, match=r"Word 1, 'Mira', cannot follow 'Once'"):
        probabilities(["Once", "Mira"])
    with pytest.raises(ValueError, match="nothing follows"):
        next_distribution(draw_document("probe", 0).words)


# Exactness ---------------------------------------------------------------------------------------


def test_same_prefix_same_probability(documents):
    claimed: dict[tuple[str, ...], float] = {}
    for document in documents:
        for length in range(1, PROBED_LENGTH):
            prefix = tuple(document.words[:length])
            probability = document.probability[len(prefix) - 1]
            assert claimed.setdefault(prefix, probability) == probability, prefix


def assert_standard_normal(scores, cells):
    """Assert that z-scores have mean 0 and spread 1 within five standard errors, and |z| < 5.5.

    For independent standard normals mean ± 1/√n and spread ± 1/√(2 n): each of the two bounds is
    crossed about once in 2 million trials, the last once in 26 million cells; for the skewed
    binomial cells with a variance just above the threshold it is more, but below 1 in 1,000 a run.
    The documents are fixed: the result can only change when the generator does.
    """
    assert len(scores) > cells, len(scores)
    assert abs(np.mean(scores)) < 5 / math.sqrt(len(scores)), np.mean(scores)
    assert abs(np.std(scores) - 1) < 5 / math.sqrt(2 * len(scores)), np.std(scores)
    assert np.abs(scores).max() < 5.5, np.abs(scores).max()


def test_frequencies_agree_with_the_claimed_probabilities(documents):
    """After each well-filled prefix, words come as often as claimed.

    The last word of each prefix is left out, since its count follows from the others'.
    """
    counts, totals, claimed, left_out = Counter(), Counter(), {}, {}
    for document in documents:
        for position in range(PROBED_LENGTH):
            prefix, word = tuple(document.words[:position]), document.words[position]
            counts[prefix, word] += 1
            totals[prefix] += 1
            claimed[prefix, word] = document.probability[position]
            left_out[prefix] = word
    scores = []
    for (prefix, word), count in counts.items():
        n, p = totals[prefix], claimed[prefix, word]
        if word != left_out[prefix] and n * p * (1 - p) > 5:
            scores.append((count - n * p) / math.sqrt(n * p * (1 - p)))
    assert_standard_normal(scores, cells=1_000)


def test_every_word_comes_as_often_as_claimed_in_all_places_together(documents):
    """For each word, the sum of (1 if it came, else 0) − p over all places is near 0.

    The differences are uncorrelated whatever came before, so the sum's variance is Σ p (1 − p).
    Prefixes are never seen twice after some twenty words; this reaches every sentence. Styles are
    counted apart from the 31st word on, where the prefix tells which style it is.
    """
    surplus, variance = Counter(), Counter()
    for document in documents[:2_000]:
        for position, distribution in enumerate(next_distributions(document.words)):
            place = document.style if position >= 30 else "beginning"
            surplus[place, document.words[position]] += 1
            for word, p in distribution.items():
                surplus[place, word] -= p
                variance[place, word] += p * (1 - p)
    scores = [surplus[cell] / math.sqrt(v) for cell, v in variance.items() if v > 5]
    assert_standard_normal(scores, cells=1_000)


def test_next_distribution_sums_to_one_and_holds_the_next_word(documents):
    rng = np.random.default_rng(0)
    tokenizer = data.world_tokenizer()
    for document in documents[:400]:
        for position in rng.integers(0, len(document.words), size=3):
            distribution = next_distribution(document.words[:position])
            assert sum(distribution.values()) == pytest.approx(1, abs=1e-12)
            assert min(distribution.values()) > 0
            assert distribution[document.words[position]] == pytest.approx(
                document.probability[position], rel=1e-9
            )
            for word in distribution:  # also the words that are never drawn have an id
                tokenizer.token_id(word)


def test_reading_a_document_gives_the_probabilities_it_was_drawn_with(documents):
    for document in documents[:400]:
        assert probabilities(document.words) == pytest.approx(document.probability, rel=1e-9)


# Coverage and well-formedness --------------------------------------------------------------------


def test_every_style_plot_and_template_is_reached(documents):
    styles = Counter(document.style for document in documents)
    assert set(styles) == set(data.STYLES) == set(_STYLES)
    plots = Counter(document.facts["plot"] for document in documents if document.style == "story")
    assert len(plots) == 12
    assert set(plots) == {tell.__name__ for _, _, tell in _PLOTS}
    assert min(plots.values()) > 200
    verdicts = Counter(document.facts.get("verdict") for document in documents)
    assert verdicts["good"] > 500 and verdicts["bad"] > 500


def test_every_possible_word_is_drawn_or_has_an_id(documents):
    drawn = {word for document in documents for word in document.words}
    possible = set(grammar.possible_words(LEXICON))
    assert drawn <= possible | set("ab")
    assert len(drawn) > 0.97 * len(data.world_tokenizer().words)


def test_documents_are_short_enough(documents):
    assert max(len(document.words) for document in documents) <= LONGEST_DOCUMENT


def test_articles_capitals_quotes_and_punctuation(documents):
    for document in documents:
        words, inside = document.words, False
        assert words[-1] == "<end>" and "<end>" not in words[:-1]
        assert words[0][0].isupper()
        for before, word in itertools.pairwise(words):
            if before.lower() in ("a", "an"):
                vowel = (word[0].lower() in "aeiou" and word != "one") or word in ("honest", "hour")
                assert (before.lower() == "an") == vowel, (before, word)
            if before in (".", "?", "!", "\n"):
                assert not word[0].islower(), (before, word)
            assert not (before in ".,?!:;" and word in ".,?!:;"), (before, word)
            assert before != word or word in ("”", "\n"), (before, word, document.text)
        for word in words:
            assert word != "“" or not inside
            assert word != "”" or inside
            inside = word == "“" or (inside and word != "”")
        assert not inside


def test_pronouns_agree_with_the_hero(documents):
    female, seen = set(words.GIRL_NAMES), Counter()
    for document in documents:
        if document.style == "story":
            child, hero = document.facts["child"], document.facts["hero"]
            assert (child in ("girl", "woman")) == (hero in female)
            introduced = re.search(
                r"and (his|her) name was (\w+)\. (?:(He|She|His|Her) )?", document.text
            )
            if introduced:
                possessive, name, next_word = introduced.groups()
                assert name == hero and (possessive == "her") == (hero in female)
                if next_word:
                    assert (next_word in ("She", "Her")) == (hero in female)
                    seen[next_word] += 1
    assert min(seen[word] for word in ("He", "She", "His", "Her")) > 50


def test_copies_repeat_an_earlier_word(documents):
    for document in documents[:2_000]:
        for position, (role, distance) in enumerate(
            zip(document.role, document.distance, strict=True)
        ):
            assert (role == data.COPY) == (distance > 0)
            if role == data.COPY:
                assert document.words[position - distance] == document.words[position]


def test_answers_are_true_to_the_facts(documents):
    for document in documents[:2_000]:
        text = document.text
        for question, answer in document.questions:
            if f"Question: {question}" in text:
                assert f"Question: {question}\nAnswer: {answer}." in text
        if document.facts.get("plot") == "lost":
            facts = document.facts
            assert (f"Who had the {facts['item']}?", f"the {facts['thief']}") in document.questions
            assert document.entity[document.words.index(facts["hero"])] == "person"


def opinion(sentence, polarity):
    """The sign of an opinion, read from its words alone; 0 for a sentence without one."""
    if match := re.search(r" and me (\w+)\.", sentence):
        return {"smile": 1, "clap": 1, "happy": 1, "yawn": -1, "sigh": -1, "sad": -1}[match[1]]
    if match := re.search(r"was not (\w+) at all", sentence):
        return -polarity[match[1]]
    last = re.findall(r"\w+", sentence)[-1]
    judges = " was " in sentence or "I found it" in sentence or "Even " in sentence
    return polarity.get(last, 0) if judges else 0


def test_verdict_adds_up_the_opinions(documents):
    polarity = {}
    for name, values in words.OPINIONS.items():
        for word in DISTRIBUTIONS[name].probabilities:
            sign = 1 if name.startswith("positive") else -1
            assert polarity.setdefault(word, sign) == sign, word
        assert set(values.split("|")) <= set(polarity)
    lengths = Counter()
    for document in documents:
        if document.style == "review":
            body, verdict = document.text.split("\nVerdict: ")
            signs = [opinion(sentence, polarity) for sentence in re.findall(r"[^.]+\.", body)]
            assert verdict == document.facts["verdict"] == ("good" if sum(signs) > 0 else "bad")
            lengths[len([sign for sign in signs if sign])] += 1
    assert set(lengths) == {3, 4, 5}


def test_near_synonyms_are_distributed_alike():
    tables = [DISTRIBUTIONS, *CONDITIONAL.values()]
    for first, second in words.NEAR_SYNONYMS:
        together = 0
        for distribution in (each for table in tables for each in table.values()):
            p = distribution.probabilities
            if first in p or second in p:
                assert p[first] / p[second] == pytest.approx(1.5, rel=1e-12), (first, second)
                together += 1
        assert together > 0, (first, second)


def test_planted_relations_are_complete():
    attributes = LEXICON.attributes
    assert attributes["mate"]["king"] == "queen" and attributes["mate"]["queen"] == "king"
    assert attributes["capital"]["France"] == "Paris"
    assert attributes["young"]["dog"] == "puppy"
    assert attributes["past"]["swim"] == "swam"
    for table, name in (("capital", "country"), ("young", "animal"), ("past", "verb")):
        assert set(DISTRIBUTIONS[name].probabilities) <= set(attributes[table])


def test_written_puts_the_right_article():
    assert written("honest friend", False, True) == ("an", "honest", "friend")
    assert written("one", False, True) == ("a", "one")
    assert written("owl", True, True) == ("An", "owl")


# The files, and the freeze -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def manifest():
    path = generate.FOLDER / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_generator_is_frozen(manifest):
    assert manifest["source"] == generate.source_hash(), (
        "The generator's source has changed, but it is frozen. If the change is meant, generate "
        "the files again and log it in datasets/README.md."
    )


@pytest.mark.parametrize("split", data.SPLITS)
def test_files_are_what_the_manifest_says(split, manifest):
    corpus = data.load_world(split)
    stream = corpus.tokens.astype("<u2").tobytes()
    assert hashlib.sha256(stream).hexdigest() == manifest[split]
    assert len(corpus) == generate.DOCUMENTS[split]
    vocabulary = (generate.FOLDER / "vocabulary.txt").read_text(encoding="utf-8")
    assert hashlib.sha256(vocabulary.encode()).hexdigest() == manifest["vocabulary"]


@pytest.mark.parametrize("split", data.SPLITS)
def test_first_documents_are_generated_again(split):
    corpus = data.load_world(split)[:300]
    drawn = [draw_document(split, index) for index in range(300)]
    again = generate.arrays(drawn, corpus.tokenizer, detailed=True)
    assert np.array_equal(corpus.tokens, again["tokens"])
    assert np.array_equal(corpus.characters, again["characters"])
    assert np.array_equal(corpus.style, again["style"])
    if split in generate.DETAILED:
        assert np.array_equal(corpus.role, again["role"])
        assert np.array_equal(corpus.distance, again["distance"])
        # The logarithm may round differently on another machine.
        assert np.allclose(corpus.bits, again["bits"], rtol=1e-6, atol=1e-6)
    else:
        assert corpus.bits is None and corpus.role is None and corpus.distance is None


@pytest.mark.parametrize("split", data.SPLITS)
def test_encode_undoes_decode(split):
    corpus = data.load_world(split)
    for ids in corpus:
        assert corpus.tokenizer.encode(corpus.tokenizer.decode(ids)) == ids.tolist()


def test_files_are_small():
    assert sum(path.stat().st_size for path in generate.FOLDER.iterdir()) <= 8_000_000


def test_splits_share_no_document():
    seen = {ids.tobytes() for split in ("validation", "test") for ids in data.load_world(split)}
    shared = [ids for ids in data.load_world("train") if ids.tobytes() in seen]
    assert not shared


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_same_words_under_every_hash_seed(seed):
    code = (
        "from course_utils.story_world.documents import draw_document as d; import hashlib;"
        "print(hashlib.sha256(repr([vars(d('test', i)) for i in range(60)]).encode()).hexdigest())"
    )
    expected = [vars(draw_document("test", index)) for index in range(60)]
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        cwd=Path(data.__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == hashlib.sha256(repr(expected).encode()).hexdigest()


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(generate.os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        generate.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.fixture
def few(monkeypatch, tmp_path) -> Path:
    """The command's folder; it draws a few documents of each split."""
    monkeypatch.setattr(generate, "DOCUMENTS", {"train": 4, "validation": 2, "test": 3})
    folder = tmp_path / "a world" / "故事"
    monkeypatch.setattr(sys, "argv", ["generate", "--folder", str(folder)])
    return folder


def test_the_command_writes_what_is_read(few):
    generate.main()
    assert {path.name for path in few.iterdir()} == {
        path.name for path in generate.FOLDER.iterdir()
    }
    vocabulary = (few / "vocabulary.txt").read_bytes()
    known = ["\n" if line == "\\n" else line for line in vocabulary.decode().split("\n")[:-1]]
    names = WordTokenizer(known).names  # few documents: fewer words than in the shipped files
    manifest = json.loads((few / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest) == ["source", "vocabulary", *generate.DOCUMENTS]
    assert manifest["source"] == generate.source_hash()
    assert manifest["vocabulary"] == hashlib.sha256(vocabulary).hexdigest()
    for split, number in generate.DOCUMENTS.items():
        shipped = data.load_world(split)[:number]
        with np.load(few / f"{split}.npz", allow_pickle=False) as stored:
            assert ("bits" in stored) == (split in generate.DETAILED)
            assert [names[token] for token in stored["tokens"]] == [
                shipped.tokenizer.names[token] for token in shipped.tokens
            ]
            assert np.array_equal(np.cumsum(stored["length"]), shipped.starts[1:])
            assert np.array_equal(stored["style"], shipped.style)
            digest = hashlib.sha256(stored["tokens"].astype("<u2").tobytes()).hexdigest()
        assert manifest[split] == digest


def test_a_command_that_is_interrupted_changes_nothing(few, monkeypatch):
    few.mkdir(parents=True)
    for path in generate.FOLDER.iterdir():
        (few / path.name).write_bytes(b"old")
    drawn = []

    def interrupted(split: str, index: int) -> object:
        if (split, index) == ("test", 2):  # the last of all
            raise KeyboardInterrupt
        drawn.append((split, index))
        return draw_document(split, index)

    monkeypatch.setattr(generate, "draw_document", interrupted)
    with pytest.raises(KeyboardInterrupt):
        generate.main()
    assert len(drawn) == 8 and {path.read_bytes() for path in few.iterdir()} == {b"old"}
