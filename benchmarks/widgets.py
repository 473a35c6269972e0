"""How fast the widgets are in a headless Chromium, and how they compare with others.

    python benchmarks/widgets.py                        # all widgets
    python benchmarks/widgets.py attention              # one of them
    python benchmarks/widgets.py attention --peer-scripts FOLDER     # and bertviz beside it

For bertviz (pip install bertviz) the JavaScript that it takes from a CDN is answered from FOLDER,
made by ``npm install --prefix FOLDER requirejs@2.3.6 d3@5.7.0 jquery@2``. Ours asks nobody: every
request of its pages to the outside is counted, and one is a failure.

Each line says what was measured, its target and whether it is met; the exit status is 1 when one
is not. Rendering is done by the processor alone, as on a school's machine without a graphics card.
"""

import argparse
import contextlib
import functools
import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import psutil  # noqa: E402

OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)
MISSED: list[str] = []


# ---- What the widgets share --------------------------------------------------------------


def report(what: str, value: float, unit: str, target: float | None = None) -> None:
    """Print one measurement, and note it when it is above its target."""
    verdict = ""
    if target is not None:
        met = value <= target
        verdict = f"   target ≤ {target:g} {unit}   {'met' if met else 'MISSED'}"
        if not met:
            MISSED.append(what)
    print(f"  {what:<66}{value:>9.1f} {unit}{verdict}", flush=True)


def report_sizes(widget: str, part: str) -> None:
    """Bytes of a widget's two scripts, and of all that its page gets."""
    from course_utils.widgets import skeleton

    for name in (widget, part):
        code = (skeleton.FOLDER / f"{name}.js").read_bytes()
        report(f"{name}.js as written", len(code) / 1000, "KB", 40)
        report(f"{name}.js gzipped", len(gzip.compress(code, 9)) / 1000, "KB", 12)
    whole = skeleton.script(widget).encode("utf-8")
    report("all of the widget's script, skeleton.js included", len(whole) / 1000, "KB")
    report("… gzipped", len(gzip.compress(whole, 9)) / 1000, "KB")


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium that renders without a graphics card."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "msedge"))), None)
    where = {"executable_path": found} if found else {"channel": "chrome"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=list(OPTIONS), **where)
        yield browser
        browser.close()


# Notes when the first frame is shown after `selector` matches something.
FIRST_PICTURE = """(() => {
  const look = () => document.querySelector(SELECTOR)
    ? requestAnimationFrame(() => { window.firstPicture = performance.now(); })
    : requestAnimationFrame(look);
  requestAnimationFrame(look);
})();"""


@contextlib.contextmanager
def opened(
    browser: Any, path: Path, selector: str, answer: Callable[[str], Path | None] = lambda url: None
) -> Iterator[tuple[Any, float, list[str]]]:
    """Open a page: it, the milliseconds from navigation to the first picture, what it asked for.

    The picture is there in the first frame after `selector` matches. `answer` names the file that
    answers a request to the outside; without one the request fails.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.add_init_script(FIRST_PICTURE.replace("SELECTOR", json.dumps(selector)))
    asked: list[str] = []

    def route(found: Any) -> None:
        url = found.request.url
        if url.startswith(("file:", "data:", "blob:")):
            return found.continue_()
        asked.append(url)
        local = answer(url)
        return found.fulfill(path=local) if local else found.abort()

    page.route("**/*", route)
    try:
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_function("() => window.firstPicture", timeout=180_000)
        yield page, page.evaluate("() => window.firstPicture"), asked
    finally:
        page.close()


def thread_clock(page: Any) -> Callable[..., float]:
    """A function that says how many milliseconds the page's thread has spent on what is named.

    Of this thread alone, so that whatever else the machine does is not counted.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent(*names: str) -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * sum(entry["value"] for entry in metrics if entry["name"] in names)

    return spent


def script_times(page: Any, source: str, count: int = 60) -> list[float]:
    """Processor milliseconds of script, style and layout that each of `count` steps costs.

    `source` is the body of a function of `step`. Measured by the browser itself, around a step and
    the frame that follows it.
    """
    spent = functools.partial(
        thread_clock(page), "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"
    )
    run = f"""async () => {{
      const act = (step) => {{ {source} }};
      act(window.step = (window.step ?? -1) + 1);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }}"""
    page.evaluate("() => { window.step = undefined; }")
    empty = []
    for _ in range(10):
        before = spent()
        page.evaluate(run.replace(source, ""))
        empty.append(spent() - before)
    page.evaluate("() => { window.step = undefined; }")
    times = []
    for _ in range(count):
        before = spent()
        page.evaluate(run)
        times.append(max(0.0, spent() - before - statistics.median(empty)))
    return times


def p95(times: list[float]) -> float:
    """The time that 95 of 100 steps stay under."""
    return float(np.quantile(times, 0.95))


# ---- Attention ---------------------------------------------------------------------------


def attention_weights(layers: int, heads: int, tokens: int, seed: int = 0) -> np.ndarray:
    """Causal weights of random scores, (L, H, T, T): rougher than those of a trained model."""
    scores = np.random.default_rng(seed).normal(size=(layers, heads, tokens, tokens)) * 2
    scores = np.where(np.tri(tokens, dtype=bool), scores, -np.inf)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return (powers / powers.sum(-1, keepdims=True)).astype(np.float32)


def attention_names(count: int) -> list[str]:
    """Tokens of the lengths that words have."""
    words = ["the", "cat", "sat", "on", "because", "tired", "Beijing", "a", "it", "looked", "was"]
    return [words[place * 7 % len(words)] for place in range(count)]


READY = '.course-attention[aria-busy="false"]'
NEXT_HEAD = """const nodes = document.querySelectorAll(".attention-thumbnail");
    nodes[(step * 5 + 1) % nodes.length].click();"""
POINT = """const stage = document.querySelector(".attention-stage");
    const box = stage.getBoundingClientRect();
    const [x, y] = [0.3 + 0.6 * ((step * 37) % 97) / 97, 0.3 + 0.6 * ((step * 53) % 89) / 89];
    stage.dispatchEvent(new PointerEvent("pointermove",
      { clientX: box.left + x * box.width, clientY: box.top + y * box.height }));"""
LINKS = """() => [...document.querySelectorAll("button")]
    .find((node) => node.textContent === "links").click()"""
# Only the widget's own part: from the call of render to the first frame that shows everything.
PREPARE = """async ([code, state]) => {
  const module = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const model = module.pageModel(module.readState(state));
  window.draw = () => module.default.render({ model, el: document.body });
}"""
RENDER = """async () => {
  const start = performance.now();
  window.draw();
  while (!document.querySelector(READY)) await new Promise((done) => setTimeout(done));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def attention(folder: Path, peer_scripts: Path | None) -> None:
    """The attention explorer: every target, then bertviz's model view beside it."""
    from course_utils.widgets import skeleton
    from course_utils.widgets.attention import AttentionExplorer

    print("\nAttention explorer")
    report_sizes("attention", "attention_arithmetic")

    def page_of(layers: int, heads: int, tokens: int, **more: Any) -> Path:
        weights = attention_weights(layers, heads, tokens)
        explorer = AttentionExplorer(weights, attention_names(tokens), **more)
        return explorer.to_html(folder / f"ours_{layers}_{heads}_{tokens}.html")

    with chromium() as browser:
        large = page_of(1, 12, 512)
        # As a cell's output gets it from Python: bytes as they are, not a page's compressed text.
        live = AttentionExplorer(attention_weights(1, 12, 512), attention_names(512))
        state = {
            name: getattr(live, name) for name in AttentionExplorer.class_own_traits(sync=True)
        }
        text = json.dumps(skeleton._plain(state))
        times, thread = [], []
        for _ in range(15):
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto("about:blank")
            page.evaluate(PREPARE, [skeleton.script("attention"), text])
            spent = thread_clock(page)
            before = spent("TaskDuration")
            times.append(page.evaluate(RENDER.replace("READY", json.dumps(READY))))
            thread.append(spent("TaskDuration") - before)
            page.close()
        # The best one: whatever else the machine does only adds to it.
        report("first paint, 512 tokens × 12 heads", min(times), "ms", 100)
        report("… of it, time of the page's own thread", min(thread), "ms")
        with opened(browser, large, READY) as (page, first, asked):
            report("… as a page, from opening the file", first, "ms")
            report("outside requests", len(asked), "", 0)
            report("switch the head, 512 tokens, p95", p95(script_times(page, NEXT_HEAD)), "ms", 16)
            report("point, 512 tokens, p95", p95(script_times(page, POINT)), "ms", 8)
            page.evaluate(LINKS)
            report("point at links, 512 tokens, p95", p95(script_times(page, POINT)), "ms", 8)
            times = script_times(page, NEXT_HEAD)
            report("switch the head as links, 512 tokens, p95", p95(times), "ms", 16)

        middle = page_of(12, 12, 64)
        report("bytes of the page, 12 × 12 × 64 tokens", middle.stat().st_size / 1e6, "MB", 0.6)
        with opened(browser, middle, READY) as (page, _, asked):
            times = script_times(page, NEXT_HEAD)
            report("switch the head, 12 × 12 × 64, p95", p95(times), "ms", 16)
            report("point, 12 × 12 × 64, p95", p95(script_times(page, POINT)), "ms", 8)
            report("outside requests", len(asked), "", 0)

        vectors = np.random.default_rng(1).normal(size=(1, 4, 64, 64))
        weights = attention_weights(1, 4, 64)
        open_one = AttentionExplorer(
            weights,
            attention_names(64),
            **dict.fromkeys(("queries", "keys", "values"), vectors),
            arithmetic=True,
        ).to_html(folder / "arithmetic.html")
        with opened(browser, open_one, READY) as (page, _, _):
            times = script_times(page, POINT)
            report("point with 64 numbers of arithmetic open, p95", p95(times), "ms", 8)

        attention_round_trip()
        attention_beside_bertviz(browser, folder, page_of, peer_scripts)


def attention_round_trip() -> None:
    """An intervention in Python: run the model, prepare what is sent. 64 tokens, one core."""
    import torch

    from course_utils.widgets.attention import AttentionExplorer
    from course_utils.widgets.attention_record import AttentionRecord

    torch.set_num_threads(1)
    layers, heads, width, tokens = 6, 6, 64, 64
    size = heads * width
    random = torch.Generator().manual_seed(0)
    blocks = torch.randn(layers, 12, size, size, generator=random) * size**-0.5
    vocabulary = [f"w{number}" for number in range(2000)]
    table = torch.randn(len(vocabulary), size, generator=random)
    mask = torch.ones(tokens, tokens, dtype=torch.bool).tril()

    @torch.no_grad()
    def run(text: str, off: frozenset, temperature: float) -> AttentionRecord:
        """As many multiplications as a GPT of 11 M parameters."""
        ids = [int(part) for part in text.split()]
        stream = table[ids]
        found: dict[str, list] = {"weights": [], "queries": [], "keys": [], "values": []}
        for layer, block in enumerate(blocks):
            parts = [
                (stream @ block[place]).view(tokens, heads, width).transpose(0, 1)
                for place in range(3)
            ]
            scores = parts[0] @ parts[1].transpose(1, 2) / (width**0.5 * temperature)
            weights = scores.masked_fill(~mask, -torch.inf).softmax(-1)
            mixed = weights @ parts[2]
            for head in range(heads):
                if (layer, head) in off:
                    mixed[head] = 0
            stream = stream + mixed.transpose(0, 1).reshape(tokens, size) @ block[3]
            for place in range(4, 8):
                stream = stream + torch.relu(stream @ block[place]) @ block[place + 4]
            stream = stream / stream.std(-1, keepdim=True)
            for name, array in zip(found, (weights, *parts), strict=True):
                found[name].append(array)
        return AttentionRecord(
            tokens=[vocabulary[token] for token in ids],
            vocabulary=vocabulary,
            next_probabilities=(stream[-1] @ table.T).softmax(-1),
            **found,
        )

    text = " ".join(str(number * 31 % 2000) for number in range(tokens))
    explorer = AttentionExplorer(run=run, text=text)
    times = []
    for head in range(12):
        start = time.perf_counter()
        explorer.heads_off = [[head % layers, head % heads]]
        times.append(1000 * (time.perf_counter() - start))
    report("intervention in Python, 6 × 6 × 64, 11 M parameters, p95", p95(times), "ms", 300)


CDN = {
    "require.min.js": "requirejs/require.js",
    "d3.min.js": "d3/dist/d3.min.js",
    "jquery.min.js": "jquery/dist/jquery.min.js",
}


def attention_beside_bertviz(
    browser: Any, folder: Path, page_of: Callable[..., Path], scripts: Path | None
) -> None:
    """Bytes and time to the first picture of 12 × 12 heads, at four lengths of text."""
    try:
        import torch
        from bertviz import model_view
    except ImportError:
        print("  bertviz is not installed: no comparison")
        return
    if scripts is None:
        print("  no --peer-scripts: no comparison with bertviz (see the top of this file)")
        return

    def answer(url: str) -> Path:
        return scripts / "node_modules" / CDN[url.rsplit("/", 1)[1]]

    print("\n  12 × 12 heads      bytes: ours / bertviz       first picture: ours / bertviz")
    for tokens in (13, 32, 64, 128):
        ours = page_of(12, 12, tokens)
        weights = torch.tensor(attention_weights(12, 12, tokens))
        view = model_view(
            [layer[None] for layer in weights], attention_names(tokens), html_action="return"
        )
        other = folder / f"bertviz_{tokens}.html"
        other.write_text(f"<!doctype html><meta charset=utf-8>{view.data}", encoding="utf-8")
        times = {}
        for path, selector in ((ours, READY), (other, "#vis svg line, [id^=bertviz] svg line")):
            firsts = []
            for _ in range(3 if tokens <= 32 or path == ours else 1):
                with opened(browser, path, selector, answer) as (_, first, asked):
                    firsts.append(first)
                    if path == ours and asked:
                        MISSED.append(f"outside requests of ours: {asked}")
            times[path] = min(firsts)
        sizes = [path.stat().st_size / 1e6 for path in (ours, other)]
        print(
            f"  {tokens:>4} tokens {sizes[0]:>11.2f} / {sizes[1]:>6.2f} MB "
            f"(1 : {sizes[1] / sizes[0]:.0f}) {times[ours]:>13.0f} / {times[other]:>6.0f} ms "
            f"(1 : {times[other] / times[ours]:.0f})   bertviz asked {len(asked)} files of a CDN",
            flush=True,
        )


# ---- Embeddings --------------------------------------------------------------------------


def embedding_vectors(words: int, dimensions: int) -> tuple[np.ndarray, list[str]]:
    """Vectors around 12 centers, frequent words nearer to theirs, and the name of the center."""
    random = np.random.default_rng(0)
    centers = random.normal(size=(12, dimensions)) * 1.2
    kinds = random.integers(12, size=words)
    spread = np.linspace(0.6, 1.4, words)[:, None]
    vectors = centers[kinds] + random.normal(size=(words, dimensions)) * spread
    return vectors.astype(np.float32), [f"group {kind}" for kind in kinds]


# The picture moves in every frame, for `count` frames; the milliseconds between frames.
FRAMES = """async ([source, count]) => {
  const act = new Function("step", source);
  const stage = document.querySelector(".embeddings-stage canvas");
  stage.focus();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [];
  let last = await frame();
  for (let step = 0; step < count; step += 1) {
    act(step);
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times.slice(2);
}"""
POINTER = """const stage = document.querySelector(".embeddings-stage canvas");
    const box = stage.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const at = (type, x, y, more) => stage.dispatchEvent(new PointerEvent(type,
      { clientX: x, clientY: y, pointerId: 1, isPrimary: true, ...more }));
"""
# Pointer capture wants a real pointer; what is measured doesn't need it.
PAN = f"""{POINTER} stage.setPointerCapture = () => {{}};
    if (step === 0) at("pointerdown", x, y);
    at("pointermove", x + 60 * Math.sin(step / 7), y + 50 * Math.cos(step / 5));"""
ZOOM = f"""{POINTER} stage.dispatchEvent(new WheelEvent("wheel", {{ clientX: x, clientY: y,
    deltaY: step % 80 < 40 ? -60 : 60, cancelable: true, bubbles: true }}));"""
POINT_WORD = f"""{POINTER}
    at("pointermove", x + 90 * Math.sin(step * 2.4), y + 90 * Math.cos(step * 1.7));"""


def processor_seconds() -> float:
    """What all processes of the browser have spent so far; other programs don't add to it."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def embeddings(folder: Path, _: Path | None) -> None:
    """The embedding explorer with 50,000 words of 50 dimensions."""
    from course_utils.widgets import geometry
    from course_utils.widgets.embeddings import EmbeddingExplorer

    print("\nEmbedding explorer, 50,000 words × 50 dimensions")
    report_sizes("embeddings", "point_map")

    vectors, groups = embedding_vectors(50_000, 50)
    for metric in geometry.METRICS:
        space = geometry.in_space(vectors, metric)
        times = []
        for word in range(60):
            start = time.perf_counter()
            geometry.nearest(space, space[word], metric, 30, [word])
            times.append(1000 * (time.perf_counter() - start))
        report(f"30 neighbors in Python, {metric}, p95", p95(times), "ms", 30)
    names = [f"word{place}" for place in range(len(vectors))]
    start = time.perf_counter()
    explorer = EmbeddingExplorer(names, vectors, groups=groups, t_sne_words=500)
    report("make the explorer: PCA, trustworthiness", 1000 * (time.perf_counter() - start), "ms")
    times = []
    for word in names[:40]:
        start = time.perf_counter()
        explorer.selected = word
        times.append(1000 * (time.perf_counter() - start))
    report("select a word, in Python, p95", p95(times), "ms", 30)
    path = explorer.to_html(folder / "embeddings.html")
    report("bytes of the page, all vectors in it", path.stat().st_size / 1e6, "MB")

    with chromium() as browser:
        for width, height in ((1280, 720), (1920, 1080)):
            with opened(browser, path, "[data-labels]") as (page, first, asked):
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(2000)
                size = f"{width} × {height}"
                report(f"first picture, {size}", first, "ms")
                for what, source in (("pan", PAN), ("zoom", ZOOM)):
                    before = processor_seconds()
                    times = page.evaluate(FRAMES, [source, 160])
                    spent = 1000 * (processor_seconds() - before) / 160
                    report(f"{what}, a frame, {size}, p95", p95(times), "ms", 25)
                    report(f"{what}, of all processors, a frame, mean", spent, "ms")
                    times = script_times(page, source)
                    report(f"{what}, of which script, p95", p95(times), "ms")
                page.reload()
                page.wait_for_timeout(2500)
                times = script_times(page, POINT_WORD)
                report(f"point at words, {size}, script, p95", p95(times), "ms", 16)
                report("outside requests", len(asked), "", 0)
        with opened(browser, path, "[data-labels]") as (page, _, _):
            page.get_by_role("combobox", name="Search a word").fill("word77")
            times = script_times(page, CHOOSE, 30)
            report("select a word on the page: 30 neighbors and the picture, p95", p95(times), "ms")


# Type a word's beginning and take the first suggestion.
CHOOSE = """const field = document.querySelector(".embeddings-word input");
    field.value = `word${100 + step * 7}`;
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));"""


WIDGETS: dict[str, Callable[[Path, Path | None], None]] = {
    "attention": attention,
    "embeddings": embeddings,
}


def main() -> int:
    """Measure the widgets named; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description="Measure the widgets in a headless Chromium.")
    parser.add_argument("widgets", nargs="*", choices=[*WIDGETS, []], help="none: all")
    parser.add_argument("--peer-scripts", type=Path, help="where npm put what bertviz loads")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in given.widgets or WIDGETS:
            WIDGETS[name](Path(folder), given.peer_scripts and given.peer_scripts.resolve())
    print(f"\n{len(MISSED)} missed" + "".join(f"\n  {what}" for what in MISSED))
    return int(bool(MISSED))


if __name__ == "__main__":
    sys.exit(main())
