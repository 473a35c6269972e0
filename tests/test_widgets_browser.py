"""The widgets as learners meet them: in JupyterLab and as pages, by mouse and by keyboard.

COURSE_SCREENSHOTS=folder keeps pictures to look at; COURSE_BROWSER_NOTEBOOKS=all opens every
notebook of the course, not only one.
"""

import json
import os
import re
from pathlib import Path

import pytest
from browser import ROOT, chromium, lab, missing, notebook, watched  # noqa: F401

from course_utils.widgets import skeleton
from course_utils.widgets.distributions import TEMPERATURES, at_temperature, most_likely
from course_utils.widgets.next_token import NextToken

EVIL = "<img src=x onerror=alert(1)>"
SIZES = {"laptop": (1280, 720), "projector": (1920, 1080)}

# What every notebook of these tests begins with; run here too, it tells what to expect there.
MODELS = f"""
import numpy as np
NAMES = ["the", "old", "cat", "sat", "北京天安门", {EVIL!r}, "a very long token " * 4, "dog"]
class Words:
    names = NAMES
    encode = staticmethod(lambda text: [NAMES.index(word) for word in text.split()])
    decode = staticmethod(lambda ids: " ".join(NAMES[token] for token in ids))
def model(seed):
    def predict(context):
        weights = np.random.default_rng([seed, *context.tolist()]).random(len(NAMES)) ** 4
        return weights / weights.sum()
    return predict
def broken(context):
    raise LookupError("no such context: 没有")
"""
SHOW = """
import ipywidgets, traitlets
from IPython.display import display
from course_utils.widgets.next_token import NextToken
bars = NextToken({"one": model(1), "two": model(2), "broken": broken}, Words(), context="the old")
seen = ipywidgets.Label()
traitlets.dlink((bars, "context"), (seen, "value"), lambda ids: f"Python has {ids}")
display(bars, seen)
"""
HERE: dict = {}
exec(MODELS, HERE)


def expected(seed: int, context: list[int], temperature: float = 1.0) -> list[tuple[str, float]]:
    """Names and probabilities that a panel has to show."""
    values = HERE["model"](seed)(HERE["np"].array(context))
    tempered = at_temperature(values, temperature)
    return [
        (skeleton.display_name(HERE["NAMES"][token]), float(tempered[token]))
        for token in most_likely(values, 12)
    ]


def panel(page, label: str):
    return page.get_by_role("article", name=label, exact=True)


def rows(page, label: str) -> list[tuple[str, str]]:
    texts = """bars => bars.filter((bar) => bar.checkVisibility()).map(
        (bar) => [".next-token-name", ".next-token-share"].map(
            (part) => bar.querySelector(part).textContent))"""
    return [
        tuple(pair) for pair in panel(page, label).locator(".next-token-row").evaluate_all(texts)
    ]


def percent(text: str) -> float:
    return float(text.strip("<>%")) / 100


def agrees(page, label: str, seed: int, context: list[int], temperature: float = 1.0) -> bool:
    """Does a panel show the right names and shares, most likely first?"""
    shown, wanted = rows(page, label), expected(seed, context, temperature)
    if [name for name, _ in shown] != [name for name, _ in wanted]:
        return False
    pairs = zip(shown, wanted, strict=True)
    return all(abs(percent(share) - value) < 6e-4 for (_, share), (_, value) in pairs)


def keep(page_or_part, name: str) -> None:
    if folder := os.environ.get("COURSE_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page_or_part.screenshot(path=Path(folder) / f"{name}.png")


def python_has(page, context: list[int]) -> None:
    page.get_by_text(f"Python has {context}", exact=True).wait_for()


# ---- Next-token bars in JupyterLab -------------------------------------------------------


def test_next_token_by_mouse(lab, chromium):  # noqa: F811
    frames = []
    with lab.open(chromium, notebook([MODELS, SHOW]), sent=frames) as page:
        python_has(page, [0, 1])
        widget = page.locator(".course-next-token")
        widget.locator(".next-token-row").first.wait_for()
        assert agrees(page, "one", 1, [0, 1])
        assert agrees(page, "two", 2, [0, 1])
        assert "LookupError: no such context: 没有" in panel(page, "broken").inner_text()
        assert widget.locator("img").count() == 0
        assert EVIL.replace(" ", "␣") in [name for name, _ in rows(page, "one")]

        # Pointing marks the token in every panel; Python hears nothing of it.
        page.wait_for_timeout(500)
        count = len(frames)
        name, _ = expected(1, [0, 1])[1]
        panel(page, "one").locator(".next-token-row").nth(1).hover()
        marked = widget.locator(".next-token-marked .next-token-name")
        assert marked.all_inner_texts() == [name, name]
        place = [other for other, _ in expected(2, [0, 1])].index(name)
        facts = panel(page, "two").locator(".next-token-facts").inner_text()
        assert facts.startswith(f"‘{name}’: rank {place + 1}, ")
        for row in range(8):
            panel(page, "two").locator(".next-token-row").nth(row).hover()
        assert len(frames) == count
        assert count > 0

        # A click goes to Python, and comes back as new bars.
        token = HERE["NAMES"].index(name)
        panel(page, "one").locator(".next-token-row").nth(1).click()
        python_has(page, [0, 1, token])
        assert agrees(page, "two", 2, [0, 1, token])
        chips = page.get_by_role("list", name="Context").get_by_role("button")
        assert chips.all_inner_texts() == ["the", "old", name]
        status = widget.locator(".course-readout")
        best, _ = expected(1, [0, 1, token])[0]
        assert status.inner_text().startswith(f"Added ‘{name}’. one: now most likely ‘{best}’")

        def says_of(start, context, temperature=1.0):
            best, share = expected(1, context, temperature)[0]
            words = f"{start} one: now most likely ‘{best}’, {share:.1%}."
            status.get_by_text(words, exact=True).wait_for(timeout=5000)

        # After every change the read-out tells what is so now.
        widget.get_by_role("button", name="Undo").click()
        python_has(page, [0, 1])
        says_of("Now: 2 tokens, the last ‘old’.", [0, 1])
        widget.get_by_role("button", name="Remove last").click()
        python_has(page, [0])
        assert agrees(page, "one", 1, [0])
        says_of("Now: 1 token, the last ‘the’.", [0])
        widget.get_by_role("button", name="Clear").click()
        python_has(page, [])
        says_of("Now: the context is empty.", [])
        assert agrees(page, "one", 1, [])
        assert widget.get_by_role("button", name="Clear").is_disabled()

        typed = widget.get_by_label("Your own text")
        typed.fill("old cat sat")
        typed.press("Enter")
        python_has(page, [1, 2, 3])
        says_of("Now: 3 tokens, the last ‘sat’.", [1, 2, 3])
        typed.fill("old zebra")
        typed.press("Enter")
        status.get_by_text("'zebra' is not in list", exact=True).wait_for()
        chips.nth(0).click()
        python_has(page, [1])

        panel(page, "two").get_by_role("button", name="Draw").click()
        status.get_by_text(re.compile(r"^Drew ‘.+’ \([\d.]+%\) from two\. one: now")).wait_for()
        assert chips.count() == 2
        widget.get_by_role("button", name="Undo").click()
        python_has(page, [1])

        # What needs no new context is computed in the page.
        slider = widget.get_by_label("Temperature")
        for temperature, key in ((0.9, "ArrowLeft"), (0.0, "Home"), (2.0, "End")):
            slider.press(key)
            assert agrees(page, "one", 1, [1], temperature), temperature
        assert slider.get_attribute("aria-valuetext") == "2.0"
        slider.press("Home")
        assert slider.get_attribute("aria-valuetext") == "0: greedy"
        best, _ = expected(1, [1])[0]
        words = f"Temperature 0: greedy. one: now most likely ‘{best}’, 100%."
        status.get_by_text(words, exact=True).wait_for()

        widget.get_by_role("checkbox", name="two").uncheck()
        assert panel(page, "two").count() == 0
        widget.get_by_role("checkbox", name="two").check()
        panel(page, "two").locator(".next-token-row").first.wait_for()


def test_next_token_by_keyboard(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([MODELS, SHOW])) as page:
        python_has(page, [0, 1])
        cells = page.locator(".jp-Cell").count()
        typed = page.get_by_label("Your own text")
        typed.focus()
        page.keyboard.press("End")
        page.keyboard.type(" bddxayz")  # in JupyterLab's command mode these add and delete cells
        assert typed.input_value() == "the old bddxayz"
        for _ in range(7):
            page.keyboard.press("Backspace")
        page.keyboard.type("cat")
        page.keyboard.press("Enter")
        python_has(page, [0, 1, 2])

        focus = """() => {
            const row = document.activeElement;
            const label = row.closest("article")?.getAttribute("aria-label");
            return `${label}: ${row.querySelector(".next-token-name")?.textContent}`;
        }"""
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.classList.contains('next-token-row')"):
                break
        one = [name for name, _ in expected(1, [0, 1, 2])]
        two = [name for name, _ in expected(2, [0, 1, 2])]
        assert page.evaluate(focus) == f"one: {one[0]}"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focus) == f"one: {one[2]}"
        page.keyboard.press("ArrowRight")
        assert page.evaluate(focus) == f"two: {two[2]}"
        page.keyboard.press("ArrowRight")  # "broken" has no bars
        page.keyboard.press("End")
        assert page.evaluate(focus) == f"two: {two[-1]}"
        page.keyboard.press("Home")
        for key in "bddax":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        token = [skeleton.display_name(name) for name in HERE["NAMES"]].index(two[0])
        python_has(page, [0, 1, 2, token])
        # The focus stays, on what is now the most likely token; Backspace goes back.
        now = expected(2, [0, 1, 2, token])[0][0]
        assert page.evaluate(focus) == f"two: {now}"
        page.keyboard.press("Backspace")
        python_has(page, [0, 1, 2])
        assert page.locator(".jp-Cell").count() == cells

        # Predict first: nothing shows before the guess.
        box = page.get_by_label("Predict first")
        box.focus()
        page.keyboard.press("Space")
        assert page.locator(".next-token-row:visible").count() == 0
        assert page.locator(".next-token-entropy:visible").count() == 0
        guess = page.get_by_label("Your guess for the next token")
        guess.focus()
        page.keyboard.type("dog")
        page.keyboard.press("Enter")
        line = panel(page, "one").locator(".next-token-guessed")
        line.get_by_text("your guess ‘dog’").wait_for()
        names = [name for name, _ in expected(1, [0, 1, 2])]
        share = dict(expected(1, [0, 1, 2]))["dog"]
        rank, _, bits = re.search(r"rank (\d+), (\S+)%, ([\d.]+) bits", line.inner_text()).groups()
        assert int(rank) == names.index("dog") + 1
        assert float(bits) == pytest.approx(-HERE["np"].log2(share), abs=0.06)
        assert page.evaluate(focus).startswith("one: ")  # the focus went to the bars
        page.keyboard.press("Enter")
        page.get_by_text(re.compile(r"Python has \[0, 1, 2, \d\]")).wait_for()
        assert page.locator(".next-token-row:visible").count() == 0  # hidden again
        page.get_by_role("button", name="Show the bars").press("Enter")
        assert page.locator(".next-token-row:visible").count() > 0
        assert page.locator(".jp-Cell").count() == cells


LETTERS = """
import numpy as np
NAMES = ["a", "b", "\\n", "<end>"]
class Letters:
    names = NAMES
    encode = staticmethod(lambda text: [NAMES.index(letter) for letter in text])
    decode = staticmethod(lambda ids: "".join(NAMES[token] for token in ids))
def model(context):
    return np.array([0.4, 0.4, 0.1, 0.1])
def world(context):
    raise ValueError("'b' can't follow 'a'; possible are \\n.")
"""
SHOW_LETTERS = """
import ipywidgets, traitlets
from IPython.display import display
from course_utils.widgets.next_token import NextToken
bars = NextToken({"one": model, "world": world}, Letters(), context="a\\nb" + 300 * "a", seed=4)
seen = ipywidgets.Label()
traitlets.dlink((bars, "context"), (seen, "value"), lambda ids: f"Python has {ids[-6:]}")
display(bars, seen)
"""


def test_next_token_by_keys_with_line_breaks_and_to_the_end(lab, chromium):  # noqa: F811
    with lab.open(chromium, notebook([LETTERS, SHOW_LETTERS])) as page:
        python_has(page, [0] * 6)
        widget = page.locator(".course-next-token")
        status = widget.locator(".course-readout")
        typed = widget.get_by_label("Your own text")

        # The box of the context shows whole rows, and the last one from the start.
        fits = """box => {
            const { top, bottom } = box.getBoundingClientRect();
            const chips = [...box.querySelectorAll("button")].map((b) => b.getBoundingClientRect());
            const cut = chips.filter((chip) =>
                (chip.top < top && chip.bottom > top + 1)
                || (chip.top < bottom - 1 && chip.bottom > bottom));
            return { rows: new Set(chips.filter((c) => c.top >= top && c.bottom <= bottom)
                .map((chip) => chip.top)).size, cut: cut.length,
                last: chips.at(-1).bottom <= bottom && chips.at(-1).top >= top };
        }"""
        chips = widget.locator(".next-token-chips")
        for width in (1400, 900, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            assert chips.evaluate(fits) == {"rows": 3, "cut": 0, "last": True}, width
        keep(page, "next_token_letters")

        # A line break is seen as ↵, kept by Enter, and can be typed and pasted.
        assert typed.input_value().startswith("a↵baaa")
        typed.press("Enter")
        status.get_by_text("The text and the context are the same.").wait_for()
        python_has(page, [0] * 6)
        message = panel(page, "world").locator(".next-token-error").inner_text()
        assert message == "This model gave no distribution. 'b' can't follow 'a'; possible are ↵."
        typed.fill("b↵a")
        typed.press("Enter")
        python_has(page, [1, 2, 0])
        typed.evaluate("""field => {
            field.setSelectionRange(3, 3);
            const data = new DataTransfer();
            data.setData("text", "\\nb");
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", event));
        }""")
        assert typed.input_value() == "b↵a↵b"
        typed.press("Enter")
        python_has(page, [1, 2, 0, 2, 1])

        # Draw to the end, by keyboard; after the end there is nothing to draw.
        one = panel(page, "one")
        draw = one.get_by_role("button", name="Draw one token")
        to_end = one.get_by_role("button", name="Draw to the end")
        to_end.press("Enter")
        ended = (
            r"^Drew \d+ tokens? from one\. The document has ended\. To draw again, undo or clear\.$"
        )
        status.get_by_text(re.compile(ended)).wait_for()
        assert chips.get_by_role("button").last.inner_text() == "<end>"
        assert draw.is_disabled()
        assert to_end.is_disabled()
        focused = page.evaluate("document.activeElement.textContent")
        assert focused == "Undo"
        count = chips.get_by_role("button").count()
        one.locator(".next-token-row").first.click()
        words = "The document has ended. To draw again, undo or clear."
        status.get_by_text(words, exact=True).wait_for()
        assert chips.get_by_role("button").count() == count
        widget.get_by_role("button", name="Undo").click()
        python_has(page, [1, 2, 0, 2, 1])
        assert draw.is_enabled()

        # What the bars are measured by is said in words, in the panels only where they differ.
        bars = widget.get_by_label(re.compile("^Bars"))
        assert bars.locator("option").all_inner_texts() == [
            "same scale in all panels",
            "own scale in each panel",
            "full width = 100%",
        ]
        facts = one.locator(".next-token-facts")
        assert facts.inner_text() == ""
        bars.select_option("own")
        facts.get_by_text("Full width here: 40.0%", exact=True).wait_for()


def test_python_moves_the_page(lab, chromium):  # noqa: F811
    change = (
        "bars.context = [3]; bars.temperature = 0.5; bars.scale = 'full'; bars.order = 'two';"
        "bars.shown = ['one', 'two']"
    )
    with lab.open(chromium, notebook([MODELS, SHOW, change])) as page:
        python_has(page, [3])
        page.locator(".course-value").get_by_text("0.5", exact=True).wait_for()
        assert panel(page, "broken").count() == 0
        assert page.get_by_label(re.compile("^Bars")).input_value() == "full"
        names = [name for name, _ in rows(page, "one")]
        assert names == [name for name, _ in expected(2, [3])]
        assert names != [name for name, _ in expected(1, [3])]
        shares = dict(expected(1, [3], 0.5))
        assert all(abs(percent(share) - shares[name]) < 6e-4 for name, share in rows(page, "one"))
        bar = panel(page, "two").locator(".next-token-bar").first
        width = bar.evaluate("bar => bar.offsetWidth / bar.parentElement.offsetWidth")
        assert width == pytest.approx(expected(2, [3], 0.5)[0][1], abs=0.02)


# Everything that can be read: at least 16 px, at least 4.5 : 1, nothing cut off unannounced.
READABLE = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faults = [];
  let seen = 0;
  for (const node of document.querySelectorAll(".course-widget *")) {
    const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!node.checkVisibility() || !(words || node.matches("input[type=text], select"))) continue;
    seen += 1;
    const style = getComputedStyle(node);
    const name = `${node.className || node.tagName} “${node.textContent.slice(0, 30)}”`;
    if (parseFloat(style.fontSize) < 16) faults.push(`${name}: ${style.fontSize}`);
    let behind = node;
    const background = () => getComputedStyle(behind).backgroundColor;
    while (numbers(background())[3] === 0) behind = behind.parentElement;
    const pair = [style.color, background()]
      .map((color) => luminance(numbers(color).slice(0, 3))).sort((a, b) => a - b);
    const contrast = (pair[1] + 0.05) / (pair[0] + 0.05);
    const off = node.matches(":disabled, :disabled *");
    if (contrast < 4.5 && !off) faults.push(`${name}: contrast ${contrast.toFixed(2)}`);
    const scrolls = node.matches("input"); // the browser scrolls a long text in its field
    const cut =
      node.scrollWidth > node.clientWidth + 1 && style.display !== "inline" && !scrolls;
    if (cut && !node.closest("[title]")?.title) faults.push(`${name}: cut off`);
  }
  for (const root of document.querySelectorAll(".course-widget"))
    if (root.scrollWidth > root.clientWidth) faults.push(`${root.className} is too wide`);
  return { seen, faults };
}"""


def test_next_token_is_readable_in_both_themes_and_sizes(lab, chromium):  # noqa: F811
    lab.set_theme("JupyterLab Dark")
    twelve = """
layers = {f"after layer {layer}": model(layer) for layer in range(11)} | {"broken": broken}
NextToken(layers, Words(), context="the 北京天安门 old cat")
"""
    with lab.open(chromium, notebook([MODELS + SHOW, twelve])) as page:
        widgets = page.locator(".course-next-token")
        for theme in ("dark", "light"):
            # The second theme is chosen while the widgets are shown.
            name = f"JupyterLab {theme.title()}"
            page.evaluate(
                f"jupyterapp.commands.execute('apputils:change-theme', {{theme: '{name}'}})"
            )
            for number in range(2):
                page.locator(f".course-next-token[data-theme={theme}]").nth(number).wait_for()
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                widgets.nth(0).locator(".next-token-row").nth(1).hover()
                page.wait_for_timeout(300)  # JupyterLab lays its panels out anew
                report = page.evaluate(READABLE)
                assert report["seen"] > 150
                assert report["faults"] == [], (theme, size)
                for number, name in enumerate(("three", "twelve")):
                    widgets.nth(number).scroll_into_view_if_needed()
                    keep(page, f"next_token_{name}_{theme}_{size}")


# ---- Pages without a kernel --------------------------------------------------------------


def test_a_page_works_from_a_file_without_kernel_and_network(chromium, tmp_path):  # noqa: F811
    predictors = {"one": HERE["model"](1), "two": HERE["model"](2)}
    bars = NextToken(predictors, HERE["Words"](), context="the old")
    path = bars.to_html(tmp_path / "bars.html", depth=1, branch=2)
    with watched(chromium, offline=True) as page:
        page.goto(path.as_uri())
        page.locator(".next-token-row").first.wait_for()
        assert agrees(page, "one", 1, [0, 1])
        assert page.get_by_label("Your own text").count() == 0  # only Python can split text
        assert page.locator("img").count() == 0
        keep(page, "next_token_page")

        first = panel(page, "one").locator(".next-token-row")
        name = expected(1, [0, 1])[0][0]
        token = [skeleton.display_name(n) for n in HERE["NAMES"]].index(name)
        first.nth(0).press("Enter")
        assert agrees(page, "two", 2, [0, 1, token])
        status = page.locator(".course-readout")
        assert status.inner_text().startswith(f"Added ‘{name}’.")

        # Beyond what was computed beforehand, the page says so and stays where it is.
        page.locator(".next-token-row").first.click()
        assert "This page carries only some continuations" in status.inner_text()
        assert agrees(page, "two", 2, [0, 1, token])
        page.get_by_role("button", name="Start again").click()
        assert agrees(page, "two", 2, [0, 1])

        for temperature in reversed(TEMPERATURES):
            page.get_by_label("Temperature").fill(str(TEMPERATURES.index(temperature)))
            assert agrees(page, "two", 2, [0, 1], temperature), temperature

        page.get_by_label("Predict first").check()
        assert page.locator(".next-token-row:visible").count() == 0
        page.get_by_label("Your guess for the next token").fill("cat")
        page.get_by_role("button", name="Check").click()
        assert "your guess ‘cat’: rank " in panel(page, "two").inner_text()
        page.get_by_role("button", name="Undo").click()
        page.get_by_label("Your guess for the next token").fill("zebra")
        page.get_by_role("button", name="Check").click()
        assert status.inner_text() == "‘zebra’ is in no list of this page."
        assert page.locator(".next-token-row:visible").count() > 0


def test_draws_without_a_kernel_are_seeded(chromium, tmp_path):  # noqa: F811
    bars = NextToken({"one": HERE["model"](1)}, HERE["Words"](), context="the", seed=3)
    path = bars.to_html(tmp_path / "bars.html", depth=2, branch=8)
    texts = []
    for _ in range(2):
        with watched(chromium, offline=True) as page:
            page.goto(path.as_uri())
            for _ in range(2):
                page.get_by_role("button", name=re.compile("^Draw")).click()
                assert re.match(r"Drew ‘.+’ \(", page.locator(".course-readout").inner_text())
            texts.append(page.get_by_role("list", name="Context").inner_text())
    assert texts[0] == texts[1]
    assert len(texts[0].split("\n")) == 3


def test_a_page_in_a_frame_follows_the_theme_asked_for(chromium):  # noqa: F811
    bars = NextToken({"one": HERE["model"](1)}, HERE["Words"]())
    with watched(chromium, color_scheme="dark", offline=True) as page:
        for theme, seen in (("auto", "dark"), ("light", "light"), ("dark", "dark")):
            page.set_content("<iframe style='width: 900px; height: 600px'></iframe>")
            page.locator("iframe").evaluate(
                "(frame, html) => { frame.srcdoc = html }", bars.html(depth=0, theme=theme)
            )
            frame = page.frame_locator("iframe")
            frame.locator(f".course-widget[data-theme={seen}] .next-token-row").first.wait_for()


# A model as anywidget gives it, in a page of its own, that notes who listens.
HARNESS = """async ([code, state]) => {
  const blob = new Blob([code], { type: "text/javascript" });
  const module = await import(URL.createObjectURL(blob));
  const model = module.pageModel(state);
  window.listening = {};
  const { on, off } = model;
  const count = (name, by) => (window.listening[name] = (window.listening[name] ?? 0) + by);
  model.on = (name, listener) => { count(name, 1); on(name, listener); };
  model.off = (name, listener) => { count(name, -1); off(name, listener); };
  window.model = model;
  window.end = module.default.render({ model, el: document.body });
}"""


def state_of(bars: NextToken) -> dict:
    page = bars.html(depth=0)
    [data] = re.findall(r'id="state">(.*?)</script>', page)
    return {**json.loads(data), "tree": None}


def test_next_token_leaves_nothing_behind(chromium):  # noqa: F811
    bars = NextToken({"one": HERE["model"](1)}, HERE["Words"]())
    with watched(chromium) as page:
        page.evaluate(HARNESS, [skeleton.script("next_token"), state_of(bars)])
        listening = page.evaluate("window.listening")
        assert len(listening) >= 9
        assert set(listening.values()) == {1}
        page.evaluate("window.end()")
        assert set(page.evaluate("window.listening").values()) == {0}
        assert page.locator(".course-widget").count() == 0


def test_next_token_says_when_python_does_not_answer(chromium):  # noqa: F811
    bars = NextToken({"one": HERE["model"](1)}, HERE["Words"]())
    with watched(chromium) as page:
        page.clock.install()
        page.evaluate(HARNESS, [skeleton.script("next_token"), state_of(bars)])
        page.locator(".next-token-row").first.click()
        assert page.locator(".course-widget").get_attribute("aria-busy") == "true"
        page.clock.fast_forward(2000)  # the clock also runs by itself: leave a slow machine room
        assert "Python" not in page.locator(".course-readout").inner_text()
        page.clock.fast_forward(2500)
        assert "Python has not answered yet" in page.locator(".course-readout").inner_text()


# ---- The driver itself -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("console.error('wrong')", "console: wrong"),
        ("setTimeout(() => { throw new Error('late') })", "exception: late"),
        ("alert('boo')", "dialog: boo"),
        (
            "fetch('https://example.org/x').catch(() => {})",
            "outside request: https://example.org/x",
        ),
    ],
)
def test_the_driver_notices(chromium, script, message):  # noqa: F811
    with (
        pytest.raises(AssertionError, match=re.escape(message)),
        watched(chromium) as page,
    ):
        page.goto("about:blank")
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(200)


def test_the_driver_notices_what_cells_print(lab, chromium):  # noqa: F811
    cells = ["import sys; print('careful', file=sys.stderr)", "1 / 0"]
    with (
        pytest.raises(AssertionError, match=r"(?s)careful.*ZeroDivisionError"),
        lab.open(chromium, notebook(cells)),
    ):
        pass


def test_a_missing_browser_is_skipped_here_but_fails_where_ci_runs(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        missing("Chromium")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing, and CI has to have it"):
        missing("Chromium")


# ---- Notebooks of the course -------------------------------------------------------------

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
if os.environ.get("COURSE_BROWSER_NOTEBOOKS") != "all":  # one is enough for every day
    NOTEBOOKS = [path for path in NOTEBOOKS if path.stem == "week1_3_ngrams"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_whole_notebook_of_the_course(lab, chromium, path):  # noqa: F811
    source = path.read_text(encoding="utf-8")
    with lab.open(chromium, path) as page:
        if "course_utils.widgets" in source:
            page.locator(".course-widget").first.wait_for()
            report = page.evaluate(READABLE)
            assert report["faults"] == []
            keep(page, path.stem)
