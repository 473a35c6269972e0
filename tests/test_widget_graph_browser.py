"""The graph stepper in JupyterLab: steps by keyboard, the play button, a number of one's own."""

import pytest
from browser import chromium, lab, notebook  # noqa: F401

SHOW = """
from course_utils.widgets.graph import GraphStepper

GraphStepper(lambda w, x, b, y: ((w * x + b).relu() - y) ** 2, w=2.0, x=3.0, b=-4.0, y=1.0)
"""
SUMMARY = ".widget-html p[aria-live=polite]"


@pytest.fixture
def page(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([SHOW])) as page:
        yield page


def test_keyboard_play_and_own_number(page):
    summary = page.locator(SUMMARY)
    assert summary.inner_text() == "4 numbers are given, and nothing is computed yet."
    page.get_by_role("slider").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.get_by_text("Forward: + of × = 6 and b = −4 is 2.").wait_for()

    box = page.get_by_role("spinbutton", name="b", exact=True)
    box.fill("-5")
    box.press("Tab")
    page.get_by_text("Forward: + of × = 6 and b = −5 is 1.").wait_for()

    page.locator(".widget-play button").first.click()
    page.get_by_text("Forward: relu of + = 1 is 1.").wait_for()
