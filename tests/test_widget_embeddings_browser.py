"""The embedding explorer as learners meet it: in JupyterLab and as a page, by mouse and keyboard.

COURSE_SCREENSHOTS=folder keeps pictures to look at.
"""

import json
import re

import pytest
from browser import chromium, lab, notebook, watched  # noqa: F401
from test_widgets_browser import EVIL, READABLE, SIZES, keep

from course_utils.widgets.embeddings import EmbeddingExplorer

# What every notebook of these tests begins with; run here too, it tells what to expect there.
WORDS = f"""
import numpy as np
random = np.random.default_rng(0)
words, vectors, groups = [], [], []
people, places, gender, royal, capital = random.normal(size=(5, 24)) * [[2], [2], [0.7], [1.2], [1]]
for pair in (("man", "woman"), ("king", "queen"), ("prince", "princess"), ("uncle", "aunt"),
             ("father", "mother"), ("son", "daughter"), ("actor", "actress")):
    person = people + random.normal(size=24) * 0.6 + royal * (pair[0] in ("king", "prince"))
    words += pair; vectors += [person, person + gender]; groups += ["people"] * 2
for pair in (("France", "Paris"), ("Italy", "Rome"), ("中国", "北京"), ("Peru", "Lima")):
    place = places + random.normal(size=24) * 0.6
    words += pair; vectors += [place, place + capital]; groups += ["places"] * 2
centers = np.array([people, places, *random.normal(size=(2, 24)) * 2])
for number in range(180):
    kind = number % 4
    words.append({EVIL!r} if number == 3 else f"w{{number}}")
    vectors.append(centers[kind] * random.uniform(0.3, 1) + random.normal(size=24) * 0.7)
    groups.append(("people", "places", "food", "weather")[kind])
last = np.array(vectors) + random.normal(size=(len(words), 24)) * 0.05
snapshots = [last * share + random.normal(size=last.shape) * (1 - share) for share in (0, 0.4, 0.8)]
SETTINGS = ["selected", "projection", "metric", "k", "tool", "analogy", "exclude_inputs", "axis",
            "snapshot", "hidden_groups"]
def explorer_of_words(**settings):
    from course_utils.widgets.embeddings import EmbeddingExplorer
    return EmbeddingExplorer(words, [*snapshots, last], groups=groups, t_sne_words=150,
                             snapshot_names=["start", "early", "late", "end"], **settings)
"""
SHOW = """
import ipywidgets, json
from IPython.display import display
explorer = explorer_of_words()
seen = ipywidgets.Label()
def tell(_=None):
    state = {name: getattr(explorer, name) for name in SETTINGS}
    seen.value = "Python has " + json.dumps(state, ensure_ascii=False)
explorer.observe(tell, SETTINGS)
tell()
display(explorer, seen)
"""
HERE: dict = {}
exec(WORDS, HERE)


def python_has(page, **wanted) -> None:
    """Wait until Python's explorer has these settings."""
    page.wait_for_function(
        """wanted => {
            const label = [...document.querySelectorAll(".widget-label")]
                .map((node) => node.textContent).find((text) => text.startsWith("Python has "));
            const state = JSON.parse(label.slice(11));
            return Object.entries(wanted)
                .every(([name, value]) => JSON.stringify(state[name]) === JSON.stringify(value));
        }""",
        arg=wanted,
    )


class Explorer:
    """What a test sees of an explorer in a page, and where it puts its hands."""

    def __init__(self, page) -> None:
        self.page = page
        self.root = page.locator(".course-embeddings")
        self.root.wait_for()
        self.map = self.root.get_by_role("application")
        self.readout = self.root.locator(".course-readout")
        self.caption = self.root.locator("p:has(strong)")
        self.rows = self.root.locator(".embeddings-list .embeddings-row")
        page.wait_for_function("() => document.querySelector('[data-labels]')?.dataset.labels > 0")

    def listed(self) -> list[tuple[str, ...]]:
        spans = (
            "rows => rows.map((row) => [...row.querySelectorAll('span')].map((s) => s.textContent))"
        )
        return [tuple(texts[1:]) for texts in self.rows.evaluate_all(spans)]

    def shows_neighbors_of(self, python: EmbeddingExplorer) -> None:
        """Wait until the list holds exactly what Python computes."""
        scores = [(word, f"{score:.2f}") for word, score in python.nearest(python.selected)]
        wanted = [(word, score.replace("-", "−")) for word, score in scores]
        self.root.get_by_text(f"Nearest to ‘{python.selected}’", exact=True).wait_for()
        for _ in range(50):
            listed = [row[:2] for row in self.listed()]
            if same(listed, wanted):
                return
            self.page.wait_for_timeout(100)
        assert listed == wanted

    def choose(self, group: str, option: str) -> None:
        self.root.get_by_role("radiogroup", name=group).get_by_text(option, exact=True).click()

    def field(self, label: str):
        return self.root.get_by_role("combobox", name=label, exact=True)

    def type_word(self, label: str, text: str) -> None:
        self.field(label).focus()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def labels(self) -> int:
        self.page.wait_for_timeout(150)
        return int(self.map.get_attribute("data-labels"))

    def rest(self) -> None:
        """Wait until the points stand still."""
        picture = self.picture()
        for _ in range(40):
            self.page.wait_for_timeout(250)
            before, picture = picture, self.picture()
            if picture == before:
                return
        raise AssertionError("the points never come to rest")

    def picture(self) -> int:
        """A number that changes when the painted points do."""
        return self.root.locator(".embeddings-stage canvas").first.evaluate(
            """canvas => {
                const { width, height } = canvas;
                const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
                let sum = 0;
                for (let at = 0; at < data.length; at += 4) {
                    const color = data[at] + data[at + 1] * 7 + data[at + 2] * 13;
                    sum = (Math.imul(sum, 31) + color) | 0;
                }
                return sum;
            }"""
        )

    def spot(self) -> tuple[float, float]:
        """Where the point that the tooltip speaks of lies."""
        box = self.map.bounding_box()
        tip = self.root.get_by_role("tooltip")
        tip.wait_for()
        place = tip.evaluate("node => [parseFloat(node.style.left), parseFloat(node.style.top)]")
        width, height = tip.evaluate("node => [node.offsetWidth, node.offsetHeight]")
        # The tooltip lies below and to the right, where nothing keeps it from there.
        assert place[0] + width < box["width"] - 5 and place[1] + height < box["height"] - 5
        return box["x"] + place[0] - 14, box["y"] + place[1] - 18


def same(listed: list, wanted: list) -> bool:
    """The same words in the same order, numbers within the last digit."""
    return [word for word, _ in listed] == [word for word, _ in wanted] and all(
        abs(float(a.replace("−", "-")) - float(b.replace("−", "-"))) < 0.011
        for (_, a), (_, b) in zip(listed, wanted, strict=True)
    )


def test_by_mouse_in_the_lab(lab, chromium):  # noqa: F811
    python = HERE["explorer_of_words"]()
    sent = []
    size = dict(zip(("width", "height"), SIZES["projector"], strict=True))
    with lab.open(chromium, notebook([WORDS, SHOW]), sent=sent, viewport=size) as page:
        explorer = Explorer(page)
        assert "Click a point, or search for a word." in explorer.root.inner_text()
        assert explorer.root.locator("img").count() == 0
        meaning = explorer.root.get_by_text("on map: its place there")
        assert not meaning.is_visible()

        # Search, choose a suggestion with the mouse.
        explorer.field("Search a word").click()
        page.keyboard.type("pri")
        options = explorer.root.get_by_role("option")
        assert options.all_inner_texts() == ["prince", "princess"]
        options.nth(1).click()
        python_has(page, selected="princess")
        python.selected = "princess"
        explorer.shows_neighbors_of(python)
        assert explorer.readout.inner_text().startswith("Nearest to princess by cosine: ")
        assert meaning.is_visible()

        # A neighbor in the list; more neighbors; the other metric.
        second = python.nearest("princess")[1][0]
        explorer.rows.nth(1).click()
        python_has(page, selected=second)
        python.selected = second
        explorer.shows_neighbors_of(python)
        slider = explorer.root.locator(".embeddings-side input[type=range]")
        box = slider.bounding_box()
        page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
        python_has(page, k=30)
        assert explorer.rows.count() == 30
        explorer.choose("Distance", "Euclidean")
        python_has(page, metric="euclidean")
        python.metric, python.k = "euclidean", 30
        explorer.shows_neighbors_of(python)

        # Places on the map and the number of the map are Python's.
        assert f"Trustworthiness {python.trustworthiness():.2f}" in explorer.caption.inner_text()
        explorer.choose("Distance", "cosine")
        python_has(page, metric="cosine")

        # Zoom shows more labels; a click on a point selects it; pointing asks nobody.
        explorer.rest()
        for _ in range(3):
            explorer.root.get_by_role("button", name="Zoom out (−)").click()
        few = explorer.labels()
        explorer.root.get_by_role("button", name="Show all (0)").click()
        explorer.rest()
        assert explorer.labels() > few
        explorer.root.get_by_role("button", name="Zoom to them").click()
        explorer.rest()
        page.wait_for_timeout(500)
        count = len(sent)
        explorer.map.focus()
        for direction in ("Left", "Right", "Up"):  # to a word and back toward the middle
            page.keyboard.press(f"Shift+Arrow{direction}")
            explorer.rest()
        name = re.match(r"(.+) \(", explorer.root.get_by_role("tooltip").inner_text())[1]
        x, y = explorer.spot()
        page.mouse.move(x + 3, y + 2)
        page.mouse.move(x, y)
        for shift in range(0, 200, 10):
            page.mouse.move(x + shift, y + shift / 2)
        page.mouse.move(x, y)
        assert len(sent) == count > 0
        page.mouse.click(x, y)
        python_has(page, selected=name)

        # Drag, wheel, buttons.
        explorer.rest()
        pictures = {explorer.picture()}
        box = explorer.map.bounding_box()
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + 40, middle[1] + 60, steps=4)
        page.mouse.up()
        python_has(page, selected=name)  # a drag is no click
        explorer.rest()
        pictures.add(explorer.picture())
        page.mouse.wheel(0, -300)
        explorer.rest()
        pictures.add(explorer.picture())
        for title in ("Zoom in (+)", "Zoom out (−)", "Show all (0)"):
            explorer.root.get_by_role("button", name=title).click()
            explorer.rest()
            pictures.add(explorer.picture())
        assert len(pictures) >= 5
        home = explorer.picture()
        page.mouse.move(*middle)
        page.mouse.wheel(0, 200)  # the map has lost the focus: the page scrolls
        page.get_by_text("Click the map first; then the wheel zooms.").wait_for()
        explorer.rest()
        assert explorer.picture() == home

        # t-SNE; the scrubber rests, as t-SNE shows the last snapshot alone.
        explorer.choose("Map", "t-SNE")
        python_has(page, projection="t-SNE")
        explorer.caption.get_by_text("t-SNE keeps who is near whom").wait_for()
        assert "First 150 words only." in explorer.caption.inner_text()
        assert explorer.root.get_by_label("Training").is_disabled()
        explorer.choose("Map", "PCA")
        explorer.caption.get_by_text("PCA keeps").wait_for()

        # Training.
        explorer.root.get_by_role("button", name="Play").click()
        python_has(page, snapshot=0)
        python_has(page, snapshot=3)
        explorer.root.get_by_role("button", name="Play").wait_for()
        explorer.root.get_by_label("Trail").uncheck()

        # Groups.
        explorer.rest()
        before = explorer.picture()
        food = explorer.root.get_by_role("button", name="food")
        food.click()
        python_has(page, hidden_groups=["food"])
        assert food.get_attribute("aria-pressed") == "false"
        explorer.rest()
        assert explorer.picture() != before
        food.click()
        python_has(page, hidden_groups=[])

        # Analogy, with and without the inputs.
        explorer.choose("Show", "Analogy")
        for label, word in (
            ("first word", "man"),
            ("second word", "king"),
            ("third word", "woman"),
        ):
            explorer.type_word(label, word)
        python_has(page, analogy=["man", "king", "woman"])
        explorer.readout.get_by_text("man is to king as woman is to queen (cosine").wait_for()
        assert [row[2] for row in explorer.listed()] == [""] * 8
        explorer.root.get_by_label("Leave out the three words").uncheck()
        python_has(page, exclude_inputs=False)
        page.wait_for_function("() => document.querySelectorAll('.embeddings-flagged').length > 0")
        python.metric, python.exclude_inputs = "cosine", False
        wanted = [word for word, _ in python.solve("man", "king", "woman")]
        assert [row[0] for row in explorer.listed()] == wanted

        # Axis.
        explorer.choose("Map", "axis")
        explorer.type_word("from this word", "man")
        explorer.type_word("to this word", "man")
        assert explorer.readout.inner_text() == "An axis needs two different words."
        explorer.type_word("to this word", "woman")
        python_has(page, axis=["man", "woman"], projection="axis", tool="axis")
        explorer.readout.get_by_text("Toward man: ").wait_for()
        python.axis = ["man", "woman"]
        python.projection = "axis"
        order = HERE["np"].frombuffer(python.map["positions"], "<f4").reshape(4, -1, 2)[3, :, 0]
        low, high = HERE["words"][order.argmin()], HERE["words"][order.argmax()]
        assert [row[0] for row in explorer.listed()[:2]] == [low, high]
        explorer.root.get_by_role("button", name="Swap the ends").click()
        python_has(page, axis=["woman", "man"])
        page.wait_for_function(
            "word => document.querySelector('.embeddings-list .embeddings-row').title === word",
            arg=high,
        )


def test_by_keyboard_in_the_dark_lab(lab, chromium):  # noqa: F811
    lab.set_theme("JupyterLab Dark")
    python = HERE["explorer_of_words"]()
    size = dict(zip(("width", "height"), SIZES["laptop"], strict=True))
    with lab.open(chromium, notebook([WORDS, SHOW]), viewport=size) as page:
        explorer = Explorer(page)
        press = page.keyboard.press
        cells = page.locator(".jp-Cell").count()
        assert explorer.root.get_attribute("data-theme") == "dark"

        def tab_to(name: str) -> None:
            """Press Tab until the control with this name has the focus."""
            where = """() => {
                const node = document.activeElement;
                return [node.getAttribute("aria-label"), node.textContent.trim(), node.value,
                        node.title, node.closest("label")?.textContent].map(String);
            }"""
            for _ in range(80):
                press("Tab")
                if any(
                    text == name or text.startswith(f"{name}:") for text in page.evaluate(where)
                ):
                    outline = "() => getComputedStyle(document.activeElement).outlineStyle"
                    hidden = "() => document.activeElement.type === 'radio'"  # its label has it
                    assert page.evaluate(outline) == "solid" or page.evaluate(hidden), name
                    return
            raise AssertionError(f"Tab never reached {name}")

        explorer.field("Search a word").focus()
        page.keyboard.type("bddxa")  # in JupyterLab's command mode these add and delete cells
        press("Enter")
        assert explorer.readout.inner_text() == "No word contains “bddxa”."
        press("Control+a")
        page.keyboard.type("w1")
        press("ArrowDown")
        press("ArrowDown")
        press("ArrowUp")
        active = explorer.root.get_by_role("option", selected=True)
        chosen = active.inner_text()
        assert chosen == explorer.root.get_by_role("option").nth(1).inner_text()
        press("Escape")
        assert explorer.root.get_by_role("option").count() == 0
        press("Control+a")
        page.keyboard.type("北")
        press("Enter")
        python_has(page, selected="北京")
        python.selected = "北京"
        explorer.shows_neighbors_of(python)

        tab_to("PCA")
        press("ArrowRight")
        python_has(page, projection="t-SNE")
        explorer.caption.get_by_text("t-SNE keeps").wait_for()
        press("ArrowLeft")
        python_has(page, projection="PCA")
        tab_to("cosine")
        press("ArrowRight")
        python_has(page, metric="euclidean")
        press("ArrowLeft")
        python_has(page, metric="cosine")

        tab_to(explorer.map.get_attribute("aria-label"))
        explorer.rest()
        pictures = [explorer.picture()]
        for key in ("ArrowLeft", "ArrowUp", "+", "=", "-", "ArrowRight", "ArrowDown", "0"):
            press(key)
            explorer.rest()
            pictures.append(explorer.picture())
        assert pictures[0] == pictures[-1] and len(set(pictures)) >= 7
        press("Shift+ArrowLeft")
        said = explorer.readout.inner_text()
        assert said in [
            f"{w} ({g})" for w, g in zip(HERE["words"], HERE["groups"], strict=True)
        ] or (", neighbor " in said)
        word = said.split(" (")[0]
        press("Enter")
        python_has(page, selected=word)
        press("Escape")
        press("Escape")
        python_has(page, selected="")
        press("Shift+ArrowDown")
        press("Enter")
        page.locator(".embeddings-list .embeddings-row").first.wait_for()

        tab_to("Zoom in (+)")
        press("Enter")
        tab_to("Show all (0)")
        press("Enter")
        tab_to("neighbors")
        first = explorer.listed()[0][0]
        tab_to(first)
        press("ArrowDown")
        press("ArrowUp")
        press("End")
        press("Home")
        press("Enter")
        python_has(page, selected=first)
        tab_to("Zoom to them")
        press("Enter")
        tab_to("k10")
        press("ArrowRight")
        python_has(page, k=11)
        tab_to("Play")
        press("Tab")
        press("Home")
        python_has(page, snapshot=0)
        assert explorer.root.get_by_label("Training").get_attribute("aria-valuetext") == "start"
        press("End")
        python_has(page, snapshot=3)
        tab_to("Trail")
        press("Space")
        tab_to("weather")
        press("Space")
        python_has(page, hidden_groups=["weather"])

        # Back up to the tools, by Shift and Tab.
        for _ in range(30):
            press("Shift+Tab")
            if page.evaluate("() => document.activeElement.value") == "neighbors":
                break
        press("ArrowRight")
        python_has(page, tool="analogy")
        for label, word in (
            ("first word", "man"),
            ("second word", "king"),
            ("third word", "woman"),
        ):
            tab_to(label)
            page.keyboard.type(word)
            press("Enter")
        python_has(page, analogy=["man", "king", "woman"])
        explorer.readout.get_by_text("man is to king as woman is to queen").wait_for()
        tab_to("Leave out the three words")
        press("Space")
        python_has(page, exclude_inputs=False)
        assert page.locator(".jp-Cell").count() == cells
        keep(page, "embeddings_lab_dark_laptop")


def test_python_moves_the_page(lab, chromium):  # noqa: F811
    lab.set_theme("JupyterLab Light")
    change = (
        "explorer.selected = 'queen'; explorer.k = 4; explorer.metric = 'euclidean'; "
        "explorer.axis = ['man', 'woman']; explorer.hidden_groups = ['food']"
    )
    python = HERE["explorer_of_words"](selected="queen", k=4, metric="euclidean")
    with lab.open(chromium, notebook([WORDS, SHOW, change])) as page:
        explorer = Explorer(page)
        explorer.shows_neighbors_of(python)
        assert page.evaluate(READABLE)["faults"] == []  # in the narrow cell of a laptop
        assert explorer.root.get_by_label("Euclidean").is_checked()
        assert (
            explorer.root.get_by_role("button", name="food").get_attribute("aria-pressed")
            == "false"
        )
        keep(page, "embeddings_lab_light_laptop")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_page_without_kernel_and_network(chromium, tmp_path, theme, size):  # noqa: F811
    python = HERE["explorer_of_words"](selected="king", analogy=["man", "king", "woman"])
    path = python.to_html(tmp_path / "page.html", theme=theme)
    width, height = SIZES[size]
    view = {"viewport": {"width": width, "height": height}, "offline": True}
    with watched(chromium, **view) as page:
        page.goto(path.as_uri())
        explorer = Explorer(page)
        assert explorer.root.get_attribute("data-theme") == theme
        explorer.shows_neighbors_of(python)
        trust = f"Trustworthiness {python.trustworthiness():.2f}"
        assert trust in explorer.caption.inner_text()

        def look(name: str) -> None:
            explorer.rest()
            report = page.evaluate(READABLE)
            assert report["seen"] > 20
            assert report["faults"] == [], name
            keep(page, f"embeddings_{name}_{theme}_{size}")

        look("neighbors")
        explorer.root.get_by_role("button", name="Zoom to them").click()
        look("zoomed")
        explorer.choose("Map", "t-SNE")
        explorer.caption.get_by_text("t-SNE keeps").wait_for()
        explorer.shows_neighbors_of(python)
        look("t_sne")
        explorer.choose("Map", "PCA")
        explorer.root.get_by_label("Training").press("ArrowLeft")
        python.snapshot = 2
        explorer.shows_neighbors_of(python)
        explorer.caption.get_by_text(f"Trustworthiness {python.trustworthiness():.2f}").wait_for()
        look("training")
        explorer.root.get_by_label("Training").press("End")
        python.snapshot = 3
        explorer.choose("Distance", "Euclidean")
        python.metric = "euclidean"
        explorer.shows_neighbors_of(python)
        explorer.choose("Distance", "cosine")
        python.metric = "cosine"
        explorer.choose("Show", "Analogy")
        explorer.readout.get_by_text("man is to king as woman is to queen").wait_for()
        listed = [row[:2] for row in explorer.listed()]
        wanted = [(w, f"{s:.2f}") for w, s in python.solve("man", "king", "woman")]
        assert same(listed, wanted)
        explorer.root.get_by_role("button", name="Zoom to them").click()
        look("analogy")
        explorer.choose("Show", "Axis")
        explorer.type_word("from this word", "France")
        explorer.type_word("to this word", "queen")
        explorer.readout.get_by_text("Toward France: ").wait_for()
        python.axis, python.projection = ["France", "queen"], "axis"
        order = HERE["np"].frombuffer(python.map["positions"], "<f4").reshape(4, -1, 2)[3, :, 0]
        first, second = explorer.listed()[:2]
        assert float(first[1].replace("−", "-")) == pytest.approx(order.min(), abs=0.006)
        assert float(second[1]) == pytest.approx(order.max(), abs=0.006)
        look("axis")

        # Words are text, never HTML.
        explorer.type_word("Search a word", "<img src")
        explorer.choose("Show", "Neighbors")
        explorer.root.get_by_text(f"Nearest to ‘{EVIL.replace(' ', '␣')}’").wait_for()
        assert page.locator("img").count() == 0


def test_points_reach_their_places_although_the_view_changes_meanwhile(chromium, tmp_path):  # noqa: F811
    python = HERE["explorer_of_words"]()
    path = python.to_html(tmp_path / "page.html")
    with watched(chromium, offline=True) as page:
        page.goto(path.as_uri())
        explorer = Explorer(page)
        explorer.rest()
        home = explorer.picture()
        explorer.choose("Distance", "Euclidean")
        explorer.rest()
        assert explorer.picture() != home
        explorer.choose("Distance", "cosine")
        explorer.root.get_by_role("button", name="Show all (0)").click()  # while they move
        explorer.rest()
        assert explorer.picture() == home


def test_a_few_words_without_groups_and_snapshots(chromium, tmp_path):  # noqa: F811
    """The smallest vocabulary: three words, no t-SNE, no legend, no scrubber."""
    explorer = EmbeddingExplorer(["one", "two", "three"], [[0.0, 1], [1, 0], [1, 1]])
    path = explorer.to_html(tmp_path / "few.html")
    with watched(chromium, offline=True, viewport={"width": 600, "height": 800}) as page:
        page.goto(path.as_uri())
        shown = Explorer(page)
        assert shown.labels() == 3
        assert shown.root.get_by_text("t-SNE").count() == 0
        assert shown.root.get_by_label("Training").count() == 0
        shown.type_word("Search a word", "one")
        page.wait_for_function(
            "() => document.querySelectorAll('.embeddings-list li').length === 2"
        )
        assert [row[0] for row in shown.listed()] == ["three", "two"]
        assert json.dumps(page.evaluate(READABLE)["faults"]) == "[]"
        keep(page, "embeddings_few")


def test_explorers_in_one_page_leave_each_other_alone(lab, chromium):  # noqa: F811
    """Two embedding explorers, and the next-token bars, which have rows and bars of their own."""
    third = """
from course_utils.tokenizers import WordTokenizer
from course_utils.widgets.next_token import NextToken
letters = WordTokenizer(["a", "b", "c"])
NextToken({"one": lambda ids: [1 / len(letters.names)] * len(letters.names)}, letters)
"""
    shown = "explorer_of_words(selected='king')"
    look = """explorer => [".embeddings-list .embeddings-row", ".embeddings-list .embeddings-bar"]
        .map((part) => getComputedStyle(explorer.querySelector(part)))
        .map((style) => [style.display, style.minHeight, style.padding, style.borderBottomWidth,
                         style.backgroundColor, style.opacity])"""
    with lab.open(chromium, notebook([WORDS, shown])) as page:
        page.locator(".embeddings-list .embeddings-row").first.wait_for()
        alone = page.locator(".course-embeddings").evaluate(look)
    with lab.open(chromium, notebook([WORDS, shown, shown, third])) as page:
        explorers = page.locator(".course-embeddings")
        explorers.nth(1).locator(".embeddings-list .embeddings-row").first.wait_for()
        page.locator(".next-token-row").first.wait_for()
        assert [explorers.nth(at).evaluate(look) for at in (0, 1)] == [alone, alone]
        chosen = """explorer => [...explorer.querySelectorAll('[type=radio]:checked')]
            .map((one) => one.value)"""
        before = explorers.nth(1).evaluate(chosen)
        assert before == ["PCA", "cosine", "neighbors"]
        explorers.nth(0).get_by_role("radiogroup", name="Distance").get_by_text("Euclidean").click()
        page.wait_for_timeout(300)
        assert "euclidean" in explorers.nth(0).evaluate(chosen)
        assert explorers.nth(1).evaluate(chosen) == before
        names = page.evaluate("() => [...document.querySelectorAll('[id]')].map((one) => one.id)")
        fields = [name for name in names if name.startswith("course-words-")]
        assert len(fields) == len(set(fields)) > 1
        keep(page, "embeddings_two_and_bars")
