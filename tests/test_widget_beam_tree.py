"""The beam tree: what it searches, what it shows, and its still image."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from course_utils.beam_search import beam_search
from course_utils.widgets import beam_tree, skeleton
from course_utils.widgets.beam_tree import BeamTree

NAMES = ["<pad>", "<start>", "<end>", "the", "a", "king", "<b>queen</b>", "slept", "花园"]


def model(prefixes):
    """A garden path: "the" is likelier at first, but all that follows "a" is certain."""
    rows = np.full((len(prefixes), len(NAMES)), 1e-9)
    after = {
        (): {3: 0.55, 4: 0.45},
        (3,): {5: 0.4, 6: 0.35, 8: 0.25},
        (4,): {5: 0.99},
        (4, 5): {7: 0.98},
        (4, 5, 7): {2: 0.99},
    }
    for row, prefix in enumerate(prefixes):
        for token, p in after.get(tuple(prefix), {7: 0.5, 2: 0.5}).items():
            rows[row, token] = p
    return np.log(rows)


@pytest.mark.parametrize("width", beam_tree.WIDTHS)
def test_it_shows_the_search(width):
    tree = BeamTree(model, NAMES, width=width)
    assert [one.tokens for one in tree.found] == [
        one.tokens for one in beam_search(model, width, beam_tree.MOST_TOKENS)
    ]
    for step, beam in enumerate(tree.beams):
        tree.step = step
        for one in beam:
            assert NAMES[one.tokens[-1]].replace("<", "&lt;").replace(">", "&gt;") in tree._html()


def test_width_two_finds_what_greedy_misses():
    tree = BeamTree(model, NAMES, width=1)
    assert tree.text(tree.found[0].tokens).startswith("the")
    assert "also what greedy search finds" in tree.description()
    tree.width = 2
    assert tree.text(tree.found[0].tokens) == "a king slept <end>"
    assert tree.step == 0 and "not what greedy search finds" in tree.description()
    assert "probability 0.43" in tree.description()


def test_steps_say_who_ended_and_who_died():
    tree = BeamTree(model, NAMES, "国王 睡觉", width=2)
    assert "国王 睡觉" in tree._view.value
    assert tree.summary() == "Step 1 of 4: 2 in the beam. The likeliest is “the”."
    assert "line-through" not in tree._view.value
    tree.step = 10_000
    assert tree.step == len(tree.beams) - 1
    assert "finished" in tree.summary() and ">best<" in tree._view.value


def test_what_dies_out_is_struck_out():
    def one_sided(prefixes):  # both places go to what continues the second word
        rows = [[1e-9, 1e-9, 0.02, 0.5, 0.48, 0, 0, 0, 0] if not p else
                [1e-9, 1e-9, 0.2, 0.2, 0.2, 0.2, 0.2, 0, 0] if p[0] == 3 else
                [1e-9, 1e-9, 0.5, 0, 0, 0.5, 0, 0, 0] for p in prefixes]  # fmt: skip
        return np.log(np.array(rows) + 1e-12)

    tree = BeamTree(one_sided, NAMES, width=2)
    assert "died" not in tree.summary()
    tree.step = 1
    assert "2 in the beam, 1 of them finished, 1 died out" in tree.summary()
    assert tree._view.value.count("line-through") == 1


def test_names_are_text_not_html():
    tree = BeamTree(model, NAMES, "<img src=x>", width=8)
    for step in range(len(tree.beams)):
        tree.step = step
        assert "<img" not in tree._view.value and "<b>queen" not in tree._view.value


def test_the_committed_output_is_a_picture_with_words():
    data, metadata = BeamTree(model, NAMES, width=3)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"]
    assert "Beam tree of width 3" in data["text/plain"]
    png = base64.b64decode(data["image/png"])
    width, height = Image.open(io.BytesIO(png)).size
    assert len(png) <= 60_000 and 500 < width < 900 and 60 < height < 500
    assert BeamTree(model, NAMES, width=3)._repr_mimebundle_()[0]["image/png"] == data["image/png"]


@pytest.mark.parametrize("width", [1, 8])
def test_any_search_can_be_drawn(width):
    assert skeleton.figure_png(BeamTree(model, NAMES, width=width, most=1).figure())
    assert skeleton.figure_png(BeamTree(model, NAMES, width=width).figure())


def test_every_prefix_has_its_own_place_and_children_stand_behind_parents():
    tree = BeamTree(model, NAMES, width=4)
    places = tree._places()
    assert len(set(places.values())) == len(places)
    for prefix, (column, row) in places.items():
        if prefix:
            before_column, before_row = places[prefix[:-1]]
            assert column == before_column + 1 and row >= before_row
