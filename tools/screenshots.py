"""Pictures of two widgets for README.md: `python -m tools.screenshots` (needs the `test` extra).

The widgets are those of the notebooks, with the course's own checkpoint; each is written as a page
(`to_html`), opened in a headless Chromium with the network off, and photographed. The same files
give the same picture, up to the fonts of the computer.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".github" / "screenshots"
WIDTH = 900  # CSS pixels; GitHub shows a README about that wide
MOST_BYTES = 120_000
BEGINNING = "A cheerful girl named Tess lived in Millfield, in a hut near the church. Every evening"
NEXT, NAME = 18, 5  # the places of "evening", where the next word is predicted, and of "Tess"


def next_token() -> Any:
    """Three models' next words, one below the other, as the start page has them."""
    import numpy as np

    from course_utils.data import load_world, world_tokenizer
    from course_utils.models.checkpoints import load_model
    from course_utils.models.ngram import count_ngrams
    from course_utils.models.smoothing import every_smoothing
    from course_utils.pretrain import STORY_GPT
    from course_utils.story_world.documents import next_distribution
    from course_utils.widgets.next_token import NextToken

    tokenizer = world_tokenizer()
    counts = count_ngrams(load_world("train"), 3, len(tokenizer))
    trigram = every_smoothing(counts, load_world("validation")[:200])["Kneser–Ney"]

    def the_world(context: list[int]) -> np.ndarray:
        exact = next_distribution([tokenizer.names[token] for token in context])
        return np.array([exact.get(name, 0.0) for name in tokenizer.names])

    predictors = {
        "GPT": load_model(STORY_GPT).distribution,
        "trigram": trigram.distribution,
        "the world": the_world,
    }
    return NextToken(predictors, tokenizer, context=BEGINNING, top=6)


def attention() -> Any:
    """The head of the story GPT that looks back at an earlier name, at the second mention."""
    from course_utils.data import world_tokenizer
    from course_utils.models.checkpoints import load_model
    from course_utils.pretrain import STORY_GPT
    from course_utils.tokenizers import START
    from course_utils.widgets.attention import AttentionExplorer
    from course_utils.widgets.attention_models import record

    tokenizer, gpt = world_tokenizer(), load_model(STORY_GPT)

    def run(text: str, off: frozenset, temperature: float) -> Any:
        return record(gpt, [START, *tokenizer.encode(text)], tokenizer.names, off, temperature)

    return AttentionExplorer(run=run, text=BEGINNING, layer=0, head=3, query=NEXT, key=NAME)


WIDGETS: dict[str, Callable[[], Any]] = {"next_token": next_token, "attention": attention}


def launch(playwright: Any) -> Any:
    """The Chromium or Chrome of this computer, without a window."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    path = next(filter(None, map(shutil.which, names)), None)
    where = {"executable_path": path} if path else {"channel": "chrome"}
    return playwright.chromium.launch(args=["--no-sandbox", "--disable-gpu"], **where)


def photograph(browser: Any, page_file: Path) -> bytes:
    """PNG of the whole page, in its light theme and without the network."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 200},
        color_scheme="light",
        reduced_motion="reduce",
        offline=True,
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.locator('.course-widget:not([aria-busy="true"])').first.wait_for()
    page.wait_for_timeout(500)
    taken = page.screenshot(full_page=True)
    context.close()
    return taken


def main(names: list[str]) -> int:
    """The command: makes all pictures, or those that are named; 1 if one is too large."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    large = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        for name in names or WIDGETS:
            widget = WIDGETS[name]()
            page_file = widget.to_html(Path(folder) / f"{name}.html", theme="light")
            image = Image.open(io.BytesIO(photograph(browser, page_file))).convert("RGB")
            path = FOLDER / f"{name}.webp"
            image.save(path, lossless=True, method=6)
            size = path.stat().st_size
            large += size > MOST_BYTES
            print(f"{path.relative_to(ROOT)}: {image.width} x {image.height}, {size:,} bytes")
        browser.close()
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
