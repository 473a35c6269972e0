"""The memory strip in JupyterLab: the slider by keyboard, a text of one's own."""

import pytest
from browser import chromium, lab, notebook  # noqa: F401

SHOW = """
import torch
from course_utils.data import world_tokenizer
from course_utils.models.rnn import RecurrentConfig, RecurrentLM
from course_utils.widgets.memory import MemoryStrip

torch.manual_seed(0)
tokenizer = world_tokenizer()
model = RecurrentLM(RecurrentConfig(len(tokenizer), width=12)).eval()
MemoryStrip(model, tokenizer, "Once upon a time there lived a girl")
"""


@pytest.fixture
def page(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([SHOW])) as page:
        yield page


def test_keyboard_and_own_text(page):
    summary = page.locator(".widget-html p[aria-live=polite]")
    assert summary.inner_text().startswith("Token 0, “Once”, costs")
    page.get_by_role("slider").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_text("Token 3, “time”, costs").wait_for()
    assert page.locator(".widget-html tr").count() == 5

    box = page.get_by_role("textbox", name="Text")
    box.fill("the king <b>!</b>")
    box.press("Tab")
    page.get_by_text("Token 0, “the”, costs").wait_for()
    assert page.locator(".widget-html b").count() == 0  # typed HTML is text
