"""The translation model: shapes, masks, one vector against attention, batches, odd inputs."""

import numpy as np
import pytest
import torch

from course_utils.beam_search import beam_search
from course_utils.models.seq2seq import (
    AdditiveScore,
    MultiplicativeScore,
    Seq2Seq,
    Seq2SeqConfig,
    attend,
)
from course_utils.texts.translation import (
    WordIds,
    attention_weights,
    continuations,
    make_batch,
    pair_batches,
    translate,
    translation_loss,
)
from course_utils.tokenizers import END, PAD, START
from course_utils.training import IGNORED, fit

KINDS = ("none", "multiplicative", "additive")


def small(kind: str, seed: int = 0) -> Seq2Seq:
    torch.manual_seed(seed)
    return Seq2Seq(Seq2SeqConfig(30, 25, width=12, attention=kind)).eval()


def test_scores_by_loop():
    torch.manual_seed(0)
    queries, keys = torch.randn(2, 3, 4), torch.randn(2, 5, 4)
    additive, multiplicative = AdditiveScore(4), MultiplicativeScore(4)
    for b, t, s in np.ndindex(2, 3, 5):
        q, k = queries[b, t], keys[b, s]
        inner = torch.tanh(additive.of_query.weight @ q + additive.of_key.weight @ k
                           + additive.of_key.bias)  # fmt: skip
        expected = additive.v.weight[0] @ inner
        assert torch.isclose(additive(queries, keys)[b, t, s], expected, atol=1e-6)
        expected = q @ (multiplicative.of_key.weight @ k)
        assert torch.isclose(multiplicative(queries, keys)[b, t, s], expected, atol=1e-6)


def test_attend_is_softmax_and_weighted_sum_without_padding():
    scores, values = torch.tensor([[[1.0, 2.0, 9.0]]]), torch.randn(1, 3, 4)
    contexts, weights = attend(scores, values, torch.tensor([[True, True, False]]))
    expected = torch.softmax(torch.tensor([1.0, 2.0]), 0)
    assert torch.allclose(weights[0, 0, :2], expected) and weights[0, 0, 2] == 0
    assert torch.allclose(contexts[0, 0], expected @ values[0, :2])


@pytest.mark.parametrize("kind", KINDS)
def test_padding_changes_nothing(kind):
    """A short sentence in a batch with a long one has the logits that it has alone."""
    model = small(kind)
    pairs = [([16, 17, 18], [19, 20]), ([21, 22, 23, 24, 25, 26, 27], [16, 17, 18, 19, 20])]
    source, inputs, targets = make_batch(pairs)
    together = model(source, inputs)
    for row, pair in enumerate(pairs):
        one, its, _ = make_batch([pair])
        assert torch.allclose(model(one, its)[0], together[row, : its.shape[1]], atol=1e-5)
    losses = [translation_loss(model, make_batch([pair])).item() for pair in pairs]
    assert translation_loss(model, (source, inputs, targets)).item() == pytest.approx(
        np.average(losses, weights=[3, 6]), abs=1e-5
    )


@pytest.mark.parametrize("kind", KINDS)
def test_outputs_see_only_earlier_target_words(kind):
    model = small(kind)
    source = torch.tensor([[16, 17, 18]])
    first = model(source, torch.tensor([[1, 19, 20, 21]]))
    other = model(source, torch.tensor([[1, 19, 22, 23]]))
    assert torch.allclose(first[:, :2], other[:, :2])
    assert not torch.allclose(first[:, 2:], other[:, 2:])


def test_without_attention_everything_passes_through_one_vector():
    """Change single states but keep the summary: only attention notices."""
    source, inputs = torch.tensor([[16, 17, 18, 19]]), torch.tensor([[1, 20]])
    for kind in KINDS:
        model = small(kind)
        states, summary, mask = model.encode(source)
        same = model.decode(inputs, (states, summary, mask))[0]
        other = model.decode(inputs, (states.flip(1) * 2, summary, mask))[0]
        assert torch.allclose(same, other) == (kind == "none")


def test_decoding_step_by_step_equals_all_at_once():
    model = small("additive")
    source, inputs = torch.tensor([[16, 17, 18]]), torch.tensor([[1, 20, 21]])
    encoded, state, steps = model.encode(source), None, []
    for token in inputs[0]:
        logits, state, _ = model.decode(token.view(1, 1), encoded, state)
        steps.append(logits)
    assert torch.allclose(torch.cat(steps, 1), model(source, inputs), atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_gets_a_gradient(kind):
    model = small(kind)
    translation_loss(model, make_batch([([16, 17], [18, 19, 20])])).backward()
    for name, parameter in model.named_parameters():
        if not name.endswith("of_query.bias"):
            assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_width_one_equals_greedy_translation():
    sources = [[16, 17, 18], [19], [20, 21, 22, 23]]
    for kind in KINDS:
        model = small(kind, seed=3)
        model.output.bias.data[END] += 1.5
        for source, written in zip(sources, translate(model, sources, 20), strict=True):
            best = beam_search(continuations(model, source), 1, 20)[0]
            assert best.text() == written


@pytest.mark.parametrize("kind", KINDS)
def test_empty_one_token_and_very_long_sources(kind):
    model = small(kind)
    long = list(np.random.default_rng(0).integers(16, 30, 400))
    outputs = translate(model, [[], [16], [16, 17], long], max_tokens=15)
    assert outputs[0] == [] and all(len(written) <= 15 for written in outputs)
    for written in outputs:
        assert not {PAD, START, END} & set(written)
    assert outputs[1] == translate(model, [[16]], max_tokens=15)[0]
    assert translate(model, []) == []
    assert beam_search(continuations(model, []), 2, 5)  # an empty source raises nothing


def test_attention_weights_are_rows_of_distributions():
    model = small("multiplicative")
    weights = attention_weights(model, [16, 17, 18], [19, 20])
    assert weights.shape == (2, 3)
    np.testing.assert_allclose(weights.sum(1), 1, atol=1e-6)
    with pytest.raises(ValueError, match="this model has no attention; make one with"):
        attention_weights(small("none"), [16, 17, 18], [19, 20])


def test_batches_use_every_pair_once_an_epoch():
    pairs = [([16 + n], [17 + n] * (1 + n % 4)) for n in range(30)]
    batches, seen = pair_batches(pairs, 20), []
    while len(seen) < 30:
        source, inputs, targets = next(batches)
        assert (targets == IGNORED).sum() == (inputs == PAD).sum() and inputs[:, 0].eq(START).all()
        assert ((targets == END).sum(1) == 1).all()
        seen += source[:, 0].tolist()
    assert sorted(seen) == [16 + n for n in range(30)]
    with pytest.raises(ValueError, match="no sentence pairs"):
        next(pair_batches([], 20))


def test_unknown_words_and_rare_ones():
    ids = WordIds([["a", "b"], ["a", "c"]], at_least=2)
    assert ids.decode(ids.encode(["a", "b", "z"])) == ["a", "<unk>", "<unk>"]
    assert len(ids) == 17


def test_a_small_task_is_learned():
    """Turning a sequence round needs the encoder: the loss falls to almost nothing."""
    random = np.random.default_rng(0)
    pairs = [(row.tolist(), row[::-1].tolist()) for row in random.integers(16, 22, (200, 3))]
    torch.manual_seed(0)
    model = Seq2Seq(Seq2SeqConfig(22, 22, width=32, attention="multiplicative"))
    fit(model, pair_batches(pairs, 200), 150, 1e-2, loss=translation_loss, progress=False)
    right = [w == t for w, (_, t) in zip(translate(model, [s for s, _ in pairs]), pairs)]  # noqa: B905
    assert np.mean(right) > 0.95


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"attention": "dot"}, "choose none, additive or"), ({"width": 7}, "half of an even number")],
)
def test_what_cannot_be_built_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        Seq2SeqConfig(20, 20, **settings)
