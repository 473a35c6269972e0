"""The merge stepper in JupyterLab: the slider by keyboard, the play button, a text of one's own."""

import pytest
from browser import chromium, lab, notebook  # noqa: F401

SHOW = """
from course_utils.widgets.merges import MergeStepper

MergeStepper("sing singing singer ring ringing ringer king kings swing thing")
"""
SUMMARY = ".widget-html p[aria-live=polite]"


@pytest.fixture
def page(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([SHOW])) as page:
        yield page


def summary(page) -> str:
    return page.locator(SUMMARY).inner_text()


def test_keyboard_play_and_own_text(page):
    assert summary(page) == "Nothing is merged yet. The text has 62 tokens."
    page.get_by_role("slider").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.get_by_text("Merge 2 makes “ing”, which now stands 12 times in the text.").wait_for()

    box = page.get_by_role("textbox", name="Text")
    box.fill("na na na banana <b>!</b>")
    box.press("Tab")
    page.get_by_text("Nothing is merged yet. The text has 24 tokens.").wait_for()
    assert page.locator(".widget-html b").filter(has_text="!").count() == 0  # typed HTML is text

    page.locator(".widget-play button").first.click()
    page.get_by_text("No pair occurs twice: nothing is left to learn.").wait_for()
    assert summary(page).startswith("Merge ")
