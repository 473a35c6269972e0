"""The rank slider: what it computes, what it shows, and its still image."""

import base64
import io

import pytest
import torch
from PIL import Image

from course_utils.widgets.rank import RankSlider

ONE = torch.diag(torch.tensor([3.0, 1.0, 0.0]))
CHANGES = {"blocks.0.query": ONE, "blocks.0.widen": torch.ones(6, 3)}
QUALITY = {0: 5.0, 1: 3.0, 2: 2.0, 3: 1.0}


def test_what_a_rank_keeps_of_the_matrix_and_of_the_gain():
    widget = RankSlider(CHANGES, QUALITY, rank=1)
    assert widget.kept() == pytest.approx(0.9)
    assert widget.gained() == pytest.approx(0.5)
    widget.matrix = "blocks.0.widen"  # of rank 1
    assert widget.kept() == pytest.approx(1)
    widget.rank = 0
    assert widget.kept() == 0 and widget.gained() == 0
    widget.rank = 3
    assert widget.gained() == 1


def test_changes_that_gain_nothing_have_no_share_of_it():
    said = RankSlider(CHANGES, dict.fromkeys(QUALITY, 3.0), rank=1).summary()
    assert "3.00 bits per token, nothing is gained or lost." in said


def test_moving_the_slider_and_choosing_a_matrix_changes_what_is_said():
    widget = RankSlider(CHANGES, QUALITY, rank=1)
    assert "Rank 1 of blocks.0.query, 3 by 3: 90% of its sum of squares" in widget._view.value
    before = widget._view.value
    widget._rank.value = 2
    assert "Rank 2 of blocks.0.query" in widget._view.value and widget._view.value != before
    assert "2.00 bits per token, 75% of the gain" in widget._view.value
    widget._matrix.value = "blocks.0.widen"
    assert "blocks.0.widen, 6 by 3" in widget._view.value
    assert 'aria-live="polite"' in widget._view.value and '<img alt="' in widget._view.value


def test_a_rank_of_unknown_quality_is_refused():
    with pytest.raises(ValueError, match="the quality at rank 7 is not known; choose from: 0, 1"):
        RankSlider(CHANGES, QUALITY, rank=7)


def test_no_change_at_all_can_be_drawn():
    widget = RankSlider({"nothing": torch.zeros(4, 4)}, {0: 2.0, 4: 2.0}, rank=4)
    assert widget.kept() == 0 and "nan" not in widget.summary()


def test_the_committed_output_is_a_picture_with_words():
    torch.manual_seed(0)
    widget = RankSlider({"w": torch.randn(128, 128)}, QUALITY, rank=2)
    data, metadata = widget._repr_mimebundle_()
    again, _ = RankSlider(widget.changes, QUALITY, rank=2)._repr_mimebundle_()
    assert data["image/png"] == again["image/png"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"]
    assert "from 5.00 without a change to 1.00" in data["text/plain"]
    png = base64.b64decode(data["image/png"])
    width, height = Image.open(io.BytesIO(png)).size
    assert len(png) <= 60_000 and 500 < width < 900 and 200 < height < 400
