"""The start page as a new user meets it: a live model answers within a minute of opening it.

COURSE_SCREENSHOTS=folder keeps pictures to look at.
"""

import os
import time
from pathlib import Path

from browser import ROOT, chromium, lab  # noqa: F401

START = ROOT / "notebooks" / "00_start_here.ipynb"


def keep(page, name: str) -> None:
    if folder := os.environ.get("COURSE_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_live_answer_within_a_minute(lab, chromium):  # noqa: F811
    begin = time.monotonic()
    with lab.open(chromium, START, run=False) as page:
        keep(page, "start_opened")
        page.locator(".jp-CodeCell .jp-InputArea-editor").first.click()
        for _ in range(3):  # setup, the text between, the model
            page.keyboard.press("Shift+Enter")
        answer = page.locator(".jp-OutputArea-output").filter(has_text="Dear Greta,").first
        answer.wait_for(timeout=60_000)
        seconds = time.monotonic() - begin
        keep(page, "start_answered")
        assert len(answer.inner_text().split()) > 20
        assert seconds < 60


def test_every_cell_runs_and_the_bars_take_a_click(lab, chromium):  # noqa: F811
    with lab.open(chromium, START) as page:
        widget = page.locator(".course-next-token")
        bars = widget.get_by_role("article", name="GPT", exact=True).locator(".course-row")
        bars.first.wait_for()
        first = bars.first.locator(".course-name").inner_text()
        widget.scroll_into_view_if_needed()
        keep(page, "start_bars")
        bars.first.click()
        widget.locator(".course-chips li").last.filter(has_text=first).wait_for()
        keep(page, "start_clicked")
        for name in ("Four stages", "Is this computer ready", "Glossary", "One model, many"):
            page.get_by_role("heading", name=name).first.scroll_into_view_if_needed()
            keep(page, f"start_{name.split()[0].lower()}")
        assert page.get_by_text("All is ready.").count() == 1
