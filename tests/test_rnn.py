"""Recurrent networks: equal to PyTorch's with the same weights, blind to padding and the future."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.models import rnn
from course_utils.models.rnn import (
    CELLS,
    FUSED,
    GRUCell,
    LSTMCell,
    RecurrentConfig,
    RecurrentLM,
    RNNCell,
    Stacked,
    TruncatedLoss,
    fused,
    gradient_norms,
    opened,
    unroll,
)
from course_utils.tokenizers import START
from course_utils.training import document_batches, fit, log2_probabilities

LENGTHS = [7, 3, 1, 5]
KINDS = list(itertools.product(CELLS.values(), (1, 3), (False, True)))


def random_input(inputs=4):
    torch.manual_seed(1)
    x = torch.randn(len(LENGTHS), max(LENGTHS), inputs, dtype=torch.float64)
    mask = torch.arange(max(LENGTHS)) < torch.tensor(LENGTHS)[:, None]
    return x.requires_grad_(), mask


@pytest.mark.parametrize(("cell", "layers", "both"), KINDS)
def test_outputs_and_gradients_equal_those_of_torch(cell, layers, both):
    torch.manual_seed(0)
    ours = Stacked(cell, 4, 6, layers, both).double()
    theirs = fused(ours)
    assert type(theirs) is {RNNCell: nn.RNN, LSTMCell: nn.LSTM, GRUCell: nn.GRU}[cell]
    x, _ = random_input()
    expected = theirs(x)[0]
    torch.testing.assert_close(ours(x), expected, rtol=0, atol=1e-12)
    weigh = torch.randn_like(expected)
    (by_x,) = torch.autograd.grad((expected * weigh).sum(), x, retain_graph=True)
    (expected * weigh).sum().backward()
    x.grad = None
    (ours(x) * weigh).sum().backward()
    torch.testing.assert_close(x.grad, by_x, rtol=0, atol=1e-12)
    pairs = list(rnn._pairs(ours, theirs))
    assert len(pairs) == len(list(ours.parameters())) == len(list(theirs.parameters()))
    for own, other in pairs:
        assert own.grad.abs().max() > 0
        torch.testing.assert_close(own.grad, other.grad, rtol=0, atol=1e-11)


@pytest.mark.parametrize(("cell", "layers", "both"), KINDS)
def test_a_mask_does_what_packing_does_in_torch(cell, layers, both):
    torch.manual_seed(0)
    ours = Stacked(cell, 4, 6, layers, both).double()
    x, mask = random_input()
    packed = nn.utils.rnn.pack_padded_sequence(
        x, torch.tensor(LENGTHS), batch_first=True, enforce_sorted=False
    )
    expected, _ = nn.utils.rnn.pad_packed_sequence(fused(ours)(packed)[0], batch_first=True)
    torch.testing.assert_close(ours(x, mask)[mask], expected[mask], rtol=0, atol=1e-12)


def test_the_last_state_is_that_of_the_last_real_token():
    for cell in (RNNCell(4, 6), LSTMCell(4, 6, forget_bias=1.0), GRUCell(4, 6)):
        x, mask = random_input()
        _, state = unroll(cell.double(), x, mask)
        for row, length in enumerate(LENGTHS):
            _, alone = unroll(cell, x[row : row + 1, :length])
            for whole, one in zip(state, alone, strict=True):
                torch.testing.assert_close(whole[row], one[0])


def test_reading_in_two_parts_is_reading_at_once():
    cell = LSTMCell(4, 6).double()
    x, _ = random_input()
    outputs, state = unroll(cell, x)
    first, between = unroll(cell, x[:, :3])
    second, after = unroll(cell, x[:, 3:], state=between)
    torch.testing.assert_close(torch.cat([first, second], 1), outputs)
    torch.testing.assert_close(after, state)


def test_opened_gives_our_cells_back():
    torch.manual_seed(0)
    x, _ = random_input()
    for layer in (nn.RNN, nn.LSTM, nn.GRU):
        theirs = layer(4, 6, 2, batch_first=True, bidirectional=True, dtype=torch.float64)
        ours = opened(theirs)
        torch.testing.assert_close(ours(x), theirs(x)[0])
        assert type(fused(ours)) is layer


def test_the_mode_goes_along_and_one_layer_gives_no_warning(recwarn):
    for training in (True, False):
        ours = Stacked(GRUCell, 4, 6, layers=2, dropout=0.5).train(training)
        theirs = fused(ours)
        assert theirs.training is training and opened(theirs).training is training
    assert fused(Stacked(GRUCell, 4, 6, dropout=0.5)).dropout == 0
    assert not recwarn.list


def test_the_device_goes_along():
    ours = Stacked(GRUCell, 4, 6).to("meta")
    theirs = fused(ours)
    assert {weights.device.type for weights in theirs.parameters()} == {"meta"}
    assert {weights.device.type for weights in opened(theirs).parameters()} == {"meta"}


@pytest.mark.parametrize(
    "layer",
    [
        nn.RNN(4, 6, batch_first=True, nonlinearity="relu"),
        nn.GRU(4, 6),
        nn.GRU(4, 6, batch_first=True, bias=False),
        nn.LSTM(4, 6, batch_first=True, proj_size=3),
    ],
)
def test_layers_that_our_cells_do_not_compute_are_refused(layer):
    with pytest.raises(ValueError, match=f"{type(layer).__name__}.* is not what our cells compute"):
        opened(layer)


def test_the_forget_bias_is_the_whole_bias_of_that_gate_only():
    torch.manual_seed(0)
    default = LSTMCell(8, 8)
    torch.manual_seed(0)
    cell = LSTMCell(8, 8, forget_bias=3.0)
    both = cell.from_input.bias + cell.from_state.bias
    assert (both[8:16] == 3).all()
    others = [*range(8), *range(16, 32)]
    assert torch.equal(both[others], (default.from_input.bias + default.from_state.bias)[others])
    i, f, g, o = cell.gates(torch.zeros(1, 8), torch.zeros(1, 8))
    assert (f > 0.9).all() and (i < 0.8).all() and (o < 0.8).all() and (g.abs() < 0.8).all()


def test_dropout_stands_between_layers_and_only_in_training():
    torch.manual_seed(0)
    x, _ = random_input()
    one, two = (Stacked(GRUCell, 4, 6, n, dropout=0.5).double() for n in (1, 2))
    assert torch.equal(one(x), one(x)) and not torch.equal(two(x), two(x))
    two.eval()
    assert torch.equal(two(x), two(x))
    assert fused(two).dropout == 0.5


def small(cell="lstm", **sizes):
    torch.manual_seed(0)
    return RecurrentLM(RecurrentConfig(vocabulary_size=30, cell=cell, width=12, **sizes)).eval()


@pytest.mark.parametrize("cell", CELLS)
def test_a_language_model_sees_only_the_past(cell):
    model = small(cell, layers=2)
    tokens = torch.randint(0, 30, (2, 9))
    before = model(tokens)
    for t in range(1, 9):
        changed = tokens.clone()
        changed[:, t:] = (changed[:, t:] + 1) % 30
        after = model(changed)
        assert torch.equal(after[:, :t], before[:, :t])
        assert not torch.allclose(after[:, t], before[:, t])


def test_the_language_model_is_the_cells_it_opens_to():
    model = small(layers=2, dropout=0.3, forget_bias=2.0)
    tokens = torch.randint(0, 30, (2, 9))
    slow = opened(model.recurrent).eval()
    h = slow(model.token_embedding(tokens))
    torch.testing.assert_close(model(tokens), h @ model.token_embedding.weight.T + model.bias)
    bias = slow.layers[1][0].from_input.bias + slow.layers[1][0].from_state.bias
    assert (bias[12:24] == 2).all()


def test_reading_on_from_a_state():
    model = small(layers=2)
    tokens = torch.randint(0, 30, (2, 9))
    first, state = model.read(tokens[:, :4])
    second, _ = model.read(tokens[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], 1), model(tokens))


def test_distribution_is_what_the_scores_are_made_of():
    model = small("gru")
    document = np.array([20, 21, 22, 2])
    scores = log2_probabilities(model, [document])
    for t, token in enumerate(document):
        p = model.distribution(document[:t])
        assert p.shape == (30,) and abs(p.sum() - 1) < 1e-9
        assert abs(np.log2(p[token]) - scores[t]) < 1e-5
    logits = model(torch.tensor([[START]]))[0, -1]
    np.testing.assert_allclose(model.distribution(), logits.softmax(-1).detach(), rtol=1e-5)


def test_fit_learns_to_repeat():
    """The second token is the first again: only a memory can know it."""
    documents = [np.array([token, token, 2]) for token in range(20, 30)] * 20
    for cell in CELLS:
        model = small(cell)
        history = fit(model, document_batches(documents, 150), 150, 0.02, progress=False)
        first, last = np.mean(history.losses[:5]), np.mean(history.losses[-5:])
        assert first > 3.0 and last < 0.85, (cell, last)  # log 10 for one token of three: 0.77


def test_the_truncated_loss_remembers_but_does_not_look_back():
    for cell in CELLS:
        model = small(cell)
        tokens = torch.randint(16, 30, (2, 9))
        whole = nn.functional.cross_entropy(
            model(tokens)[:, :-1].flatten(0, 1), tokens[:, 1:].flatten()
        )
        loss = TruncatedLoss()
        parts = [loss(model, (tokens[:, t : t + 4], tokens[:, t + 1 : t + 5])) for t in (0, 4)]
        torch.testing.assert_close(sum(parts) / 2, whole)
        model.zero_grad()
        parts[1].backward()  # the first part's graph is not needed, nor reached
        used = model.token_embedding.weight.grad.abs().sum()
        assert used > 0
        state = loss.state if isinstance(loss.state, torch.Tensor) else loss.state[0]
        assert not state.requires_grad


def test_gradient_norms_by_hand():
    layer = nn.RNN(1, 1, batch_first=True, dtype=torch.float64)
    for weight in layer.parameters():
        nn.init.constant_(weight, 0.5)
    for bias in (layer.bias_ih_l0, layer.bias_hh_l0):
        nn.init.zeros_(bias)
    x = torch.zeros(2, 4, 1, dtype=torch.float64)  # tanh is 0 here, its slope 1
    norms = gradient_norms(layer, x)
    np.testing.assert_allclose(norms, [0.5, 0.25, 0.125, 0.0625])


def test_sizes_that_cannot_be_built():
    for wrong in ({"cell": "mlp"}, {"width": 0}, {"layers": 0}, {"dropout": 1.0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            RecurrentConfig(**{"vocabulary_size": 9, **wrong})


def test_sizes_of_numpy_are_taken():
    model = RecurrentLM(RecurrentConfig(np.int64(30), width=np.int32(12), layers=np.int64(2)))
    assert model.config == RecurrentConfig(30, width=12, layers=2)
    assert model(torch.tensor([[20]])).shape == (1, 1, 30)


def test_every_cell_has_a_layer_of_torch():
    assert {cell.__name__ for cell in CELLS.values()} == set(FUSED)
