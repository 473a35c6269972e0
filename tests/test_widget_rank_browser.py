"""The rank slider in JupyterLab: by keyboard."""

import pytest
from browser import chromium, lab, notebook  # noqa: F401

SHOW = """
import torch
from course_utils.widgets.rank import RankSlider

torch.manual_seed(0)
changes = {"first": torch.randn(16, 16), "second": torch.randn(32, 16)}
RankSlider(changes, {0: 5.0, 1: 3.0, 4: 2.0, 16: 1.0}, rank=1)
"""


@pytest.fixture
def page(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([SHOW])) as page:
        yield page


def test_rank_and_matrix_by_keyboard(page):
    summary = page.locator(".widget-html p[aria-live=polite]")
    assert summary.inner_text().startswith("Rank 1 of first, 16 by 16")
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Rank 4 of first").wait_for()
    assert page.locator(".widget-html img").get_attribute("alt").startswith("Three pictures")
    page.locator(".widget-dropdown select").select_option("second")
    page.get_by_text("Rank 4 of second, 32 by 16").wait_for()
