"""The beam tree in JupyterLab: steps by keyboard, another width, names that look like HTML."""

import pytest
from browser import chromium, lab, notebook  # noqa: F401

SHOW = """
import numpy as np
from course_utils.widgets.beam_tree import BeamTree

NAMES = ["<pad>", "<start>", "<end>", "the", "a", "<b>king</b>"]


def model(prefixes):
    after = {(): [0, 0, 0, 0.6, 0.4, 0], (3,): [0, 0, 0.2, 0.3, 0.2, 0.3], (4,): [0, 0, 0, 0, 0, 1]}
    rows = [after.get(tuple(prefix), [0, 0, 1, 0, 0, 0]) for prefix in prefixes]
    return np.log(np.array(rows) + 1e-12)


BeamTree(model, NAMES, "国王", width=1)
"""


@pytest.fixture
def page(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([SHOW])) as page:
        yield page


def test_steps_and_widths(page):
    page.get_by_text("Step 1 of 3: 1 in the beam. The likeliest is “the”.").wait_for()
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Step 2 of 3").wait_for()
    page.locator(".widget-dropdown select").first.select_option("2")
    page.get_by_text("Step 1 of 3: 2 in the beam").wait_for()
    page.get_by_role("slider").first.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.get_by_text("Step 3 of 3").wait_for()
    assert page.locator(".widget-html b").filter(has_text="king").count() >= 1
    assert page.locator(".widget-html b b").count() == 0  # a name is text
