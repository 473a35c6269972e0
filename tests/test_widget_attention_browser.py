"""The attention explorer as learners meet it: in JupyterLab, Notebook 7 and pages.

COURSE_SCREENSHOTS=folder keeps pictures to look at.
"""

import importlib.util
import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from attention_model import EVIL, WORDS, SmallModel
from browser import chromium, lab, notebook, watched  # noqa: F401

from course_utils.widgets import skeleton
from course_utils.widgets.attention import AttentionExplorer

TEXT = "the old cat sat on\nthe old 猫 坐"
MODEL = Path(__file__).with_name("attention_model.py").read_text(encoding="utf-8")
SHOW = f"""
import ipywidgets, traitlets
from IPython.display import display
from course_utils.widgets.attention import AttentionExplorer
model = SmallModel()
explorer = AttentionExplorer(run=model.run, text={TEXT!r}, scale="linear")
names = ["layer", "head", "query", "key", "view", "scale", "measure", "sort", "arithmetic"]
names += ["gamma", "heads_off", "attention_temperature", "temperature", "text"]
seen = ipywidgets.Textarea()
def tell(_=None):
    seen.value = "; ".join(f"{{name}}={{getattr(explorer, name)!r}}" for name in names)
explorer.observe(tell, names)
tell()
display(explorer, seen)
"""
SIZES = {"laptop": (1280, 720), "projector": (1920, 1080)}
RECORD = SmallModel().run(TEXT, frozenset(), 1.0)


def keep(page, name: str) -> None:
    if folder := os.environ.get("COURSE_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"attention_{name}.png")


def python_has(page, words: str) -> None:
    page.wait_for_function(
        "words => document.querySelector('textarea:not([aria-hidden])').value.includes(words)",
        arg=words,
    )


def ready(page) -> None:
    page.locator('.course-attention[aria-busy="false"]').wait_for()


def at_cell(page, q: int, k: int, act: str = "hover", shape=(10, 10)) -> None:
    """Move to, or click, the middle of cell (q, k) of the matrix."""
    page.locator(".attention-stage").scroll_into_view_if_needed()
    box = page.locator(".attention-cells").bounding_box()
    x = box["x"] + (k + 0.5) * box["width"] / shape[1]
    y = box["y"] + (q + 0.5) * box["height"] / shape[0]
    page.mouse.move(x, y) if act == "hover" else page.mouse.click(x, y)
    page.wait_for_timeout(60)


def at_link_token(page, side: str, index: int, act: str, count: int = 10) -> None:
    """The same for a token of the links: side "left" looks, "right" is looked at."""
    page.locator(".attention-stage").scroll_into_view_if_needed()
    box = page.locator(".attention-stage").bounding_box()
    x = box["x"] + (10 if side == "left" else box["width"] - 10)
    y = box["y"] + 30 + (index + 0.5) * (box["height"] - 36) / count
    page.mouse.move(x, y) if act == "hover" else page.mouse.click(x, y)
    page.wait_for_timeout(60)


def status(page) -> str:
    return page.locator(".course-attention .course-readout").inner_text()


def says(page, beginning: str) -> None:
    """Wait until what is read out begins so; a busy machine takes its time to draw."""
    for _ in range(100):
        if status(page).startswith(beginning):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{status(page)!r} does not begin with {beginning!r}")


def numbers(page) -> list[tuple[str, str]]:
    """Names with positions, and numbers, of the list that is seen."""
    read = """rows => rows.filter((row) => row.checkVisibility({ visibilityProperty: true }))
        .map((row) => [".attention-name", ".attention-number"].map(
            (part) => row.querySelector(part).textContent))"""
    rows = page.locator(".attention-list").first.locator("li").evaluate_all(read)
    return [tuple(row) for row in rows]


def expected_numbers(layer: int, head: int, q: int) -> list[tuple[str, str]]:
    row = RECORD.weights[layer, head, q]
    names = [skeleton.display_name(token) for token in RECORD.tokens]
    order = [key for key in np.argsort(-row, kind="stable")[:6] if row[key] > 0]
    return [(f"{names[key]} {key}", f"{row[key]:.3f}") for key in order]


def predictions(page) -> dict[str, str]:
    read = """rows => rows.map((row) =>
        [row.children[0].textContent.trim(), row.children[2].textContent])"""
    return dict(page.locator(".attention-next li").evaluate_all(read))


def shown_percent(text: str) -> float:
    return float(text.split("→")[-1].strip(" <>%")) / 100


def agree(page, record) -> None:
    """The bars of the next token are those of a record."""
    names = [skeleton.display_name(word) for word in WORDS]
    best = names[int(record.next_probabilities.argmax())]
    for _ in range(50):  # the model's answer takes its time on a busy machine
        shown = predictions(page)
        if next(iter(shown)) == best:
            break
        page.wait_for_timeout(200)
    assert next(iter(shown)) == best
    for name, text in shown.items():
        share = float(record.next_probabilities[names.index(name)])
        assert abs(shown_percent(text) - share) < 6e-4, (name, text, share)


def plain_number(text: str) -> float:
    return float(text.replace("−", "-"))


def check_arithmetic(page, layer: int, head: int, q: int, k: int) -> None:
    """Every number of the cards and vectors is that of the tensors, to 1e-3."""
    query, key = RECORD.queries[layer, head, q], RECORD.keys[layer, head, k]
    value, weight = RECORD.values[layer, head, k], RECORD.weights[layer, head, q, k]
    norm = RECORD.value_norms()[layer, head, k]
    page.locator(".attention-cards li").nth(4).wait_for()
    big = [plain_number(text) for text in page.locator(".attention-big").all_inner_texts()]
    dot = float(query @ key)
    wanted = [dot, dot / np.sqrt(8), dot / np.sqrt(8), weight, weight * norm]
    assert np.abs(np.array(big) - wanted).max() < 1e-3, (big, wanted)
    rows = page.locator(".attention-vectors td").all_inner_texts()
    shown = np.array([[plain_number(text) for text in row.split()] for row in rows])
    assert shown.shape == (5, 8)
    wanted = np.stack([query, key, query * key, value, weight * value])
    assert np.abs(shown - wanted).max() < 1e-3


# ---- JupyterLab --------------------------------------------------------------------------


IN_VIEW = """() => {
  const box = document.querySelector(".attention-arithmetic").getBoundingClientRect();
  return box.top >= 0 && box.top + Math.min(box.height, 200) <= innerHeight;
}"""


def test_attention_by_mouse(lab, chromium):  # noqa: F811
    frames = []
    with lab.open(chromium, notebook([MODEL, SHOW]), sent=frames) as page:
        ready(page)
        python_has(page, "query=-1; key=-1")
        assert page.locator(".course-attention img").count() == 0
        assert page.locator(".attention-thumbnail").count() == 8

        # Choose a head.
        page.get_by_role("button", name="layer 1, head 2", exact=True).click()
        python_has(page, "layer=1; head=2")
        assert page.locator(".attention-head-name").inner_text().lower() == "layer 1, head 2"
        page.wait_for_timeout(600)
        count = len(frames)
        assert count > 0

        # Pointing shows links and numbers; Python hears nothing of it.
        for q, k in ((9, 4), (5, 2), (2, 5), (8, 8)):
            at_cell(page, q, k)
        at_cell(page, 7, 1)
        weight = RECORD.weights[1, 2, 7, 1]
        assert status(page) == f"‘old’ (7) looks at ‘old’ (1) with weight {weight:.3f}."
        assert dict(expected_numbers(1, 2, 7)).items() >= dict(numbers(page)[:5]).items()
        at_cell(page, 2, 5)
        assert status(page) == "‘cat’ (2) may not look at ‘↵’ (5): masked."
        assert ("↵ 5", "masked") in numbers(page)
        assert len(frames) == count

        # A click pins; the arithmetic of the cell is that of the tensors.
        at_cell(page, 9, 4, "click")
        python_has(page, "query=9; key=4")
        page.mouse.move(5, 300)
        page.get_by_role("button", name="Show the arithmetic").click()
        python_has(page, "arithmetic=True")
        check_arithmetic(page, 1, 2, 9, 4)
        page.wait_for_function(IN_VIEW)  # whoever opens it sees it
        page.get_by_role("button", name="layer 0, head 3", exact=True).click()
        python_has(page, "layer=0; head=3")
        page.wait_for_timeout(300)
        check_arithmetic(page, 0, 3, 9, 4)
        # A number in the list is a button that pins its cell.
        other = page.locator(".attention-list").first.get_by_role("button").nth(0)
        key = int(np.argmax(RECORD.weights[0, 3, 9]))
        other.click()
        python_has(page, f"query=9; key={key}")
        check_arithmetic(page, 0, 3, 9, key)
        page.get_by_role("button", name="Hide the arithmetic").click()
        python_has(page, "arithmetic=False")
        assert (
            page.locator(".attention-cards").count() == 0
            or not page.locator(".attention-cards").is_visible()
        )

        # Links: a query, then a key of it.
        page.get_by_role("button", name="links").click()
        python_has(page, "view='links'")
        at_link_token(page, "left", 8, "hover")
        assert status(page).startswith("‘猫’ (8) looks at ")
        assert numbers(page) == expected_numbers(0, 3, 8)
        at_link_token(page, "right", 0, "hover")
        assert status(page).startswith("‘the’ (0) is looked at by ")
        at_link_token(page, "left", 6, "click")
        python_has(page, "query=6; key=-1")
        at_link_token(page, "right", 3, "click")
        python_has(page, "query=6; key=3")
        at_link_token(page, "right", 3, "click")
        python_has(page, "query=-1; key=-1")
        assert page.get_by_text("rows look at columns").count() == 0
        page.get_by_role("button", name="matrix").click()
        python_has(page, "view='matrix'")
        assert page.get_by_text("rows look at columns").is_visible()

        # Scales and measure.
        legend = page.locator(".attention-stage + .course-controls")
        assert legend.inner_text().split("\n")[0] == "0 to 1"
        page.get_by_label("Colors").select_option("row")
        python_has(page, "scale='row'")
        assert "the row's largest" in legend.inner_text()
        page.get_by_label("Colors").select_option("gamma")
        page.get_by_label("Gamma").fill("0.3")
        python_has(page, "gamma=0.3")
        page.locator(".course-attention").get_by_label(re.compile("^Show")).select_option("norm")
        python_has(page, "measure='norm'")
        page.get_by_text("attention is not an explanation").wait_for()
        at_cell(page, 7, 1)
        added = RECORD.weights[0, 3, 7, 1] * RECORD.value_norms()[0, 3, 1]
        assert f"‖weight · value‖ is {added:.3f}." in status(page)
        page.locator(".course-attention").get_by_label(re.compile("^Show")).select_option("weight")
        page.get_by_text("attention is not an explanation").wait_for(state="hidden")

        # Zoom.
        zoom_in = page.get_by_role("button", name="Zoom in")
        assert zoom_in.is_disabled()  # ten tokens are large enough

        # Head finder.
        page.get_by_label("Sort").select_option("entropy")
        python_has(page, "sort='entropy'")
        page.wait_for_timeout(100)
        first = page.locator(".attention-thumbnail").first.get_attribute("title")
        entropies = -(RECORD.weights * np.log2(np.maximum(RECORD.weights, 1e-30))).sum(-1).mean(-1)
        layer, head = np.unravel_index(entropies.argmin(), entropies.shape)
        assert first.startswith(f"layer {layer}, head {head}, entropy {entropies.min():.2f}")
        assert "in bits" in page.locator(".attention-overview + p").inner_text()
        page.locator(".attention-thumbnail").first.click()
        python_has(page, f"layer={layer}; head={head}")


def test_attention_interventions(lab, chromium):  # noqa: F811
    model = SmallModel()
    with lab.open(chromium, notebook([MODEL, SHOW])) as page:
        ready(page)
        agree(page, RECORD)
        assert "Unchanged." in page.locator(".attention-next").inner_text()
        page.get_by_role("button", name="layer 1, head 1", exact=True).click()
        python_has(page, "head=1")

        # What comes next stands beside the picture, also where the page is narrow.
        next_one, stage = (
            page.locator(f".attention-{part}").bounding_box() for part in ("next", "stage")
        )
        assert next_one["y"] < stage["y"] + stage["height"]
        assert next_one["x"] + next_one["width"] < stage["x"]

        # The way there and back, as the learner waits for it.
        page.evaluate(
            """() => {
              const part = document.querySelector(".attention-next");
              const isNew = () => part.textContent.includes("Changed by");
              window.waited = new Promise((done) => {
                new MutationObserver(() => isNew() && done(performance.now() - window.start))
                  .observe(part, { childList: true, subtree: true });
              });
              const button = [...document.querySelectorAll("button")]
                .find((node) => node.textContent === "Switch off");
              window.start = performance.now();
              button.click();
            }"""
        )
        first = page.evaluate("() => window.waited")
        python_has(page, "heads_off=[[1, 1]]")
        page.wait_for_timeout(200)
        agree(page, model.run(TEXT, frozenset({(1, 1)}), 1.0))
        assert "→" in " ".join(predictions(page).values())
        assert re.search(r"Changed by [\d.]+ bits", page.locator(".attention-next").inner_text())
        assert "off" in page.get_by_role("button", name="layer 1, head 1, off").get_attribute(
            "title"
        )
        print(f"round trip {first:.0f} ms")
        assert first < 1000  # 300 ms on a machine with nothing else to do: benchmarks/widgets.py
        keep(page, "intervention")

        page.get_by_role("button", name="All heads on").click()
        python_has(page, "heads_off=[]")
        page.get_by_text("Unchanged.").wait_for()
        agree(page, RECORD)

        slider = page.get_by_label("Attention temperature")
        slider.fill("2")
        python_has(page, "attention_temperature=2.0")
        page.get_by_text(re.compile(r"Changed by")).wait_for()
        agree(page, model.run(TEXT, frozenset(), 2.0))
        at_cell(page, 9, 4, "click")
        page.mouse.move(5, 300)
        page.get_by_role("button", name="Show the arithmetic").click()
        page.locator(".attention-cards li").nth(5).wait_for()
        assert "÷ 2" in page.locator(".attention-cards").inner_text()
        slider.fill("1")
        page.get_by_text("Unchanged.").wait_for()

        page.get_by_label("Output temperature").fill("0")
        python_has(page, "temperature=0.0")
        page.wait_for_timeout(300)
        assert list(predictions(page).values()) == ["100%"]
        page.get_by_label("Output temperature").fill("1")

        # Another text; a line break is seen as ↵ and stays one.
        field = page.get_by_role("textbox", name="Text")
        assert field.input_value() == TEXT.replace("\n", "↵")
        field.fill("cat ↵ 猫")
        page.get_by_role("button", name="Read").click()
        python_has(page, r"text='cat \n 猫'")
        page.wait_for_function("() => document.querySelectorAll('.attention-next li').length > 2")
        page.wait_for_timeout(300)
        agree(page, model.run("cat \n 猫", frozenset(), 1.0))
        at_cell(page, 2, 1, shape=(3, 3))
        assert "‘猫’ (2) looks at ‘↵’ (1)" in status(page)
        field.fill("zebra")
        field.press("Enter")
        page.get_by_text("ValueError: 'zebra' is not in list").wait_for()
        ready(page)
        field.fill("the cat zebra")  # the same words once more: no trait of the widget changes
        field.press("Enter")
        python_has(page, "text='the cat zebra'")
        ready(page)
        field.fill("the cat " + EVIL.split(" ")[0])
        field.press("Enter")
        page.get_by_text("is not in list").wait_for()
        assert page.locator(".course-attention img").count() == 0

        # The effect of every head.
        page.get_by_label("Sort").select_option("effect")
        python_has(page, "sort='effect'")
        page.get_by_text(re.compile("when this head alone is switched off")).wait_for()


def test_attention_by_keyboard(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([MODEL, SHOW])) as page:
        ready(page)
        cells = page.locator(".jp-Cell").count()

        def tab_to(test: str) -> None:
            for _ in range(40):
                page.keyboard.press("Tab")
                if page.evaluate(f"() => {test}"):
                    return
            raise AssertionError(f"Tab never reaches {test}")

        page.get_by_role("textbox", name="Text").focus()
        page.keyboard.press("End")
        page.keyboard.type(" bddxayz")  # in JupyterLab's command mode these add and delete cells
        for _ in range(8):
            page.keyboard.press("Backspace")
        page.keyboard.type(" cat")
        page.keyboard.press("Enter")
        python_has(page, "猫 坐 cat'")
        ready(page)

        active = "document.activeElement"
        tab_to(f"{active}.textContent === 'links'")
        page.keyboard.press("Enter")
        python_has(page, "view='links'")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        python_has(page, "view='matrix'")
        tab_to(f"{active}.closest('label')?.textContent.startsWith('Colors')")
        page.keyboard.press("ArrowDown")
        python_has(page, "scale='row'")
        page.keyboard.press("ArrowDown")
        python_has(page, "scale='gamma'")
        tab_to(f"{active}.closest('label')?.textContent.startsWith('Gamma')")
        page.keyboard.press("ArrowRight")
        python_has(page, "gamma=0.6")
        tab_to(f"{active}.closest('label')?.textContent.startsWith('Sort')")
        page.keyboard.type("first")
        python_has(page, "sort='first'")
        page.keyboard.press("Home")
        python_has(page, "sort='place'")

        # One stop for all heads, arrows within.
        tab_to(f"{active}.classList.contains('attention-thumbnail')")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        python_has(page, "layer=1; head=1")
        page.keyboard.press("Home")
        python_has(page, "layer=0; head=0")
        tab_to(f"{active}.textContent === 'Switch off'")
        page.keyboard.press("Enter")
        python_has(page, "heads_off=[[0, 0]]")
        page.keyboard.press("Enter")
        python_has(page, "heads_off=[]")
        # The model's answer is read out when it comes; only then go on to other words.
        page.wait_for_function(
            "document.querySelector('.course-attention .course-readout').innerText"
            ".includes('switched on')"
        )

        # The picture: 11 tokens now.
        tab_to(f"{active}.classList.contains('attention-stage')")
        page.keyboard.press("ArrowDown")
        says(page, "‘cat’ (10) looks at ‘the’ (0) with weight ")
        for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
            page.keyboard.press(key)
        says(page, "‘猫’ (8) looks at ‘cat’ (2) with weight ")
        page.keyboard.press("Enter")
        python_has(page, "query=8; key=2")
        page.keyboard.press("PageDown")
        python_has(page, "layer=0; head=1")
        page.keyboard.press("PageUp")
        page.keyboard.press("PageUp")
        python_has(page, "layer=1; head=3")
        for key in "bddax":
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        python_has(page, "query=-1; key=-1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        python_has(page, "query=10; key=0")

        tab_to(f"{active}.closest('.attention-list') !== null")
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('textarea').value.includes('key=0')")
        tab_to(f"{active}.textContent === 'Show the arithmetic'")
        page.keyboard.press("Enter")
        python_has(page, "arithmetic=True")
        tab_to(f"{active}.closest('label')?.textContent.startsWith('Attention temp')")
        page.keyboard.press("ArrowRight")
        python_has(page, "attention_temperature=1.1")
        tab_to(f"{active}.closest('label')?.textContent.startsWith('Output temp')")
        page.keyboard.press("ArrowLeft")
        python_has(page, "; temperature=0.9")
        tab_to(f"{active}.classList.contains('attention-vectors')")
        assert page.locator(".jp-Cell").count() == cells


def test_python_moves_the_explorer(lab, chromium):  # noqa: F811
    change = (
        "explorer.layer, explorer.head = 1, 3; explorer.query, explorer.key = 9, 4;"
        "explorer.arithmetic = True; explorer.sort = 'previous'; explorer.scale = 'row'"
    )
    with lab.open(chromium, notebook([MODEL, SHOW, change])) as page:
        ready(page)
        check_arithmetic(page, 1, 3, 9, 4)
        assert page.get_by_label("Sort").input_value() == "previous"
        assert page.get_by_label("Colors").input_value() == "row"
        pressed = page.locator('.attention-thumbnail[aria-pressed="true"]')
        assert pressed.get_attribute("title").startswith("layer 1, head 3, previous token")


# No letter smaller than 16 px, none in a color too near to what lies behind it, nothing cut off.
READABLE = """() => {
  const faults = [];
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$|transparent/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  let seen = 0;
  for (const root of document.querySelectorAll(".course-attention")) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent.trim();
      if (!text || !node.checkVisibility({ visibilityProperty: true })) continue;
      seen += 1;
      const style = getComputedStyle(node);
      if (parseFloat(style.fontSize) < 16) faults.push(`${text}: ${style.fontSize}`);
      const [a, b] = [light(style.color), light(behind(node))].sort();
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const isOn = !node.closest(":disabled") && node.tagName !== "OPTION";
      if (isOn && contrast < 4.5) faults.push(`${text}: contrast ${contrast.toFixed(2)}`);
    }
    if (root.scrollWidth > root.clientWidth) faults.push("too wide");
    const boxes = [...root.querySelectorAll(".attention-columns > section")]
      .filter((part) => part.checkVisibility()).map((part) => part.getBoundingClientRect());
    for (const [at, one] of boxes.entries()) {
      for (const two of boxes.slice(at + 1)) {
        const apart = one.right <= two.left || two.right <= one.left ||
          one.bottom <= two.top || two.bottom <= one.top;
        if (!apart) faults.push("columns overlap");
      }
    }
  }
  return { seen, faults };
}"""
SEVERAL = """
import numpy as np
random = np.random.default_rng(0)
def soft(scores):
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
source = "那只 老 猫 坐 在 垫子 上 。".split()
target = "the old cat sat on the mat . <end>".split()
scores = random.normal(size=(4, 9, 8)) * 0.7
for q, k in enumerate([1, 1, 2, 3, 4, 5, 5, 7, 7]):
    scores[:3, q, k] += 3
display(AttentionExplorer(soft(scores), source, query_tokens=target, view="links", query=6))
causal = np.where(np.tri(64) > 0, random.normal(size=(12, 12, 64, 64)) * 2.5, -1e9)
long = [WORDS[i] for i in random.integers(0, 8, 64)]
display(AttentionExplorer(soft(causal), long, layer=2, head=5, query=40, key=12))
tiny = soft(np.where(np.tri(4) > 0, random.normal(size=(4, 4)), -1e9))
q, k = random.normal(size=(2, 4, 3))
display(AttentionExplorer(tiny, list("abcd"), queries=q, keys=k, values=k, query=3, key=1,
                          arithmetic=True))
"""


def test_attention_is_readable_in_both_themes_and_sizes(lab, chromium):  # noqa: F811
    lab.set_theme("JupyterLab Dark")
    open_all = "explorer.query, explorer.key, explorer.arithmetic = 9, 4, True"
    with lab.open(chromium, notebook([MODEL, SHOW + open_all, SEVERAL])) as page:
        parts = page.locator(".course-attention")
        page.wait_for_function(
            "() => document.querySelectorAll('.course-attention[aria-busy=false]').length === 4"
        )
        for theme in ("dark", "light"):
            # The second theme is chosen while the widgets are shown.
            name = f"JupyterLab {theme.title()}"
            page.evaluate(
                f"jupyterapp.commands.execute('apputils:change-theme', {{theme: '{name}'}})"
            )
            for number in range(4):
                page.locator(f".course-attention[data-theme={theme}]").nth(number).wait_for()
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(500)  # JupyterLab lays its panels out anew
                report = page.evaluate(READABLE)
                assert report["seen"] > 200
                assert report["faults"] == [], (theme, size)
                for number, name in enumerate(("model", "cross", "large", "tiny")):
                    parts.nth(number).evaluate("node => node.scrollIntoView()")
                    page.wait_for_timeout(100)
                    keep(page, f"{name}_{theme}_{size}")
        # What does not come from q · k alone is said.
        assert "not from q · k" in parts.nth(3).inner_text()


def in_notebook_7(lab, browser, name, cells, act=lambda page: None) -> list[str]:  # noqa: F811
    """Run the cells in Notebook 7, which the same server offers; return its exceptions."""
    (lab.folder / name).write_text(json.dumps(notebook(cells)), encoding="utf-8")
    exceptions: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.on("pageerror", lambda error: exceptions.append(str(error)))
    try:
        page.goto(f"{lab.url}notebooks/{name}?token={lab.token}")
        page.locator(".jp-Notebook").wait_for()
        for _ in range(3):  # what is asked before the kernel is there is lost
            page.wait_for_timeout(2000)
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
            page.wait_for_timeout(10_000)
            if page.get_by_text("finished").count():
                break
        act(page)
        page.wait_for_timeout(1000)
    finally:
        page.close()
    return exceptions


EMBEDDINGS = """
from course_utils.widgets.embeddings import EmbeddingExplorer
lengths = [[k, 1, 0.1 * k * (k % 2)] for k in (1, 2, 30, 4, 5, 6, 7, 8)]
words = EmbeddingExplorer(list("abcdefgh"), lengths, metric="euclidean")
words.observe(lambda change: setattr(seen, "value", f"selected={change.new!r}"), "selected")
words
"""


@pytest.mark.skipif(not importlib.util.find_spec("notebook"), reason="no package notebook")
def test_both_explorers_in_notebook_7(lab, chromium):  # noqa: F811
    def act(page):
        ready(page)
        at_cell(page, 7, 1)
        weight = RECORD.weights[0, 0, 7, 1]
        assert status(page) == f"‘old’ (7) looks at ‘old’ (1) with weight {weight:.3f}."
        page.get_by_role("button", name="layer 1, head 2", exact=True).click()
        python_has(page, "layer=1; head=2")
        page.get_by_role("button", name="Switch off").click()
        python_has(page, "heads_off=[[1, 2]]")
        agree(page, SmallModel().run(TEXT, frozenset({(1, 2)}), 1.0))
        keep(page, "notebook_7")
        field = page.get_by_role("combobox", name="Search a word")
        field.fill("c")
        field.press("Enter")
        python_has(page, "selected='c'")
        rows = page.locator(".course-embeddings .embeddings-list li")
        assert [row[0] for row in rows.all_inner_texts()] == list("hgfedba")
        page.locator(".course-embeddings").scroll_into_view_if_needed()
        keep(page, "notebook_7_embeddings")

    end = "print('fini' + 'shed')"
    # Notebook's own page throws, also without a widget; with one it must not throw more.
    without = in_notebook_7(lab, chromium, "plain.ipynb", ["1 + 1", end])
    cells = [MODEL, SHOW, EMBEDDINGS, end]
    found = in_notebook_7(lab, chromium, "seven.ipynb", cells, act)
    assert sorted(set(found)) == sorted(set(without))


# ---- Pages without a kernel --------------------------------------------------------------


@pytest.fixture(scope="module")
def explorer() -> AttentionExplorer:
    made = AttentionExplorer(run=SmallModel().run, text=TEXT, scale="linear")
    made.measure_effects()
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_attention_page_works_from_a_file(chromium, explorer, tmp_path, theme):  # noqa: F811
    path = explorer.to_html(tmp_path / "page.html", theme=theme)
    with watched(chromium, offline=True) as page:
        page.goto(path.as_uri())
        ready(page)
        assert page.locator(f".course-attention[data-theme={theme}]").count() == 1
        assert page.get_by_role("textbox").count() == 0  # only Python can read a text
        agree(page, RECORD)
        page.get_by_role("button", name="layer 1, head 0", exact=True).click()
        at_cell(page, 9, 4, "click")
        page.get_by_role("button", name="Show the arithmetic").click()
        check_arithmetic(page, 1, 0, 9, 4)
        page.get_by_role("button", name="Switch off").click()
        page.get_by_text("Changed by").wait_for()
        agree(page, SmallModel().run(TEXT, frozenset({(1, 0)}), 1.0))
        page.get_by_role("button", name="layer 0, head 1", exact=True).click()
        page.get_by_role("button", name="Switch off").click()
        page.wait_for_timeout(100)
        agree(page, SmallModel().run(TEXT, frozenset({(0, 1)}), 1.0))
        page.get_by_role("button", name="Switch on").click()
        page.get_by_text("Unchanged.").wait_for()
        assert page.locator("img").count() == 0
        assert page.evaluate(READABLE)["faults"] == []
        keep(page, f"page_{theme}")


def test_512_tokens_can_be_enlarged_and_read(chromium, tmp_path):  # noqa: F811
    count = 512
    random = np.random.default_rng(0)
    scores = np.where(np.tri(count) > 0, random.normal(size=(1, 12, count, count)) * 2, -np.inf)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    tokens = [f"w{place}" for place in range(count)]
    path = AttentionExplorer(weights, tokens).to_html(tmp_path / "large.html")
    with watched(chromium, offline=True) as page:
        page.goto(path.as_uri())
        ready(page)
        at_cell(page, 400, 100, shape=(count, count))
        q, k = map(int, re.findall(r"\((\d+)\)", status(page)))
        assert abs(q - 400) <= 1
        assert abs(k - 100) <= 1
        shown = float(re.search(r"≈ (\d\.\d+)", status(page))[1])
        assert shown == pytest.approx(weights[0, 0, q, k], abs=0.001)
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("button", name="Zoom in").click()
        assert status(page) == "Enlarged 4 times."
        stage = page.locator(".attention-stage")
        stage.focus()
        for _ in range(6):
            page.keyboard.press("+")
        assert status(page) == "Enlarged 64 times."
        page.keyboard.press("ArrowUp")  # begins at the last query, which scrolls into view
        page.wait_for_timeout(100)
        assert status(page).startswith("‘w511’ (511) looks at ‘w0’ (0)")
        keep(page, "enlarged")
        page.keyboard.press("-")
        assert status(page) == "Enlarged 32 times."
        page.get_by_role("button", name="links").click()
        page.wait_for_timeout(200)
        at_link_token(page, "left", 15, "hover", count=16)
        assert status(page).startswith("‘w511’ (511) looks at ‘w")


def test_an_explorer_in_a_hidden_place_draws_when_it_is_shown(chromium, explorer):  # noqa: F811
    html = explorer.html().replace('<main id="widget">', '<main id="widget" hidden>')
    with watched(chromium, offline=True) as page:
        page.set_content(html)
        page.wait_for_timeout(300)
        page.evaluate("() => { document.getElementById('widget').hidden = false }")
        ready(page)
        assert page.locator(".attention-overview canvas").bounding_box()["height"] > 50
        page.set_viewport_size({"width": 420, "height": 800})
        page.wait_for_timeout(200)
        report = page.evaluate(READABLE)
        assert report["faults"] == []


# Listeners that remain after the view is gone.
HARNESS = """async ([code, state]) => {
  const blob = new Blob([code], { type: "text/javascript" });
  const module = await import(URL.createObjectURL(blob));
  const model = module.pageModel(module.readState(state));
  window.listening = {};
  const { on, off } = model;
  const count = (name, by) => (window.listening[name] = (window.listening[name] ?? 0) + by);
  model.on = (name, listener) => { count(name, 1); on(name, listener); };
  model.off = (name, listener) => { count(name, -1); off(name, listener); };
  window.end = module.default.render({ model, el: document.body });
}"""


def test_the_explorer_leaves_nothing_behind(chromium, explorer):  # noqa: F811
    page_text = explorer.html()
    [state] = re.findall(r'id="state">(.*?)</script>', page_text, re.S)
    with watched(chromium) as page:
        page.evaluate(HARNESS, [skeleton.script("attention"), state])
        ready(page)
        page.evaluate("() => window.end()")
        assert set(page.evaluate("() => Object.values(window.listening)")) == {0}
        assert page.locator(".course-attention").count() == 0
        # The view may go before the compressed bytes are there.
        page.evaluate(HARNESS, [skeleton.script("attention"), state])
        page.evaluate("() => window.end()")
        page.wait_for_timeout(300)
