"""README's pictures: there, small, described in words, and true of the checkpoint as it is."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tools import screenshots

ROOT = Path(__file__).resolve().parents[1]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
PAGES = ("README.md", "README.zh.md")


def pictures(page: str) -> dict[str, str]:
    """Address and alternative text of every picture of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return {address: said for said, address in PICTURE.findall(text)}


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_there_small_and_described(page):
    found = pictures(page)
    made = {f".github/screenshots/{name}.webp" for name in screenshots.WIDGETS}
    assert set(found) == made
    assert {path.name for path in screenshots.FOLDER.iterdir()} == {Path(p).name for p in made}
    for address, said in found.items():
        path = ROOT / address
        assert path.stat().st_size <= screenshots.MOST_BYTES
        assert Image.open(path).width <= 1.5 * screenshots.WIDTH
        assert len(re.findall(r"\w+|[\u4e00-\u9fff]", said)) >= 8, said


def test_the_words_are_true_of_the_checkpoint():
    """If not, the GPT was trained anew: run python -m tools.screenshots, and mend the words."""
    bars, triangle = screenshots.next_token().description(), screenshots.attention()
    assert "‘Tess’ 99.7%" in bars and "‘Tess’ 100%" in bars and "‘Sam’ 5.1%" in bars
    assert (
        "head 3, one of 2 × 4 heads, lets ‘evening’ look most at ‘Tess’" in triangle.description()
    )
    seen = triangle.record
    row, words = seen.weights[0, 3, screenshots.NEXT], list(seen.tokens)
    weights = {f"{row[words.index(word)]:.3f}" for word in ("Tess", "girl")}
    assert screenshots.NEXT - screenshots.NAME == 13 == words.index("evening") - words.index("Tess")
    for page in PAGES:
        said = " ".join(pictures(page).values())
        assert {"99.7", "100", "5.1"} | weights <= set(re.findall(r"\d+(?:\.\d+)?", said)), page
