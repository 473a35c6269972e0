"""Training: batches, the one fit, its history, and the scores of a model."""

import itertools
import math
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils import training
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.tokenizers import END, PAD, START
from course_utils.training import (
    IGNORED,
    History,
    document_batches,
    fit,
    learning_rate_at,
    log2_probabilities,
    make_optimizers,
    next_token_loss,
    pad_documents,
)

V = 40
CONFIG = TransformerConfig(vocabulary_size=V, context=16, width=32, heads=2, layers=2)


def small() -> GPT:
    torch.manual_seed(0)
    return GPT(CONFIG)


@pytest.fixture
def documents() -> list[np.ndarray]:
    random = np.random.default_rng(2)
    lengths = random.integers(2, 15, 60)
    return [np.append(random.integers(16, V, length), END).astype(np.int32) for length in lengths]


def test_every_document_once_an_epoch(documents):
    stream, seen = document_batches(documents, 64, seed=5), []
    while len(seen) < len(documents):
        inputs, targets = next(stream)
        assert inputs.numel() <= 64
        assert (inputs[:, 0] == START).all()
        for i, t in zip(inputs.tolist(), targets.tolist(), strict=True):
            document = [token for token in t if token != IGNORED]
            assert document[-1] == END
            assert i[1 : len(document)] == document[:-1]
            assert set(i[len(document) :]) <= {PAD}
            seen.append(tuple(document))
    assert sorted(seen) == sorted(tuple(document.tolist()) for document in documents)


def test_little_is_padded_and_each_epoch_differs(documents):
    many = documents * 20
    first = list(itertools.islice(document_batches(many, 512), 60))
    padded = sum((targets == IGNORED).sum().item() for _, targets in first)
    assert padded < 0.25 * sum(targets.numel() for _, targets in first)
    again = list(itertools.islice(document_batches(many, 512), 60))
    assert all(torch.equal(a[0], b[0]) for a, b in zip(first, again, strict=True))
    other = list(itertools.islice(document_batches(many, 512, seed=1), 60))
    assert any(a[0].shape != b[0].shape for a, b in zip(first, other, strict=True))


def test_a_document_longer_than_a_batch_stands_alone():
    inputs, _ = next(document_batches([np.full(30, 20)], 8))
    assert inputs.shape == (1, 30)


def test_no_documents_are_refused():
    with pytest.raises(ValueError, match="there are no documents"):
        next(document_batches([], 8))


def test_padding_is_not_in_the_loss(documents):
    model = small()
    short, long = documents[0][-3:], max(documents, key=len)
    losses = [next_token_loss(model, pad_documents([d])).item() for d in (short, long)]
    both = next_token_loss(model, pad_documents([short, long])).item()
    expected = (losses[0] * len(short) + losses[1] * len(long)) / (len(short) + len(long))
    assert both == pytest.approx(expected, rel=1e-5)


def trained(documents, seed=0, **options) -> tuple[GPT, History]:
    model = small()
    batches = document_batches(documents, 128, seed)
    return model, fit(model, batches, 12, 3e-3, progress=False, **options)


def test_the_same_seed_gives_the_same_losses(documents):
    (one, first), (two, second) = trained(documents), trained(documents)
    assert first.losses == second.losses
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))
    assert trained(documents, seed=1)[1].losses != first.losses


def test_a_tiny_batch_is_learned_by_heart():
    model = small()
    batch = pad_documents([np.array([20, 21, 22, 23, END]), np.array([30, 20, 31, END])])
    history = fit(model, itertools.repeat(batch), 150, 1e-2, weight_decay=0.0, progress=False)
    # Only the two first tokens are a matter of chance: 2 of 9 tokens at ln 2 each.
    assert history.losses[-1] == pytest.approx(2 / 9 * math.log(2), abs=0.02)
    assert model.distribution([20, 21]).argmax() == 22
    assert history.steps == 150
    assert history.seconds > 0
    assert not model.training


def test_an_interrupt_keeps_what_was_learned(documents):
    before, model = small(), small()
    history = History()

    def interrupted():
        for number, batch in enumerate(document_batches(documents, 128)):
            if number == 5:
                raise KeyboardInterrupt
            yield batch

    returned = fit(model, interrupted(), 12, 3e-3, history=history, progress=False)
    assert returned is history
    assert (history.steps, history.interrupted) == (5, True)
    assert history.losses == trained(documents)[1].losses[:5]
    assert not torch.equal(model.norm.weight, before.norm.weight)
    assert not model.training
    assert history.seconds > 0


def test_a_signal_waits_for_the_end_of_the_step(documents):
    model, whole = trained(documents, stop_after=5)
    assert (whole.steps, whole.interrupted) == (5, False)
    other, history, handler = small(), History(), signal.getsignal(signal.SIGINT)

    def loss(model, batch):
        value = next_token_loss(model, batch)
        if history.steps == 4:
            signal.raise_signal(signal.SIGINT)  # in the middle of the fifth step
        return value

    batches = document_batches(documents, 128)
    fit(other, batches, 12, 3e-3, loss=loss, history=history, progress=False)
    assert (history.losses, history.interrupted) == (whole.losses, True)
    assert all(
        torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True)
    )
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_second_signal_does_not_wait(documents):
    def loss(model, batch):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("not reached")

    history = fit(small(), document_batches(documents, 128), 3, 3e-3, loss=loss, progress=False)
    assert (history.steps, history.interrupted) == (0, True)


def test_evaluations_and_learning_rates_are_kept(documents):
    model, history = trained(documents, evaluate=lambda model: float(model.training), every=5)
    assert history.evaluations == [(5, 0.0), (10, 0.0), (12, 0.0)]
    assert history.learning_rates == [learning_rate_at(s, 12, 3e-3, 1) for s in range(12)]
    assert not model.training


def test_the_learning_rate_rises_and_falls():
    rates = [learning_rate_at(step, 100, 2.0, 10) for step in range(100)]
    assert rates[:3] == pytest.approx([0.2, 0.4, 0.6])
    assert max(rates) == pytest.approx(2.0)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[55] == pytest.approx(2.0 * 0.525)
    assert 0.1 <= rates[-1] < 0.11


def test_frozen_parameters_stay(documents):
    model = small()
    model.token_embedding.weight.requires_grad_(False)
    before = model.token_embedding.weight.clone()
    fit(model, document_batches(documents, 128), 3, 3e-3, progress=False)
    assert torch.equal(model.token_embedding.weight, before)


def test_any_loss_can_be_trained():
    model = torch.nn.Linear(2, 1)
    x = torch.randn(64, 2, generator=torch.Generator().manual_seed(0))
    batch = (x, x @ torch.tensor([[3.0], [-1.0]]) + 2)

    def squared(model, batch):
        return ((model(batch[0]) - batch[1]) ** 2).mean()

    options = {"loss": squared, "weight_decay": 0.0, "most_gradient": 100.0, "progress": False}
    fit(model, itertools.repeat(batch), 300, 0.1, **options)
    np.testing.assert_allclose(model.weight.detach(), [[3.0, -1.0]], atol=0.02)


def test_what_cannot_be_trained_is_said(documents):
    with pytest.raises(ValueError, match="steps is 0"):
        fit(small(), [], 0, 1e-3)
    for warmup in (-1, math.nan):
        with pytest.raises(ValueError, match=f"warmup is {warmup}; it is a number of steps"):
            fit(small(), [], 1, 1e-3, warmup=warmup)
    with pytest.raises(ValueError, match="the batches ended after 2 of 3 steps"):
        batches = itertools.islice(document_batches(documents, 128), 2)
        fit(small(), batches, 3, 1e-3, progress=False)
    with pytest.raises(ValueError, match="the loss is nan at step 0"):
        loss = lambda model, batch: model.norm.weight.sum() * float("nan")  # noqa: E731
        fit(small(), document_batches(documents, 128), 3, 1e-3, loss=loss, progress=False)


@pytest.mark.parametrize("muon", [False, True])
def test_a_broken_off_training_goes_on_from_its_state(documents, tmp_path, muon):
    state = tmp_path / "training.state"
    whole, expected = trained(documents, muon=muon, evaluate=lambda m: 1.0, every=3)
    options = {"muon": muon, "state": state, "evaluate": lambda m: 1.0, "every": 3}
    trained(documents, stop_after=5, **options)
    model, history = trained(documents, **options)
    assert history.losses == expected.losses
    assert history.learning_rates == expected.learning_rates
    assert history.evaluations == [(3, 1.0), (6, 1.0), (9, 1.0), (12, 1.0)]
    assert all(torch.equal(a, b) for a, b in zip(whole.parameters(), model.parameters()))  # noqa: B905
    again, finished = trained(documents, **options)  # nothing is left to do
    assert finished.losses == expected.losses
    assert torch.equal(again.norm.weight, model.norm.weight)
    assert [path.name for path in tmp_path.iterdir()] == ["training.state"]


def test_the_state_is_written_as_often_as_asked(documents, tmp_path, monkeypatch):
    steps, save = [], training.save_state

    def saved(state, plan, model, optimizers, history):
        steps.append(history.steps)
        save(state, plan, model, optimizers, history)

    monkeypatch.setattr(training, "save_state", saved)
    trained(documents, state=tmp_path / "training.state", state_seconds=0)
    assert steps == [*range(1, 13), 12]  # after each step, and at the end
    steps.clear()
    trained(documents, state=tmp_path / "other.state", state_seconds=3600)
    assert steps == [12]


def test_training_in_a_thread_is_the_same(documents):
    """Interrupts go to the main thread alone; another one trains without waiting for them."""
    with ThreadPoolExecutor(1) as pool:
        _, history = pool.submit(trained, documents).result()
    assert history.losses == trained(documents)[1].losses


def test_a_state_of_another_training_is_refused(documents, tmp_path):
    state = tmp_path / "training.state"
    trained(documents, state=state, stop_after=2)
    batches = document_batches(documents, 128)
    with pytest.raises(ValueError, match="training with steps 12, but this one has 13"):
        fit(small(), batches, 13, 3e-3, progress=False, state=state)
    wider = GPT(TransformerConfig(vocabulary_size=V, context=16, width=64, heads=2, layers=2))
    with pytest.raises(ValueError, match="state of another model; delete the file"):
        fit(wider, batches, 12, 3e-3, progress=False, state=state)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("warmup", 3, "warmup 1, but this one has 3"),
        ("weight_decay", 0.0, "weight decay 0.1, but this one has 0.0"),
        ("most_gradient", 9, "most gradient 1.0, but this one has 9.0"),
        ("about", {"text": "theirs"}, "text ours, but this one has theirs"),
    ],
)
def test_a_state_with_other_options_is_refused(documents, tmp_path, option, value, message):
    state = tmp_path / "training.state"
    options = {"state": state, "about": {"text": "ours"}}
    trained(documents, stop_after=2, **options)
    with pytest.raises(ValueError, match=message):
        trained(documents, **(options | {option: value}))
    assert trained(documents, **options)[1].steps == 12


def test_a_state_beyond_stop_after_trains_no_further(documents, tmp_path):
    state = tmp_path / "training.state"
    trained(documents, state=state, stop_after=5)
    for stop_after, steps in [(3, 5), (7, 7), (0, 7)]:
        _, history = trained(documents, state=state, stop_after=stop_after)
        assert history.steps == steps


def test_a_history_of_another_training_is_refused(documents):
    _, history = trained(documents)
    with pytest.raises(ValueError, match="history holds 12 steps of another training"):
        trained(documents, history=history)
    with pytest.raises(ValueError, match="pass History"):
        trained(documents, history=History(interrupted=True))


def test_numbers_of_numpy_and_torch_are_kept_in_a_state(documents, tmp_path):
    options = {"state": tmp_path / "training.state", "warmup": np.int64(2), "every": 6}
    options["evaluate"] = lambda model: np.float32(0.5)
    for stop_after in (7, None):
        model, batches = small(), document_batches(documents, 128)
        rate, steps = np.float32(3e-3), np.int64(12)
        options |= {"stop_after": stop_after, "progress": False, "seed": np.int32(1)}
        history = fit(model, batches, steps, rate, **options)
    assert history.evaluations == [(6, 0.5), (12, 0.5)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which files are mapped")
def test_a_state_taken_up_keeps_no_view_of_its_file(documents, tmp_path):
    """Windows would not let the file be replaced."""
    state, seen = tmp_path / "training.state", []
    trained(documents, state=state, stop_after=2, muon=True)

    def loss(model, batch):
        seen.append(str(state) in Path("/proc/self/maps").read_text(encoding="utf-8"))
        return next_token_loss(model, batch)

    trained(documents, state=state, stop_after=4, muon=True, loss=loss)
    assert seen == [False, False]


def test_a_batch_that_asks_nothing_is_thought_of(documents):
    inputs, targets = pad_documents(documents[:2])
    nothing = itertools.repeat((inputs, torch.full_like(targets, IGNORED)))
    with pytest.raises(ValueError, match=r"the loss is nan .*asks nothing \(all targets -100\)"):
        fit(small(), nothing, 3, 1e-3, progress=False)


def test_muon_takes_the_linear_layers_and_adamw_the_rest():
    model = small()
    adamw, muon = make_optimizers(model, 1e-3, 0.1, muon=True)
    taken = {id(p) for group in muon.param_groups for p in group["params"]}
    expected = {id(m.weight) for m in model.modules() if isinstance(m, torch.nn.Linear)}
    assert taken == expected
    rest = {id(p) for group in adamw.param_groups for p in group["params"]}
    assert rest == {id(p) for p in model.parameters()} - taken
    assert len(make_optimizers(model, 1e-3, 0.1)) == 1


def test_long_documents_are_scored_in_windows_that_overlap(documents):
    """A model that sees four tokens: every token is scored once, with at least two before it."""
    model, seen = small(), []

    class Window(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(1))

        def forward(self, tokens):
            seen.append(tokens.shape[1])
            return model(tokens)

    long = [np.arange(16, 33).astype(np.int32), documents[0][-3:]]
    scores = log2_probabilities(Window(), long, context=4)
    assert len(scores) == sum(map(len, long)) and max(seen) == 4
    place = 9  # in the window that begins at 8, its first half was scored before
    expected = model.distribution(long[0][6:9])[long[0][place]]
    assert scores[place] == pytest.approx(math.log2(expected), abs=1e-4)
    np.testing.assert_allclose(
        log2_probabilities(model, documents, context=15), log2_probabilities(model, documents)
    )


def test_scores_are_in_reading_order_and_add_up(documents):
    model = small().eval()
    scores = log2_probabilities(model, documents, tokens_per_batch=64)
    one_by_one = []
    for document in documents:
        for place, token in enumerate(document):
            one_by_one.append(math.log2(model.distribution(document[:place])[token]))
    np.testing.assert_allclose(scores, one_by_one, atol=1e-4)


@pytest.mark.parametrize(("value", "threads"), [(None, "1"), ("2", "2"), ("many", "ValueError")])
def test_one_thread_unless_asked(value, threads):
    environment = {k: v for k, v in os.environ.items() if k != "COURSE_THREADS"}
    environment |= {"COURSE_THREADS": value} if value else {}
    environment["OMP_NUM_THREADS"] = "4"
    program = "import course_utils.training as t; print(t.torch.get_num_threads())"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
    )
    assert threads in ran.stdout + ran.stderr
