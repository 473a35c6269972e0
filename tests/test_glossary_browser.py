"""In JupyterLab: from a notebook to its week of the glossary, and from a term to its section.

COURSE_SCREENSHOTS=folder keeps pictures to look at.
"""

import pytest
from browser import ROOT, chromium, lab, watched  # noqa: F401
from test_start_page_browser import keep

NOTEBOOKS = ROOT / "notebooks"
FIRST = "week1_3_ngrams.ipynb"
TERMS = {  # in the notebook that is open, and in one that is not
    "Kneser–Ney smoothing": "Interpolated Kneser–Ney",
    "WordPiece": "WordPiece",
}


@pytest.fixture
def pages(lab):  # noqa: F811
    """The files to go through, in the folder of the JupyterLab."""
    for path in [NOTEBOOKS / name for name in ("glossary.md", FIRST, "week1_1_tokenizers.ipynb")]:
        text = path.read_text(encoding="utf-8")
        (lab.folder / path.name).write_text(text, encoding="utf-8")


def comes_into_view(page, locator) -> bool:
    """Whether an element lies within the window, now or within half a minute."""
    for _ in range(60):
        box = locator.bounding_box() if locator.count() else None
        if box and 0 <= box["y"] <= 720:
            return True
        page.wait_for_timeout(500)
    return False


def test_there_and_back(lab, chromium, pages):  # noqa: F811
    # As learners have it: what is out of sight is not in the page.
    lab._configure("notebook-extension/tracker", {"windowingMode": "full"})
    with watched(chromium) as page:
        page.set_default_timeout(90_000)
        page.goto(f"{lab.url}lab/tree/{FIRST}?reset&token={lab.token}")
        page.locator(".jp-Notebook").hover()
        link = page.get_by_role("link", name="glossary", exact=True).last
        for _ in range(120):  # cells get their height when they come into sight, so again and again
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(500)
            if link.count():
                break
        link.click()
        viewer = page.locator(".jp-MarkdownViewer:not(.lm-mod-hidden)")
        viewer.wait_for()
        week = viewer.get_by_role("heading", name="Week 1")
        assert comes_into_view(page, week)
        keep(page, "glossary_week1")
        for term, bold in TERMS.items():
            row = viewer.locator("tr").filter(has=page.get_by_role("cell", name=term, exact=True))
            row.get_by_role("link").first.click()
            panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
            panel.wait_for()
            seen = comes_into_view(page, panel.locator("strong", has_text=bold).first)
            keep(page, f"glossary_{term.partition('–')[0]}")
            assert seen, f"{term!r} leads elsewhere"
            page.get_by_role("tab", name="glossary.md").click()
