"""The memory strip: what it computes, what it shows, and its still image."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image

from course_utils.data import world_tokenizer
from course_utils.models.rnn import RecurrentConfig, RecurrentLM, opened
from course_utils.tokenizers import START
from course_utils.training import log2_probabilities
from course_utils.widgets import memory, skeleton
from course_utils.widgets.memory import MemoryStrip

TOKENIZER = world_tokenizer()
TEXT = "Once upon a time, in the village of Thornbrook, there lived a girl"


def small(cell="lstm"):
    torch.manual_seed(0)
    return RecurrentLM(RecurrentConfig(len(TOKENIZER), cell, width=12, layers=2)).eval()


MODEL = small()


def test_gates_are_those_of_the_first_layer_at_each_step():
    strip = MemoryStrip(MODEL, TOKENIZER, TEXT)
    cell = opened(MODEL.recurrent).layers[0][0]
    x = MODEL.token_embedding(torch.tensor([START, *strip.ids[:-1]]))
    h = torch.zeros(1, 12)
    c = torch.zeros(1, 12)
    for t in range(len(strip.ids)):
        i, f, g, o = cell.gates(x[t : t + 1], h)
        np.testing.assert_allclose(strip.gates[t], [v.mean().item() for v in (i, f, o)], rtol=1e-5)
        c = f * c + i * g
        h = o * c.tanh()


def test_bits_are_those_of_the_scores_and_the_gradient_is_a_difference():
    strip = MemoryStrip(MODEL, TOKENIZER, TEXT, place=6)
    norms, bits = strip.look_back()
    scores = log2_probabilities(MODEL, [np.array(strip.ids)])
    assert bits == pytest.approx(-scores[6], rel=1e-4)
    assert norms.shape == (7,)  # <start> and six tokens
    # Moving one input vector along the gradient changes log p by norm² · step.
    x = MODEL.token_embedding(torch.tensor([[START, *strip.ids[:6]]])).detach().double()
    model = small().double()

    def log_p(x):
        h = model.recurrent(x)[0][0, -1]
        return (h @ model.token_embedding.weight.T + model.bias).log_softmax(-1)[strip.ids[6]]

    x.requires_grad_()
    (gradient,) = torch.autograd.grad(log_p(x), x)
    for t in (0, 3, 6):
        moved = x.detach().clone()
        moved[0, t] += 1e-4 * gradient[0, t]
        change = (log_p(moved) - log_p(x)).item()
        assert change == pytest.approx(1e-4 * norms[t] ** 2, rel=1e-2)


def test_nothing_is_read_after_the_chosen_token():
    strip = MemoryStrip(MODEL, TOKENIZER, TEXT, place=3)
    rows = strip.rows()
    assert rows.shape == (4, len(strip.ids))
    assert np.nanmax(rows[3]) == 1 and np.isnan(rows[3, 4:]).all()
    assert not np.isnan(rows[3, :4]).any()
    assert strip._view.value.count("repeating-linear-gradient") == len(strip.ids) - 4


def test_moving_the_slider_and_typing():
    strip = MemoryStrip(MODEL, TOKENIZER, TEXT)
    assert "Token 0, “Once”, costs" in strip._view.value
    strip._slider.value = 2
    assert "Token 2, “a”, costs" in strip._view.value
    strip.place = 10_000
    assert strip.place == len(strip.ids) - 1
    strip.text = "the king <b>"
    assert strip.place == 0 and "<b>" not in strip._view.value
    assert "&lt;" in strip._view.value


@pytest.mark.parametrize("text", ["", "a", "\ud83d half", "我爱北京", "$x$ " * 99])
def test_any_text_can_be_typed_and_drawn(text):
    strip = MemoryStrip(MODEL, TOKENIZER, TEXT)
    strip.text = text
    strip.place = 99
    assert len(strip.ids) <= memory.MOST_TOKENS
    assert strip.description() and skeleton.figure_png(strip.figure())


def test_only_an_lstm_has_these_gates():
    with pytest.raises(ValueError, match="GRU"):
        MemoryStrip(small("gru"), TOKENIZER, TEXT)


def test_the_committed_output_is_a_picture_with_words():
    data, metadata = MemoryStrip(MODEL, TOKENIZER, TEXT, place=9)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"]
    assert "Memory strip of 15 tokens: the forget gate is between 0." in data["text/plain"]
    png = base64.b64decode(data["image/png"])
    width, height = Image.open(io.BytesIO(png)).size
    assert len(png) <= 60_000 and 300 < width < 900 and 150 < height < 500
