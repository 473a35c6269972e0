"""The attention explorer without a browser: the contract, scores, bytes, interventions, pages."""

import base64
import gzip
import io
import json
import re
import time
import zlib

import numpy as np
import pytest
import torch
from attention_model import EVIL, WORDS, SmallModel
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from traitlets import TraitError

from course_utils.widgets import attention_scores as scores
from course_utils.widgets import attention_still, skeleton
from course_utils.widgets.attention import AttentionExplorer
from course_utils.widgets.attention_numbers import divergence
from course_utils.widgets.attention_record import AttentionRecord

TEXT = "the old cat sat on\nthe old 猫 坐"
TOKENS = ["the", "old", "cat", "sat", "on", "\n", "the", "old", "猫", "坐"]


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def random_weights(shape=(2, 3, 5, 5), seed=0, causal=True) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=shape) * 2
    if causal:
        values = np.where(np.tri(*shape[-2:], dtype=bool), values, -np.inf)
    return softmax(values)


def words(count: int) -> list[str]:
    return [f"w{number}" for number in range(count)]


def decoded(explorer: AttentionExplorer) -> np.ndarray:
    codes = zlib.decompress(explorer.codes) if explorer.packed else explorer.codes
    return np.frombuffer(codes, np.uint8).reshape(explorer.shape)


# ---- The contract ------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(5, 5), (3, 5, 5), (2, 3, 5, 5)])
def test_axes_of_one_layer_and_one_head_can_be_left_out(shape):
    weights = random_weights(shape)
    record = AttentionRecord(weights, words(5))
    assert record.weights.shape == (1,) * (4 - len(shape)) + shape
    assert record.weights.ravel() == pytest.approx(weights.ravel())


def test_a_list_of_torch_tensors_with_gradients_is_one_tensor_for_each_layer():
    scores_given = torch.randn(2, 3, 5, 5, requires_grad=True)
    weights = scores_given.softmax(-1)
    record = AttentionRecord(list(weights), words(5))
    assert np.array_equal(record.weights, weights.detach().numpy())
    half = AttentionRecord(weights.to(torch.bfloat16), words(5))
    assert half.weights == pytest.approx(record.weights, abs=0.01)


GOOD = random_weights()
TWO = np.full((2, 2), 0.5)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"tokens": words(4)},
            r"tokens has 4 tokens, but weights has shape \(2, 3, 5, 5\): 5",
        ),
        ({"tokens": "abcde"}, r"tokens is one text, 'abcde'; give a list"),
        ({"tokens": [1, 2, 3, 4, 5]}, r"tokens\[0\] is 1, a int; give each token as text"),
        ({"weights": np.ones(5) / 5}, r"weights has shape \(5,\), but it has to be \(L, H, Q, K\)"),
        ({"weights": GOOD[None]}, r"\(1, 2, 3, 5, 5\).*take one text out of the batch"),
        ({"weights": GOOD[:, :, :, :0]}, r"0 cells"),
        ({"weights": GOOD[:, :, :3]}, r"3 queries look at 5 keys.*query_tokens="),
        ({"query_tokens": words(4)}, r"query_tokens has 4 tokens.*5 in Q, the third axis"),
        ({"weights": GOOD * 2}, r"weights\[0, 0, 0\] sums to 2, but.*softmax over the last axis"),
        ({"weights": [GOOD[0], GOOD[0][:2]]}, r"different shapes: \(3, 5, 5\), \(2, 5, 5\)"),
        ({"mask": np.ones((4, 4), bool)}, r"mask has shape \(4, 4\).*broadcast to \(2, 3, 5, 5\)"),
        ({"mask": np.tri(5)}, r"mask holds float64 numbers; give True where"),
        ({"mask": ~np.tri(5, dtype=bool)}, r"mask is False at \[0, 0, 0, 0\].*is 1.*other way"),
        ({"queries": np.ones((2, 3, 5, 4))}, r"only queries is given"),
        (
            {"queries": np.ones((2, 3, 5, 4)), "keys": np.ones((2, 3, 5, 6))},
            r"keys has shape \(2, 3, 5, 6\), but the other arrays make it \(2, 3, 5, 4\)",
        ),
        ({"values": np.ones((2, 3, 6, 4))}, r"values has shape \(2, 3, 6, 4\).*\(2, 3, 5, 4\)"),
        ({"output": np.ones((2, 3, 4, 12))}, "output is given without values"),
        (
            {"values": np.ones((2, 3, 5, 4)), "output": np.ones((2, 3, 6, 12))},
            r"output has shape \(2, 3, 6, 12\), but the other arrays make it \(2, 3, 4, 12\)",
        ),
        ({"next_probabilities": [1.0]}, "next_probabilities is given without vocabulary"),
        (
            {"next_probabilities": [0.5, 0.6], "vocabulary": ["a", "b"]},
            "next_probabilities: Its probabilities sum to 1.1",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_shape(fields, message):
    given_fields = {"weights": GOOD, "tokens": words(5), **fields}
    with pytest.raises(ValueError, match=message):
        AttentionRecord(**given_fields)


def test_a_number_that_is_none_and_a_negative_weight_are_named_with_their_place():
    broken = GOOD.copy()
    broken[1, 2, 3, 1] = np.nan
    with pytest.raises(ValueError, match=r"weights\[1, 2, 3, 1\] is nan"):
        AttentionRecord(broken, words(5))
    broken[1, 2, 3, 1] = -0.25
    with pytest.raises(ValueError, match=r"weights\[1, 2, 3, 1\] is -0.25"):
        AttentionRecord(broken, words(5))


def test_more_cells_than_a_page_can_hold_are_refused_with_a_remedy():
    many = np.broadcast_to(np.float32(1 / 2000), (1, 8, 2000, 2000))
    with pytest.raises(ValueError, match=r"32,000,000 cells.*choose some layers"):
        AttentionRecord(many, words(2000))


def test_a_causal_mask_is_seen_in_exact_zeros_only():
    causal = AttentionRecord(random_weights(), words(5))
    assert np.array_equal(causal.mask, np.broadcast_to(np.tri(5, dtype=bool), (2, 3, 5, 5)))
    both = AttentionRecord(random_weights(causal=False), words(5))
    assert both.mask.all()
    almost = random_weights()
    almost[0, 0, 0, :2] = (0.999, 0.001)
    assert AttentionRecord(almost, words(5)).mask.all()
    last_head_looks_ahead = random_weights()
    last_head_looks_ahead[1, 2, 3] = 0.2
    assert AttentionRecord(last_head_looks_ahead, words(5)).mask.all()
    given_mask = AttentionRecord(random_weights(), words(5), mask=np.ones((5, 5), bool))
    assert given_mask.mask.all()
    one = AttentionRecord([[1.0]], ["a"])
    assert one.mask.all()


def test_padding_may_leave_rows_that_look_nowhere():
    mask = np.array([[True, False], [False, False]])
    record = AttentionRecord([[1.0, 0.0], [0.0, 0.0]], ["a", "b"], mask=mask)
    assert record.codes().ravel().tolist() == [255, 0, 0, 0]


@given(some.integers(0, 10_000), some.booleans())
@settings(max_examples=40, deadline=None)
def test_codes_keep_small_weights_and_hatch_what_is_masked(seed, causal):
    weights = random_weights((1, 2, 9, 9), seed, causal)
    record = AttentionRecord(weights, words(9))
    codes = record.codes()
    assert ((codes == 0) == ~record.mask).all()
    back = ((codes.astype(float) - 1) / 254) ** 2
    allowed = record.mask
    error = np.abs(back - weights)[allowed]
    # Half a step of √w is 1/508, so that of w is √w/254 + 1/508².
    assert (error <= np.sqrt(weights[allowed]) / 254 + 4e-6).all()


def test_value_norms_are_of_what_arrives_in_the_stream():
    model = SmallModel()
    record = model.run(TEXT, frozenset(), 1.0)
    bare = AttentionRecord(record.weights, record.tokens, values=record.values)
    assert bare.value_norms() == pytest.approx(np.linalg.norm(record.values, axis=-1))
    # Layer 1, head 2, key 3, written out: its 8 rows of the output matrix.
    rows = model.outputs[1][2 * 8 : 3 * 8].numpy()
    expected = np.linalg.norm(record.values[1, 2, 3] @ rows)
    assert record.value_norms()[1, 2, 3] == pytest.approx(expected, rel=1e-5)


def test_the_record_s_vectors_give_its_weights():
    record = SmallModel().run(TEXT, frozenset(), 1.0)
    dots = np.einsum("lhqd,lhkd->lhqk", record.queries, record.keys) * record.factor()
    expected = softmax(np.where(record.mask, dots, -np.inf))
    assert record.weights == pytest.approx(expected, abs=1e-5)
    assert record.factor() == pytest.approx(8**-0.5)


# ---- Head finder -------------------------------------------------------------------------

AB = list("abcabca")
T = len(AB)


def hard(targets: list[int]) -> np.ndarray:
    """A head whose query q looks at targets[q] alone: (1, 1, T, T)."""
    return np.eye(len(targets))[targets][None, None]


HEADS = {
    "previous": hard([0, 0, 1, 2, 3, 4, 5]),
    "first": hard([0] * T),
    # At the second a (3), b followed the first a, at 1; and so on. Elsewhere at itself.
    "induction": hard([0, 1, 2, 1, 2, 3, 4]),
    # c b a … : where the next token already stands; at 0 and 1 nothing can be copied.
    "copying": hard([0, 1, 0, 1, 2, 0, 6]),
    "itself": hard(list(range(T))),
}


def found(weights: np.ndarray, tokens: list[str] = AB) -> dict[str, scores.HeadScore]:
    return {score.name: score for score in scores.head_scores(AttentionRecord(weights, tokens))}


@pytest.mark.parametrize("name", ["previous", "first", "induction", "copying"])
def test_a_head_made_by_hand_has_score_1_and_is_found_first(name):
    all_heads = np.concatenate(list(HEADS.values()), axis=1)
    score = found(all_heads)[name]
    place = list(HEADS).index(name)
    assert score.values[0, place] == pytest.approx(1)
    assert score.order()[0] == place
    assert score.values[0, list(HEADS).index("itself")] == pytest.approx(0)
    row = score.row()
    assert f"First: layer 0, head {place}, 1.00. An even spread" in row["words"]
    assert len(row["words"].split()) > 12


def test_entropy_in_bits_sharpest_first():
    even = np.full((1, 1, 8, 8), 1 / 8)
    two = np.zeros((1, 1, 8, 8))
    two[..., :2] = 0.5
    score = found(np.concatenate([even, two, hard([3] * 8)], axis=1), words(8))["entropy"]
    assert score.values.tolist() == [[3, 1, 0]]
    assert score.order() == [2, 1, 0]
    assert score.even == pytest.approx(3)


def test_even_attention_is_what_an_evenly_spread_head_gets():
    even = np.tri(T) / np.arange(1, T + 1)[:, None]
    for score in found(even[None, None]).values():
        assert score.values[0, 0] == pytest.approx(score.even, rel=1e-6)
    # By hand: 1/2, 1/3 … 1/7 for the previous token.
    assert found(even[None, None])["previous"].even == pytest.approx(
        np.mean([1 / count for count in range(2, T + 1)])
    )


@given(some.lists(some.sampled_from("abc"), min_size=2, max_size=9), some.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_induction_and_copying_as_loops_say_it(tokens, seed):
    count = len(tokens)
    weights = random_weights((1, 2, count, count), seed)
    induction, copying = [], []
    for q in range(count):
        after = [p + 1 for p in range(q - 1) if tokens[p] == tokens[q]]
        if after:
            induction.append(weights[:, :, q, after].sum(-1))
        sources = [k for k in range(q + 1) if q + 1 < count and tokens[k] == tokens[q + 1]]
        if sources:
            copying.append(weights[:, :, q, sources].sum(-1))
    result = found(weights, tokens)
    for name, expected in (("induction", induction), ("copying", copying)):
        if expected:
            assert result[name].values == pytest.approx(np.mean(expected, axis=0), abs=1e-6)
        else:
            assert result[name].values is None
            assert result[name].row()["disabled"] is True


def test_scores_that_a_text_does_not_allow_say_why():
    cross = AttentionRecord(
        np.full((2, 3), 1 / 3), ["北京", "很", "大"], query_tokens=["Beijing", "大"]
    )
    result = {score.name: score for score in scores.head_scores(cross)}
    assert "self-attention" in result["previous"].words
    assert "self-attention" in result["induction"].words
    # The only next token, 大, stands at key 2.
    assert result["copying"].values.tolist() == [[pytest.approx(1 / 3)]]
    single = found(np.ones((1, 1, 1, 1)), ["a"])
    assert [name for name, score in single.items() if score.values is not None] == ["entropy"]
    unique = found(random_weights((1, 1, 5, 5)), words(5))
    assert unique["induction"].words == "No token of this text comes again."


# ---- What is sent ------------------------------------------------------------------------


def test_bytes_of_all_heads_and_floats_of_the_head_in_hand_only():
    model = SmallModel()
    explorer = AttentionExplorer(run=model.run, text=TEXT, layer=1, head=2)
    record = explorer.record
    assert np.array_equal(decoded(explorer), record.codes())
    assert list(explorer.details) == ["1,2"]
    for name in ("weights", "queries", "keys", "values"):
        sent = np.frombuffer(explorer.details["1,2"][name], "<f4")
        assert np.array_equal(sent, getattr(record, name)[1, 2].ravel()), name
    explorer.head = 0
    assert list(explorer.details) == ["1,0"]
    norms = np.frombuffer(explorer.norms, "<f4").reshape(2, 4, 10)
    assert norms == pytest.approx(record.value_norms())
    added = record.weights * record.value_norms()[:, :, None]
    assert explorer.largest_norm == pytest.approx(added.max())


def test_large_vectors_travel_only_when_the_arithmetic_is_open():
    count = 200
    weights = np.tri(count) / np.arange(1, count + 1)[:, None]
    vectors = np.zeros((count, 64))
    explorer = AttentionExplorer(
        weights, words(count), queries=vectors, keys=vectors, values=vectors
    )
    assert not {"weights", "queries"} & set(explorer.details["0,0"])
    explorer.arithmetic = True
    assert len(explorer.details["0,0"]["queries"]) == 4 * count * 64


def test_the_names_of_scale_and_value_are_those_of_the_record():
    record = SmallModel().run(TEXT, frozenset(), 1.0)
    details = record.details(0, 0, 1 << 30)
    assert (details["scale_name"], details["value_name"]) == ("÷ √8", "value · W")
    other = AttentionRecord(
        record.weights,
        record.tokens,
        queries=record.queries,
        keys=record.keys,
        values=record.values,
        score_scale=1.0,
    ).details(0, 0, 1 << 30)
    assert (other["scale_name"], other["value_name"], other["factor"]) == ("× 1", "value", 1)


# ---- Two-way traits ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings_given", "message"),
    [
        ({"layer": 2}, "layer is 2, but it goes from 0 to 1"),
        ({"head": -1}, "head is -1, but it goes from 0 to 2"),
        ({"query": 5}, "query is 5, but it goes from -1 to 4"),
        ({"key": -2}, "key is -2, but it goes from -1 to 4"),
    ],
)
def test_places_that_do_not_exist_are_refused(settings_given, message):
    with pytest.raises(ValueError, match=message):
        AttentionExplorer(GOOD, words(5), **settings_given)
    explorer = AttentionExplorer(GOOD, words(5))
    with pytest.raises(ValueError, match=message):
        [(name, value)] = settings_given.items()
        setattr(explorer, name, value)


def test_settings_that_do_not_exist_are_refused():
    for name in ("view", "scale", "measure", "sort"):
        with pytest.raises(TraitError, match="nonsense"):
            AttentionExplorer(GOOD, words(5), **{name: "nonsense"})
    explorer = AttentionExplorer(GOOD, words(5))
    with pytest.raises(ValueError, match=r"temperature is 0\.55; choose one of 0, 0\.1"):
        explorer.temperature = 0.55
    with pytest.raises(ValueError, match="only with run="):
        explorer.heads_off = [[0, 1]]
    with pytest.raises(ValueError, match="give weights and tokens, or run= and text="):
        AttentionExplorer()
    with pytest.raises(ValueError, match="tokens has 0 tokens"):
        AttentionExplorer(GOOD)
    live = AttentionExplorer(run=SmallModel().run, text=TEXT)
    with pytest.raises(ValueError, match=r"heads_off holds \[2, 0\]; give \[layer, head\] pairs"):
        live.heads_off = [[2, 0]]


def test_scale_is_linear_where_weights_are_large():
    assert AttentionExplorer(GOOD, words(5)).scale == "linear"
    assert AttentionExplorer(random_weights((1, 1, 40, 40)), words(40)).scale == "gamma"
    assert AttentionExplorer(GOOD, words(5), scale="row").scale == "row"


# ---- Interventions -----------------------------------------------------------------------


@pytest.fixture
def live():
    model = SmallModel()
    explorer = AttentionExplorer(run=model.run, text=TEXT)
    return model, explorer


def test_switching_a_head_off_asks_the_model_and_shows_both_predictions(live):
    model, explorer = live
    before = model.run(TEXT, frozenset(), 1.0).next_probabilities
    version = explorer.version
    explorer.heads_off = [[0, 1], [1, 3]]
    assert model.calls[-1] == (TEXT, frozenset({(0, 1), (1, 3)}), 1.0)
    after = explorer.record.next_probabilities
    assert np.abs(after - before).max() > 0.01
    shown = explorer.prediction
    ids = [[skeleton.display_name(word) for word in WORDS].index(name) for name in shown["names"]]
    assert shown["now"] == pytest.approx(after[ids])
    assert shown["before"] == pytest.approx(before[ids])
    assert shown["now"] == sorted(shown["now"], reverse=True)
    assert set(np.argsort(-after)[:6]) | set(np.argsort(-before)[:3]) == set(ids)
    assert shown["bits"] == pytest.approx((before * np.log2(before / after)).sum())
    assert explorer.version == version + 1

    explorer.heads_off = []
    assert explorer.prediction["bits"] == 0
    assert explorer.prediction["now"] == explorer.prediction["before"]


def test_attention_temperature_changes_the_weights_and_the_arithmetic_says_so(live):
    model, explorer = live
    sharp = explorer.record.weights
    explorer.attention_temperature = 4.0
    assert model.calls[-1] == (TEXT, frozenset(), 4.0)
    assert explorer.record.weights[0].max(-1).mean() < sharp[0].max(-1).mean()
    assert explorer.details["0,0"]["temperature"] == 4.0
    assert explorer.prediction["bits"] > 0


def test_output_temperature_asks_no_model(live):
    model, explorer = live
    calls = len(model.calls)
    plain = explorer.prediction["now"]
    explorer.temperature = 0.5
    assert len(model.calls) == calls
    squares = explorer.record.next_probabilities**2
    assert explorer.prediction["now"][0] == pytest.approx(squares.max() / squares.sum())
    assert explorer.prediction["now"][0] > plain[0]
    explorer.temperature = 0
    assert explorer.prediction["now"] == [1]


def test_another_text_brings_its_own_baseline_and_lets_pins_go(live):
    model, explorer = live
    explorer.query, explorer.key = 9, 3
    explorer.heads_off = [[0, 0]]
    assert (explorer.query, explorer.key) == (9, 3)  # the same tokens: the pin stays
    explorer.text = "the cat"
    assert explorer.tokens == ["the", "cat"]
    assert (explorer.query, explorer.key) == (-1, -1)
    assert model.calls[-2:] == [
        ("the cat", frozenset(), 1.0),
        ("the cat", frozenset({(0, 0)}), 1.0),
    ]
    assert explorer.shape == [2, 4, 2, 2]
    assert decoded(explorer).shape == (2, 4, 2, 2)


def test_a_text_that_the_model_cannot_read_is_a_message_not_the_end(live):
    _, explorer = live
    version = explorer.version
    explorer.text = "the zebra"
    assert explorer.problem == "ValueError: 'zebra' is not in list"
    assert explorer.tokens[:2] == ["the", "old"]
    assert explorer.version == version
    # Heads are still switched on the last text that was read, and the message stays.
    explorer.heads_off = [[0, 0]]
    assert explorer.version == version + 1
    assert explorer.problem == "ValueError: 'zebra' is not in list"
    assert len(explorer.measure_effects()) == 2
    explorer.text = "the mat"
    assert explorer.problem == ""
    assert explorer.tokens == ["the", "mat"]


def test_a_page_that_waits_is_answered_when_the_same_goes_wrong_again(live, monkeypatch):
    _, explorer = live
    sent = []
    monkeypatch.setattr(explorer, "send", sent.append)
    for text in ("the zebra", "a zebra"):  # the message of the second is that of the first
        explorer.text = text
    assert sent == [{"kind": "answered"}] * 2


def test_a_run_that_changes_its_size_is_refused():
    small, large = SmallModel(), SmallModel(heads=2)
    run = lambda text, off, heat: (large if off else small).run(text, frozenset(), heat)  # noqa: E731
    explorer = AttentionExplorer(run=run, text="the cat")
    explorer.heads_off = [[0, 0]]
    assert "run returned (2, 2) layers and heads, before (2, 4)" in explorer.problem


def test_all_of_a_new_record_goes_in_one_message(live, monkeypatch):
    _, explorer = live
    sent = []
    monkeypatch.setattr(explorer, "_send", lambda message, buffers=None: sent.append(message))
    explorer.text = "the cat"
    updates = [message for message in sent if message.get("method") == "update"]
    assert len([message for message in updates if "version" in message["state"]]) == 1
    [update] = [message for message in updates if "version" in message["state"]]
    assert {"tokens", "query_tokens", "shape", "scores", "prediction"} <= set(update["state"])


def test_effects_are_what_each_head_alone_changes(live):
    model, explorer = live
    before = explorer.record.next_probabilities
    effects = explorer.measure_effects()
    for layer, head in np.ndindex(2, 4):
        after = model.run(TEXT, frozenset({(layer, head)}), 1.0).next_probabilities
        assert effects[layer, head] == pytest.approx(divergence(before, after))
    assert effects.max() > 0
    row = explorer.scores[-1]
    assert row["name"] == "effect"
    assert row["order"][0] == effects.argmax()
    explorer.text = "the cat"
    assert explorer.scores[-1]["values"] is None  # measured on another text
    explorer._receive(explorer, {"kind": "effects"}, [])
    assert explorer.sort == "effect"
    assert explorer.scores[-1]["values"] is not None


def test_effects_need_a_model_that_predicts():
    with pytest.raises(ValueError, match="effects need run="):
        AttentionExplorer(GOOD, words(5)).measure_effects()
    silent = AttentionExplorer(run=lambda *_: AttentionRecord(GOOD, words(5)), text="x")
    assert silent.prediction == {}
    silent._receive(silent, {"kind": "effects"}, [])
    assert silent.problem.startswith("ValueError: effects need run=")


def test_divergence_of_impossible_tokens_is_finite():
    assert divergence(np.array([1.0, 0]), np.array([0.5, 0.5])) == pytest.approx(1)
    assert 15 < divergence(np.array([0.5, 0.5]), np.array([1.0, 0])) < 25


def test_an_intervention_at_64_tokens_takes_less_than_300_ms():
    model = SmallModel(layers=4, heads=4, width=32)
    explorer = AttentionExplorer(run=model.run, text=" ".join(["the old cat sat"] * 16))
    times = []
    for head in range(4):
        start = time.process_time()  # of this core only: other processes don't count
        explorer.heads_off = [[1, head]]
        times.append(time.process_time() - start)
    assert explorer.shape == [4, 4, 64, 64]
    assert sorted(times)[1] < 0.3


# ---- Pages, pictures, words --------------------------------------------------------------


def state_of(page: str) -> dict:
    [data] = re.findall(r'<script type="application/json" id="state">(.*?)</script>', page, re.S)
    return json.loads(data)


def test_tokens_are_text_and_can_be_seen():
    tokens = [EVIL, "</script>", "\n", " a", "猫"]
    explorer = AttentionExplorer(GOOD, tokens)
    assert explorer.tokens == [EVIL.replace(" ", "␣"), "</script>", "↵", "␣a", "猫"]
    page = explorer.html()
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert state_of(page)["tokens"] == explorer.tokens


def test_a_page_carries_all_numbers_while_they_are_few(tmp_path, live):
    _, explorer = live
    unmeasured = explorer.html()  # a page cannot measure effects
    explorer.measure_effects()
    path = explorer.to_html(tmp_path / "page.html", theme="dark")
    state = state_of(path.read_text(encoding="utf-8"))
    assert len(state["details"]) == 8
    assert state["can_run"] is False
    assert sorted(state["ablations"]) == sorted(f"{at[0]},{at[1]}" for at in np.ndindex(2, 4))
    explorer.heads_off = [[1, 2]]
    assert state["ablations"]["1,2"]["now"] == pytest.approx(explorer.prediction["now"])
    assert "ablations" not in state_of(explorer.html())
    assert "effect" not in [score["name"] for score in state_of(unmeasured)["scores"]]
    large = AttentionExplorer(random_weights((8, 8, 80, 80)), words(80), layer=3, head=1)
    assert list(state_of(large.html())["details"]) == ["3,1"]


@pytest.mark.parametrize("causal", [True, False])
def test_12_layers_12_heads_64_tokens_are_less_than_600_kb(causal):
    # Random weights have more entropy than trained ones: no text has a larger page.
    weights = random_weights((12, 12, 64, 64), causal=causal)
    explorer = AttentionExplorer(weights, words(64))
    assert len(explorer.codes) == 12 * 12 * 64 * 64  # 0.59 MB, once
    page = explorer.html()
    if causal:
        assert len(page.encode("utf-8")) < 600_000
    again = AttentionExplorer(run=lambda *_: explorer.record, text="x")
    again.text = "y"
    assert again.packed
    assert len(again.codes) < (300_000 if causal else 480_000)
    assert np.array_equal(decoded(again), decoded(explorer))
    sharp = AttentionExplorer(weights**3 / (weights**3).sum(-1, keepdims=True), words(64))
    assert len(sharp.html().encode("utf-8")) < 600_000


def test_the_alternative_text_states_what_is_to_be_seen():
    all_heads = np.concatenate(list(HEADS.values()), axis=1)
    explorer = AttentionExplorer(all_heads, AB, head=2)
    assert repr(explorer) == (
        "Attention over 7 tokens. Layer 0, head 2, one of 1 × 5 heads, lets ‘a’ look most at "
        "‘b’ (1.00). The clearest pattern: layer 0, head 2 looks at what followed the same token "
        "before (induction), with 100% of its attention; an evenly spread head would give 23%."
    )
    explorer.query = 1
    assert "lets ‘b’ look most at ‘b’ (1.00)" in repr(explorer)
    even = np.tri(7) / np.arange(1, 8)[:, None]
    assert "No head shows one of the known patterns" in repr(AttentionExplorer(even, AB))
    cross = AttentionExplorer(np.eye(2)[None], ["猫", "坐"], query_tokens=["cat", "sat"])
    assert repr(cross).startswith("Attention over 2 by 2 tokens. Layer 0, head 0 lets ‘sat’ look")


def image_of(explorer: AttentionExplorer) -> tuple[Image.Image, int]:
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(explorer)
    assert "application/vnd.jupyter.widget-view+json" in data
    png = base64.b64decode(data["image/png"])
    return Image.open(io.BytesIO(png)), len(png)


@pytest.mark.parametrize(
    ("shape", "tokens"),
    [
        ((2, 4, 5, 5), ["北京", EVIL, "$x$", "\n", "a very long token indeed"]),
        ((1, 1, 2, 2), ["a", "b"]),
        ((12, 12, 64, 64), words(64)),
        ((1, 12, 300, 300), words(300)),
    ],
)
def test_the_still_image_is_small(shape, tokens, recwarn):
    image, size = image_of(AttentionExplorer(random_weights(shape), tokens))
    assert size <= 60_000
    assert image.width <= 760
    assert len(set(image.convert("RGB").get_flattened_data())) > 4
    assert not recwarn.list


def test_the_course_s_figure_style_does_not_reach_the_still_image(recwarn):
    import matplotlib

    from course_utils import plots

    explorer = AttentionExplorer(GOOD, words(5))
    image, _ = image_of(explorer)
    with matplotlib.rc_context():
        plots.style()
        styled, _ = image_of(explorer)
    assert image.tobytes() == styled.tobytes()
    assert not recwarn.list


def test_thumbnails_keep_single_cells():
    weights = np.zeros((512, 512))
    weights[300, 100] = 1
    small = attention_still.thumbnail(weights)
    assert small.shape == (24, 24)
    assert small.sum() == 1
    assert small[300 * 24 // 512, 100 * 24 // 512] == 1


def test_the_script_and_the_style_are_small():
    code = (skeleton.FOLDER / "attention.js").read_text(encoding="utf-8")
    assert len(code.encode("utf-8")) <= 40_000
    assert len(gzip.compress(code.encode("utf-8"), 9)) <= 12_000
    assert max(map(len, code.splitlines())) <= 110
    # Classes are this widget's own: style sheets of other widgets stand in the same notebook.
    own = skeleton.style("attention").split("/* Attention explorer")[1]
    shared = skeleton.style("attention").split("/* Attention explorer")[0]
    foreign = set(re.findall(r"\.(course-[\w-]+)", own)) - set(
        re.findall(r"\.(course-[\w-]+)", shared)
    )
    assert foreign == {"course-attention"}
