"""The merge stepper: what it learns, what it shows, and its still image."""

import base64
import io

import pytest
from PIL import Image

from course_utils.subwords import BytePairTokenizer, count_pieces, train_merges
from course_utils.tokenizers import FIRST_WORD
from course_utils.widgets import merges, skeleton
from course_utils.widgets.merges import MOST_CHARACTERS, MergeStepper, steps

TEXT = "sing singing singer ring ringing ringer king kings swing thing"


def test_every_step_is_the_tokenizer_with_so_many_merges():
    found, weights, names = steps(TEXT + " king")
    pieces = count_pieces([TEXT + " king"])
    learned = train_merges(pieces, len(found) - 1)
    assert list(pieces.values()) == weights
    for number, step in enumerate(found):
        tokenizer = BytePairTokenizer(learned[:number])
        for word, piece in zip(step.words, pieces, strict=True):
            assert [*map(ord, word)] == tokenizer.encode(piece)
        if number:
            new = FIRST_WORD + number - 1
            assert step.newest == new
            assert step.times == tokenizer.encode(TEXT + " king").count(new)
            left, right = learned[number - 1]
            assert found[number - 1].rivals[0][0] == chr(left) + chr(right)
            assert names[new] == tokenizer.names[new].replace(" ", "␣")


def test_learning_ends_where_no_pair_occurs_twice():
    found, _, _ = steps("abab abc")
    assert found[-1].rivals[0][1] == 1
    assert all(step.rivals[0][1] >= 2 for step in found[:-1])
    assert len(steps("xyz")[0]) == len(steps("")[0]) == 1


def test_a_new_text_begins_before_the_first_merge():
    stepper = MergeStepper(TEXT, step=9)
    assert stepper.step == 9 and "Merge 9" in stepper.summary()
    stepper.text = "na na na banana"
    assert stepper.step == 0 and "Nothing is merged yet" in stepper._view.value
    stepper.step = 1
    assert "Merge 1 makes “na”, which now stands 5 times in the text" in stepper._view.value
    stepper.step = 10_000
    assert stepper.step == len(stepper.steps) - 1
    assert "nothing is left to learn" in stepper._view.value


def test_moving_the_slider_shows_the_step():
    stepper = MergeStepper(TEXT)
    stepper._slider.value = 2
    assert "Merge 2 makes “ing”, which now stands 12 times" in stepper._view.value
    assert merges.NEWEST in stepper._view.value and "<b>␣ r</b> 3 times" in stepper._view.value


def test_once_and_twice_are_words():
    stepper = MergeStepper("aaa aaa")
    stepper.step = 1
    assert "which now stands twice in the text" in stepper.summary()
    assert "<b>b c</b> once" in MergeStepper("ab abc")._view.value


def test_counts_of_repeated_pieces_are_shown():
    assert "×3</span>" in MergeStepper("na na na na")._view.value


def test_typed_html_is_text():
    stepper = MergeStepper("<img src=x onerror=alert(1)> <img", step=1)
    assert "<img" not in stepper._view.value
    assert "&lt;</span>" in stepper._view.value


@pytest.mark.parametrize(
    "text", ["", "\ud83d half", "我爱北京天安门，北京！", "👩🏽‍🚀" * 3, "x" * 9_999]
)
def test_any_text_can_be_typed_and_drawn(text):
    stepper = MergeStepper("a")
    stepper.text = text
    stepper.step = 5
    assert stepper.description()
    assert skeleton.figure_png(stepper.figure())  # a missing glyph is an error, see pyproject.toml
    assert sum(map(len, stepper.steps[0].words)) <= 4 * MOST_CHARACTERS


def test_bytes_that_are_no_character_have_names():
    stepper = MergeStepper("我我我")
    assert "⟨E6⟩" in stepper._view.value
    stepper.step = 2
    assert stepper.names[stepper.current.newest] == "我"


def test_the_committed_output_is_a_picture_with_words():
    data, metadata = MergeStepper(TEXT, step=9)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"]
    assert "62 tokens before the first merge, 21 after the last of 9" in data["text/plain"]
    png = base64.b64decode(data["image/png"])
    width, height = Image.open(io.BytesIO(png)).size
    assert len(png) <= 60_000 and 500 < width < 800 and 200 < height < 500
    assert MergeStepper(TEXT)._repr_mimebundle_()[0]["image/png"] == data["image/png"]
