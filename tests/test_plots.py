"""Figures: what is displayed, what is refused, and the structure of the ladder."""

import base64
import io

import IPython.display
import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib import font_manager
from PIL import Image

from course_utils import plots
from course_utils.evaluation import Rung, Score

ALT = "The line rises from 0 to 1: more data, fewer bits."
RUNGS = [
    Rung("world", "unigram", "1.3", 6.0, 5.9, 6.1),
    Rung("world", "trigram", "1.3", float("inf"), float("inf"), float("inf")),
    Rung("world", "Kneser–Ney", "1.3", 1.5, 1.3, 1.6, live=True),
    Rung("world", "NNLM", "2.2", 1.4, 1.3, 1.5),
]


@pytest.fixture
def displayed(monkeypatch):
    """The (data, metadata) pairs that a notebook would receive."""
    seen = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda data, metadata=None, raw=None: seen.append((data, metadata)),
    )
    with matplotlib.rc_context():
        plots.style()
        yield seen
    plt.close("all")


def line_figure(**texts: str):
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set(**texts)
    return figure


def noise_figure(pixels: int):
    figure = plt.figure(figsize=(pixels / 100, pixels / 100))
    figure.set_layout_engine("none")
    axes = figure.add_axes([0, 0, 1, 1])
    axes.imshow(np.random.default_rng(0).random((pixels, pixels, 3)))
    return figure


def luminance(color: str) -> float:
    red, green, blue = matplotlib.colors.to_rgb(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_show_writes_the_alternative_text_in_three_places_and_closes_the_figure(displayed):
    figure = line_figure(title="Bits")
    plots.show(figure, ALT)
    (picture, metadata), (caption, _) = displayed
    png = base64.b64decode(picture["image/png"])
    assert metadata == {"image/png": {"alt": ALT}}
    assert picture["text/plain"] == ALT
    assert caption == {"text/markdown": f"*{ALT}*", "text/plain": ALT}
    assert Image.open(io.BytesIO(png)).size[0] == 700  # 7 inches at 100 dots
    assert len(png) <= plots.MAXIMUM_PNG_BYTES
    assert not plt.fignum_exists(figure.number)


def test_show_draws_the_same_bytes_twice(displayed):
    for _ in range(2):
        plots.show(line_figure(), ALT)
    assert displayed[0][0] == displayed[2][0]


def test_caption_shows_markdown_characters_as_they_are(displayed):
    plots.show(line_figure(), "count_of[x] * 2 < 3 in `five` of the $6$ rows")
    caption = displayed[1][0]["text/markdown"]
    assert caption == r"*count\_of\[x\] \* 2 \< 3 in \`five\` of the \$6\$ rows*"


def test_show_refuses_a_short_alternative_text(displayed):
    with pytest.raises(ValueError, match="has 2 words"):
        plots.show(line_figure(), "Loss falls.")


def test_show_lowers_the_resolution_before_it_refuses(displayed):
    plots.show(noise_figure(250), ALT)
    png = base64.b64decode(displayed[0][0]["image/png"])
    assert Image.open(io.BytesIO(png)).size[0] < 250
    assert len(png) <= plots.MAXIMUM_PNG_BYTES


def test_show_refuses_a_large_picture_with_size_and_remedy_and_closes_it(displayed):
    figure = noise_figure(800)
    with pytest.raises(ValueError, match=r"PNG has \d+ KB at 72 .* Make the figure smaller"):
        plots.show(figure, ALT)
    assert not plt.fignum_exists(figure.number)
    assert displayed == []


def test_a_missing_glyph_is_an_error(displayed):
    plt.rcParams["font.family"] = ["DejaVu Sans"]  # has no Chinese characters
    with pytest.raises(ValueError, match=r"Glyph 21271 .* Use plots\.label"):
        plots.show(line_figure(title="北京"), ALT)


def test_chinese_labels_are_drawn_where_a_font_has_them(displayed):
    plots.show(line_figure(title=plots.label("我爱北京天安门", "wǒ ài Běijīng Tiān'ānmén")), ALT)
    assert displayed
    if plots.chinese_font():
        assert plots.label("北京", "Běijīng") == "北京"
        assert plots.label("北\U0010fffd", "fallback") == "fallback"  # not a character of any font


def test_pinyin_replaces_chinese_labels_without_a_font(displayed, monkeypatch):
    monkeypatch.setattr(
        font_manager.fontManager,
        "ttflist",
        [f for f in font_manager.fontManager.ttflist if f.name not in plots.CHINESE_FONTS],
    )
    plots.chinese_font.cache_clear()
    try:
        plots.style()
        assert plots.label("北京", "Běijīng") == "Běijīng"
        plots.show(line_figure(title=plots.label("北京", "Běijīng")), ALT)
    finally:
        plots.chinese_font.cache_clear()
    assert displayed


def test_a_font_whose_file_is_gone_is_not_used(monkeypatch):
    gone = font_manager.FontEntry(fname="/gone/NotoSansCJK.ttc", name=plots.CHINESE_FONTS[0])
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [gone])
    plots.chinese_font.cache_clear()
    assert plots.chinese_font() is None
    plots.chinese_font.cache_clear()


def test_style_is_readable_on_a_projector(displayed):
    sizes = ("font.size", "xtick.labelsize", "ytick.labelsize", "legend.fontsize", "axes.titlesize")
    assert all(plt.rcParams[name] >= 12 for name in sizes)
    assert 72 <= plt.rcParams["figure.dpi"] <= 100


def test_the_palette_does_not_depend_on_color_alone():
    assert len(set(plots.LINE_STYLES)) == len(set(plots.MARKERS)) == len(plots.COLORS)
    assert all(luminance(color) < 0.72 for color in plots.COLORS)  # visible on white
    first_two = sorted(luminance(color) for color in plots.COLORS[:2])
    assert first_two[1] - first_two[0] > 0.08


def test_ladder_has_a_row_for_each_rung_in_order(displayed):
    axes = plots.ladder(RUNGS, floor=Score(0.7, 0.65, 0.75), title="World").axes[0]
    rows = [text.get_text() for text in axes.get_yticklabels()]
    assert rows == ["unigram  (1.3)", "trigram  (1.3)", "Kneser–Ney  (1.3)", "NNLM  (2.2)"]
    assert axes.yaxis_inverted()  # first rung on top
    assert axes.get_xlabel().startswith("bits per token")
    numbers = [text.get_text() for text in axes.texts]
    infinite = "infinite: gives a token probability 0"
    assert [n.strip() for n in numbers] == ["6.00", infinite, "1.50", "1.40", "the floor 0.70"]


def test_ladder_draws_bits_and_intervals_where_they_belong(displayed):
    axes = plots.ladder(RUNGS).axes[0]
    points = [c.lines[0].get_xydata()[0].tolist() for c in axes.containers]
    assert points == [[6.0, 0.0], [1.5, 2.0], [1.4, 3.0]]
    intervals = [c.lines[2][0].get_segments()[0][:, 0].tolist() for c in axes.containers]
    assert np.allclose(intervals, [[5.9, 6.1], [1.3, 1.6], [1.3, 1.5]])


def test_live_and_shipped_rungs_differ_in_shape(displayed):
    figure = plots.ladder(RUNGS)
    shapes = [c.lines[0].get_marker() for c in figure.axes[0].containers]
    assert shapes == ["o", "D", "o"]
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["computed here (live)", "shipped run"]


def test_ladder_of_a_text_counts_bits_per_character(displayed):
    text = [Rung("python_docs", "unigram", "1.3", 4.0, 3.9, 4.1)]
    assert plots.ladder(text).axes[0].get_xlabel().startswith("bits per character")


@pytest.mark.parametrize("rungs", [[], [RUNGS[0], Rung("real", "unigram", "1.3", 4, 3.9, 4.1)]])
def test_ladder_refuses_none_and_two_ladders(rungs):
    with pytest.raises(ValueError, match="one chart shows one ladder"):
        plots.ladder(rungs)


def test_a_whole_course_of_rungs_fits_into_a_notebook(displayed):
    many = [
        Rung("world", f"model {i}", f"{1 + i // 4}.1", 2 - i / 20, 1.9 - i / 20, 2.1 - i / 20)
        for i in range(18)
    ]
    plots.show(plots.ladder(many, floor=Score(0.7, 0.65, 0.75)), ALT)
    png = base64.b64decode(displayed[0][0]["image/png"])
    assert Image.open(io.BytesIO(png)).size[0] == 750
