"""n-gram counts and smoothings: by hand, against brute force, and against nltk."""

import time
from collections import Counter
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.lm import Laplace
from nltk.util import everygrams

from benchmarks.ngrams import as_words, fitted_by_nltk
from course_utils.models.ngram import (
    NGramCounts,
    NGramModel,
    continuation_counts,
    count_ngrams,
    evidence_after,
    evidence_for,
    find,
    row_of,
)
from course_utils.models.smoothing import (
    Katz,
    absolute_discounting,
    add_k,
    estimate_discounts,
    every_smoothing,
    fit_weights,
    good_turing_shares,
    interpolate,
    maximum_likelihood,
    relative_frequencies,
    stupid_backoff,
)
from course_utils.tokenizers import END, START

A, B, C = 10, 11, 12
VOCABULARY = 13  # ids 0 … 12
# "A B A C", "B A C", "A B B"
TOY = [np.array([A, B, A, C, END]), np.array([B, A, C, END]), np.array([A, B, B, END])]


def every_true_distribution(counts: NGramCounts) -> dict[str, NGramModel]:
    """Every smoothing that must sum to one, fitted on the counts themselves."""
    kneser_ney = continuation_counts(counts)
    weights = np.arange(1.0, len(counts.levels) + 1)
    return {
        "laplace": NGramModel(counts, add_k),
        "add-k": NGramModel(counts, partial(add_k, k=0.01)),
        "interpolation": NGramModel(counts, partial(interpolate, weights=weights / weights.sum())),
        "katz": NGramModel(counts, Katz(counts)),
        "absolute discounting": NGramModel(counts, absolute_discounting),
        "kneser-ney": NGramModel(
            kneser_ney, partial(absolute_discounting, discounts=estimate_discounts(kneser_ney))
        ),
    }


def random_documents(seed: int, vocabulary: int = 30, number: int = 60) -> list[np.ndarray]:
    """Documents with a skewed vocabulary, so that counts of one, two and many occur."""
    random = np.random.default_rng(seed)
    return [
        np.append(
            np.minimum(8 + random.geometric(0.15, random.integers(1, 40)), vocabulary - 1), END
        )
        for _ in range(number)
    ]


def test_counts_are_those_of_a_plain_counter():
    documents, order, size = random_documents(0), 4, 30
    expected = Counter()
    for document in documents:
        tokens = [START, *document.tolist()]
        for k in range(1, order + 1):
            expected.update(tuple(tokens[i : i + k]) for i in range(len(tokens) - k + 1))
    counts = count_ngrams(documents, order, size)
    total = 0
    for gram, count in expected.items():
        row = row_of(counts, gram)
        assert row >= 0
        if gram != (START,):  # a context only
            assert counts.levels[len(gram)].counts[row] == count, gram
            total += 1
    assert total + 1 == sum(len(level.keys) for level in counts.levels[1:])


def test_suffixes_and_continuation_counts_are_those_of_brute_force():
    documents, order, size = random_documents(1), 4, 30
    before: dict[tuple, set] = {}
    for document in documents:
        tokens = [START, *document.tolist()]
        for k in range(1, order):
            for i in range(1, len(tokens) - k + 1):
                before.setdefault(tuple(tokens[i : i + k]), set()).add(tokens[i - 1])
    counts = count_ngrams(documents, order, size)
    kneser_ney = continuation_counts(counts)
    for gram, tokens_before in before.items():
        assert kneser_ney.levels[len(gram)].counts[row_of(counts, gram)] == len(tokens_before), gram
    # The highest order, and what begins with <start>, keep their ordinary counts.
    assert np.array_equal(kneser_ney.levels[order].counts, counts.levels[order].counts)
    first = int(documents[0][0])
    opening = sum(int(d[0]) == first for d in documents)
    assert kneser_ney.levels[2].counts[row_of(counts, [START, first])] == opening


def test_bigrams_by_hand():
    model = NGramModel(count_ngrams(TOY, 2, VOCABULARY), maximum_likelihood)
    # A is followed by B, C, C, B: P(B | A) = 2/4. B is followed by A, A, B, <end>.
    assert model.distribution([A])[[B, C]].tolist() == [0.5, 0.5]
    assert model.distribution([B])[[A, B, END]].tolist() == [0.5, 0.25, 0.25]
    assert model.distribution()[[A, B]] == pytest.approx([2 / 3, 1 / 3])
    laplace = NGramModel(model.counts, add_k)
    assert laplace.distribution([A])[B] == (2 + 1) / (4 + VOCABULARY - 1)


def test_kneser_ney_by_hand():
    counts = continuation_counts(count_ngrams(TOY, 2, VOCABULARY))
    model = NGramModel(counts, partial(absolute_discounting, discounts=[0.0, 0.5]))
    # Different tokens before A: <start>, B. Before B: <start>, A, B. Before C: A.
    # Before <end>: C, B. Together 8 bigram types.
    unigram = {A: 2 / 8, B: 3 / 8, C: 1 / 8, END: 2 / 8}
    # After A: B and C, twice each, so 2 types; 0.5 * 2 / 4 goes to the unigrams.
    assert model.distribution([A])[B] == pytest.approx((2 - 0.5) / 4 + 0.25 * unigram[B])
    assert model.distribution([A])[END] == pytest.approx(0.25 * unigram[END])


def test_unigrams_are_a_longest_context_too():
    model = NGramModel(count_ngrams(TOY, 1, VOCABULARY), maximum_likelihood)
    assert model.distribution()[[A, B, C, END]].tolist() == [4 / 13, 4 / 13, 2 / 13, 3 / 13]
    assert NGramModel(model.counts, stupid_backoff).distribution()[A] == 4 / 13


def test_what_was_seen_once_is_certain():
    counts = count_ngrams([np.array([A, B, END])], 2, VOCABULARY)
    assert NGramModel(counts, maximum_likelihood).distribution([A])[B] == 1
    assert relative_frequencies(evidence_after(counts, [A]))[2, B] == 1
    never = evidence_after(counts, [C])[2]
    assert not never.count.any() and not never.total.any() and not never.types.any()


def test_discounts_by_hand():
    # Unigrams: A and B 4 times, C 2, <end> 3: none once. Bigrams: <start> A, A B, B A, A C and
    # C <end> twice; <start> B, B B and B <end> once.
    assert estimate_discounts(count_ngrams(TOY, 2, VOCABULARY)).tolist() == [0.5, 3 / (3 + 2 * 5)]


def test_every_smoothing_is_fitted_on_the_held_out_text():
    documents, held_out = random_documents(5, number=60), random_documents(6)
    counts = count_ngrams(documents, 3, 30)
    models = every_smoothing(counts, held_out, ks=(0.001, 0.3, 30))
    names = ["add k", "interpolation", "Katz", "absolute discounting", "Kneser–Ney"]
    assert list(models) == names
    for model in models.values():
        assert model.distribution([3, 4]).sum() == pytest.approx(1)

    def mean_bits(model):
        return -model.log2_probabilities(held_out).mean()

    def bits(smooth, counted=counts):
        return mean_bits(NGramModel(counted, smooth))

    tried = [bits(partial(add_k, k=k)) for k in (0.001, 0.3, 30)]
    assert mean_bits(models["add k"]) == min(tried) == tried[1]
    weights = fit_weights(evidence_for(counts, held_out))
    assert mean_bits(models["interpolation"]) == bits(partial(interpolate, weights=weights))
    assert mean_bits(models["Katz"]) == bits(Katz(counts))
    continued = continuation_counts(counts)
    for name, counted in (("absolute discounting", counts), ("Kneser–Ney", continued)):
        discounts = estimate_discounts(counted)
        expected = bits(partial(absolute_discounting, discounts=discounts), counted)
        assert mean_bits(models[name]) == expected


@pytest.mark.parametrize("order", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_distribution_sums_to_one_and_agrees_with_scoring(order: int, seed: int):
    documents, size = random_documents(seed), 30
    counts = count_ngrams(documents, order, size)
    held_out = random_documents(seed + 10, number=3)
    for name, model in every_true_distribution(counts).items():
        scored = model.log2_probabilities(held_out)
        position = 0
        for document in held_out:
            for i in range(len(document)):
                distribution = model.distribution(document[:i])
                assert distribution.sum() == pytest.approx(1, abs=1e-12), (name, i)
                assert distribution.min() >= 0 and distribution[START] == 0, name
                assert 2 ** scored[position] == pytest.approx(distribution[document[i]], rel=1e-9)
                position += 1


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.lists(st.integers(8, 12), max_size=12).map(lambda d: np.array([*d, END])),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 5),
    st.lists(st.integers(8, 12), max_size=6),
)
def test_any_text_gives_distributions(documents, order, context):
    longest = max(map(len, documents)) + 1
    counts = count_ngrams(documents, min(order, longest), VOCABULARY)
    for name, model in every_true_distribution(counts).items():
        distribution = model.distribution(context)
        assert distribution.sum() == pytest.approx(1, abs=1e-9), name
        assert np.all(distribution >= 0), name


def test_contexts_near_the_start_are_short_and_not_unseen():
    documents = random_documents(9)
    counts = count_ngrams(documents, 5, 30)
    unsmoothed = NGramModel(counts, maximum_likelihood).log2_probabilities(documents)
    assert np.all(np.isfinite(unsmoothed))  # everything in the training text was seen
    # The first token of a document has the context <start> at every order.
    bigram = NGramModel(count_ngrams(documents, 2, 30), add_k).distribution()
    assert np.allclose(NGramModel(counts, add_k).distribution(), bigram)


def test_katz_where_nothing_is_left_and_where_everything_is_seen():
    # A vocabulary in which every token is seen after A: nothing unseen is left.
    documents = [np.array([t, A, t, END]) for t in range(13) if t not in (START, END)]
    full = [*documents, np.array([A, END])] * 2
    counts = count_ngrams(full, 2, VOCABULARY)
    assert NGramModel(counts, Katz(counts)).distribution([A]).sum() == pytest.approx(1)
    # One continuation seen 20 times: Good-Turing discounts nothing, yet others stay possible.
    counts = count_ngrams([np.array([A, B, END])] * 20, 3, VOCABULARY)
    distribution = NGramModel(counts, Katz(counts)).distribution([A])
    assert distribution.sum() == pytest.approx(1) and distribution[C] > 0


def test_stupid_backoff_sums_to_at_least_one_after_a_seen_context_and_to_less_after_an_unseen():
    documents = random_documents(0)
    counts = count_ngrams(documents, 3, 30)
    scores = NGramModel(counts, stupid_backoff)
    seen = [d[:2] for d in documents if len(d) > 3]
    assert all(scores.distribution(context).sum() >= 1 for context in seen)
    assert any(scores.distribution(context).sum() > 1.2 for context in seen)
    assert scores.distribution([3, 3]).sum() < 0.7  # ids that never occur: factor 0.4, twice
    # At the start of a document nothing is backed off, whatever the order.
    bigram = NGramModel(count_ngrams(documents, 2, 30), stupid_backoff)
    longer = NGramModel(count_ngrams(documents, 5, 30), stupid_backoff)
    assert np.allclose(bigram.distribution(), longer.distribution())


def test_katz_by_hand():
    """Too few counts of counts for Good and Turing: each count c keeps c - 1/2."""
    counts = count_ngrams([np.array([A, B, A, B, A, C, END])], 2, VOCABULARY)
    model = NGramModel(counts, Katz(counts))
    # Of 7 tokens: A 2.5, B 1.5, C and END 0.5 each; 2 are left for the 8 ids without a count.
    after_unseen = model.distribution([5])
    assert after_unseen[[A, B, C, END, 5]] == pytest.approx(
        np.array([2.5, 1.5, 0.5, 0.5, 0.25]) / 7
    )
    # After A, of 3: B 1.5, C 0.5, and 1 for the others, shared as in the line above.
    others = 1 - (1.5 + 0.5) / 7
    expected = [1.5 / 3, 0.5 / 3, 2.5 / 7 / 3 / others, 0.25 / 7 / 3 / others]
    assert model.distribution([A])[[B, C, A, 5]] == pytest.approx(expected)
    # Seen 20 times and never anything else: nothing is discounted, so half a count is set aside.
    counts = count_ngrams([np.array([A, B, END])] * 20, 2, VOCABULARY)
    assert NGramModel(counts, Katz(counts)).distribution([A])[B] == pytest.approx(20 / 20.5)


def test_good_turing_shares_by_hand():
    # 10 grams once, 4 twice, 2 three times, 1 four times; limit 2.
    counts = np.repeat([1, 2, 3, 4], [10, 4, 2, 1])
    top = 3 * 2 / 10  # (limit + 1) n_3 / n_1
    r1, r2 = 2 * 4 / (1 * 10), 3 * 2 / (2 * 4)  # r*/r
    expected = [0, (r1 - top) / (1 - top), (r2 - top) / (1 - top), 1]
    assert good_turing_shares(counts, limit=2) == pytest.approx(expected)
    # Too few counts of counts: absolute discounting with one half.
    assert good_turing_shares(np.array([1, 1]), limit=2) == pytest.approx([0, 0.5, 0.75, 1])
    # With limit 1 a count of one would keep nothing at all; a share of exactly 1 is a share.
    assert good_turing_shares(np.array([1, 1, 1, 2]), limit=1) == pytest.approx([0, 0.5, 1])
    top, whole = 4 * 40 / 1000, np.repeat([1, 2, 3, 4], [1000, 90, 60, 40])
    expected = [0, (0.18 - top) / (1 - top), 1, (160 / 180 - top) / (1 - top), 1]
    assert good_turing_shares(whole, limit=3) == pytest.approx(expected)
    # Counts above limit + 1 play no part; the limit is 5 unless told.
    falling = np.repeat([1, 2, 3, 4, 5, 6, 8], [1000, 300, 120, 60, 35, 20, 3])
    assert np.array_equal(good_turing_shares(falling), good_turing_shares(falling[falling < 8], 5))
    assert not np.allclose(good_turing_shares(falling)[1:6], (np.arange(1, 6) - 0.5) / range(1, 6))


def test_good_turing_gives_way_where_a_share_would_be_a_little_above_one():
    counts = np.repeat([1, 2, 3, 4], [1000, 100, 90, 40])  # twice would be worth 1.35 times
    assert good_turing_shares(counts, limit=3) == pytest.approx([0, 1 / 2, 3 / 4, 5 / 6, 1])


@pytest.mark.parametrize(
    "numbers",  # n_1, n_2, n_3: how many are seen once, twice, three times
    [
        (10, 4, 0),  # nobody three times
        (0, 4, 2),  # nobody once
        (6, 4, 2),  # 3 n_3 = n_1: nothing would be left to divide by
        (6, 4, 3),  # 3 n_3 > n_1
        (10, 8, 2),  # once would be worth 1.6 times
        (10, 1, 3),  # twice would be worth 4.5 times
        (10, 4, 1.0),  # and this one is fine
    ],
)
def test_good_turing_gives_way_where_it_makes_no_sense(numbers):
    counts = np.repeat([1, 2, 3], [int(n) for n in numbers])
    with np.errstate(all="raise"):
        shares = good_turing_shares(counts, limit=2)
    fine = numbers[-1] == 1.0
    assert (shares == pytest.approx([0, 0.5, 0.75, 1])) != fine
    assert shares[0] == 0 and shares[-1] == 1 and np.all(shares[1:3] > 0)


def test_katz_leaves_counts_above_the_limit():
    katz = Katz(count_ngrams(TOY, 2, VOCABULARY), limit=2)
    assert len(katz.shares[0]) == len(katz.shares[1]) == 4  # r = 0, 1, 2, and all above
    shares = np.array([0, 0.25, 0.5, 1])
    assert katz.discounted(shares, np.arange(6)).tolist() == [0, 0.25, 1, 3, 4, 5]
    assert len(Katz(count_ngrams(TOY, 2, VOCABULARY)).shares[0]) == 7  # five, unless told


def test_em_raises_the_likelihood_and_prefers_the_truth():
    documents = random_documents(3, number=200)
    held_out = random_documents(4, number=50)
    evidence = evidence_for(count_ngrams(documents, 3, 30), held_out)
    likelihoods = [
        np.log2(interpolate(evidence, fit_weights(evidence, steps))).mean() for steps in range(8)
    ]
    assert np.all(np.diff(likelihoods) >= -1e-12)
    assert likelihoods[-1] > likelihoods[0]
    weights = fit_weights(evidence, 200)
    assert weights.sum() == pytest.approx(1) and weights.argmax() == 1  # tokens are independent
    on_itself = evidence_for(count_ngrams(documents, 3, 30), documents)
    assert fit_weights(on_itself, 200).argmax() == 3  # the mistake the notebook warns of


def known_to_nltk(size: int) -> list[str]:
    return [str(token) for token in range(size)]


def test_kneser_ney_equals_nltk_where_no_start_symbol_is_in_the_context():
    documents, order, discount, size = random_documents(5, number=40), 3, 0.6, 30
    judge = fitted_by_nltk(as_words(documents), known_to_nltk(size), order, discount)
    counts = continuation_counts(count_ngrams(documents, order, size))
    # nltk leaves the unigrams undiscounted.
    smoothing = partial(absolute_discounting, discounts=[0.0, discount, discount])
    model = NGramModel(counts, smoothing)
    seen = {tuple(d[i : i + 2].tolist()) for d in documents for i in range(len(d) - 2)}
    unseen = {(a, b) for a in range(9, 20) for b in range(9, 20)} - seen
    assert len(seen) > 50 and len(unseen) > 10
    for context in sorted(seen)[::3] + sorted(unseen)[::3]:
        ours = model.distribution(context)
        theirs = [judge.score(str(token), [str(t) for t in context]) for token in range(size)]
        assert np.max(np.abs(ours - theirs)) < 1e-9, context


def test_nltk_exceeds_one_after_start_symbols_and_ours_does_not():
    documents, size = random_documents(5, number=40), 30
    padded = as_words(documents, starts=2)  # nltk's own padding for trigrams
    judge = fitted_by_nltk(padded, known_to_nltk(size), 3, 0.6)
    theirs = sum(judge.score(str(token), (str(START),)) for token in range(size))
    counts = continuation_counts(count_ngrams(documents, 3, size))
    ours = NGramModel(counts, partial(absolute_discounting, discounts=0.6)).distribution()
    assert theirs > 1.01
    assert ours.sum() == pytest.approx(1, abs=1e-12)


def test_laplace_equals_nltk():
    documents, size = random_documents(7), 30
    judge = Laplace(2)
    # We never predict <start>; nltk has a word of its own, <UNK>, so the sizes agree.
    known = [token for token in range(size) if token != START]
    grams = (list(everygrams(text, max_len=2)) for text in as_words(documents))
    judge.fit(grams, [str(token) for token in known[1:]])
    model = NGramModel(count_ngrams(documents, 2, size), add_k)
    for context in (9, 12, 15):
        theirs = [judge.score(str(token), [str(context)]) for token in known]
        assert model.distribution([context])[known] == pytest.approx(theirs, abs=1e-12)


def test_fits_at_least_ten_times_faster_than_nltk():
    documents = random_documents(8, vocabulary=2000, number=4000)

    def seconds(fit) -> float:
        times = []
        for _ in range(2):
            begin = time.process_time()
            fit()
            times.append(time.process_time() - begin)
        return min(times)

    ours = seconds(lambda: continuation_counts(count_ngrams(documents, 3, 2000)))
    theirs = seconds(lambda: fitted_by_nltk(as_words(documents), known_to_nltk(2000), 3, 0.75))
    assert theirs / ours >= 10, (ours, theirs)


def test_a_document_may_be_empty_or_break_off():
    nothing = count_ngrams([np.array([], dtype=int)], 1, VOCABULARY)
    assert NGramModel(nothing, add_k).distribution()[A] == pytest.approx(1 / 12)
    cut = count_ngrams([np.array([A, C]), np.array([A, B, C])], 3, VOCABULARY)  # no <end>
    for below, level in zip(cut.levels, cut.levels[1:], strict=False):
        assert len(level.totals) == len(level.types) == len(below.keys)
    assert NGramModel(cut, add_k).distribution([A, C]).sum() == pytest.approx(1)
    only_first = count_ngrams([np.array([0, 0, A])], 3, VOCABULARY)  # nothing precedes <start> 0
    assert continuation_counts(only_first).levels[2].counts.tolist() == [1, 1, 1]


def test_order_zero_says_that_each_token_counts_once():
    counts = count_ngrams(TOY, 2, VOCABULARY)
    assert all(field.dtype == np.int64 and field.tolist() == [0] for field in counts.levels[0])
    nothing = evidence_for(counts, TOY)[0]
    assert nothing.count.dtype.kind == "i" and nothing.count.tolist() == [1] * 13
    assert nothing.total.tolist() == nothing.types.tolist() == [VOCABULARY - 1] * 13
    assert nothing.context.tolist() == [0] * 13


def test_continuation_counts_change_counts_alone():
    counts = count_ngrams(TOY, 3, VOCABULARY)
    for old, new in zip(counts.levels, continuation_counts(counts).levels, strict=True):
        assert np.array_equal(old.keys, new.keys) and np.array_equal(old.suffixes, new.suffixes)


@pytest.mark.filterwarnings("error")
def test_what_cannot_be_has_minus_infinity_bits_and_no_warning():
    model = NGramModel(count_ngrams(TOY, 2, VOCABULARY), maximum_likelihood)
    assert np.isneginf(model.log2_probabilities([np.array([C, C])])).tolist() == [True, True]


def test_find_and_errors():
    assert find(np.array([2, 5, 9]), np.array([-1, 2, 9, 10])).tolist() == [-1, 0, 2, -1]
    with pytest.raises(ValueError, match="order is 0"):
        count_ngrams(TOY, 0, VOCABULARY)
    with pytest.raises(ValueError, match="order is 7, but with <start> the longest document has 6"):
        count_ngrams(TOY, 7, VOCABULARY)
    with pytest.raises(ValueError, match="no documents"):
        count_ngrams([], 2, VOCABULARY)
    with pytest.raises(ValueError, match="from 2 to 12, but the vocabulary has 12"):
        count_ngrams(TOY, 2, 12)
    with pytest.raises(ValueError, match=r"12 tokens, 0 to 11; pass len\(tokenizer\)"):
        count_ngrams(TOY, 2, 12)
    with pytest.raises(ValueError, match="must be a row of whole numbers"):
        count_ngrams([np.ones((2, 2), dtype=int)], 2, VOCABULARY)
    with pytest.raises(ValueError, match="ks is empty; give at least one"):
        every_smoothing(count_ngrams(TOY, 2, VOCABULARY), TOY, ks=())
    with pytest.raises(ValueError, match="limit is inf; at least counts of 1"):
        good_turing_shares(np.array([1, 2]), limit=np.inf)
    bigrams, trigrams = (count_ngrams(TOY, order, VOCABULARY) for order in (2, 3))
    with pytest.raises(ValueError, match="evidence of 4 orders; these counts have 3, from 0 on"):
        Katz(bigrams)(evidence_for(trigrams, TOY))
