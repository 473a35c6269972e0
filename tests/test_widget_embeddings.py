"""The embedding explorer without a browser: geometry, maps, answers, messages, pages, images."""

import base64
import io
import json
import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.text import Text
from PIL import Image
from sklearn import decomposition, manifold
from test_widgets import EVIL, run_node
from traitlets import TraitError

from course_utils.widgets import embeddings_still as still
from course_utils.widgets import geometry, skeleton
from course_utils.widgets.embeddings import EmbeddingExplorer
from course_utils.widgets.embeddings_answers import EmbeddingAnswers, map_positions
from course_utils.widgets.t_sne import _gradient, _similarities, t_sne

PEOPLE = ["man", "woman", "king", "queen", "prince", "princess", "uncle", "aunt"]
PLACES = ["France", "Paris", "Italy", "Rome", "中国", "北京"]


def clusters(count: int, dimensions: int = 12, seed: int = 0) -> np.ndarray:
    """Points around five centers."""
    random = np.random.default_rng(seed)
    centers = random.normal(size=(5, dimensions)) * 2
    points = centers[random.integers(5, size=count)] + random.normal(size=(count, dimensions))
    return points.astype(np.float32)


def planted(seed: int = 0) -> tuple[list[str], np.ndarray, list[str]]:
    """Words, vectors with planted analogies (gender; capital), and groups."""
    random = np.random.default_rng(seed)
    people, places, gender, capital = random.normal(size=(4, 16)) * [[2], [2], [0.6], [1.5]]
    vectors = []
    for _ in range(4):
        person = people + random.normal(size=16) * 0.6
        vectors += [person, person + gender]
    for _ in range(3):
        place = places + random.normal(size=16) * 0.6
        vectors += [place, place + capital]
    noise = random.normal(size=(14, 16)) * 0.02
    groups = ["people"] * len(PEOPLE) + ["places"] * len(PLACES)
    return PEOPLE + PLACES, (np.array(vectors) + noise).astype(np.float32), groups


def make(**settings) -> EmbeddingExplorer:
    words, vectors, groups = planted()
    return EmbeddingExplorer(words, vectors, **{"groups": groups, **settings})


def training(count: int = 4) -> np.ndarray:
    """Snapshots, (count, 14, 16), each rotated and mirrored at random."""
    random = np.random.default_rng(1)
    _, vectors, _ = planted()
    turns = [np.linalg.qr(random.normal(size=(16, 16)))[0] for _ in range(count - 1)]
    shares = np.linspace(0.2, 1, count)
    return np.stack([vectors * share @ turn for share, turn in zip(shares, [*turns, np.eye(16)],
                                                                   strict=True)])  # fmt: skip


# ---- Neighbors and arithmetic ------------------------------------------------------------


def test_nearest_by_hand():
    vectors = np.array([[1, 0], [3, 4], [0, 2], [-1, 0], [2, 0]], dtype=np.float32)
    ids, scores = geometry.nearest(vectors, np.array([1.0, 0]), "euclidean", 3, [0])
    assert ids.tolist() == [4, 3, 2]
    assert scores == pytest.approx([1, 2, math.sqrt(5)])
    units = geometry.in_space(vectors, "cosine")
    ids, scores = geometry.nearest(units, np.array([10.0, 0]), "cosine", 5)
    assert ids.tolist() == [0, 4, 1, 2, 3]  # of the equal rows 0 and 4 the earlier one is first
    assert scores == pytest.approx([1, 1, 0.6, 0, -1])


def test_a_vector_of_zeros_has_cosine_zero():
    units = geometry.in_space(np.array([[0, 0], [0, 5]]), "cosine")
    assert units.tolist() == [[0, 0], [0, 1]]


@given(some.integers(0, 10_000), some.sampled_from(geometry.METRICS), some.integers(0, 12))
@settings(max_examples=40, deadline=None)
def test_nearest_is_what_sorting_all_gives(seed, metric, count):
    random = np.random.default_rng(seed)
    vectors = geometry.in_space(random.integers(-2, 3, size=(10, 3)), metric)  # with many ties
    query, without = vectors[3], [3, int(random.integers(10))]
    if metric == "cosine":
        cost = -vectors @ geometry.in_space(query, metric)
    else:
        cost = np.linalg.norm(vectors - query, axis=1)
    kept = [row for row in range(10) if row not in without]
    wanted = sorted(kept, key=lambda row: (np.float32(cost[row]), row))[:count]
    ids, scores = geometry.nearest(vectors, query, metric, count, without)
    assert np.abs(cost[ids]) == pytest.approx(np.abs(cost[wanted]), abs=1e-6)
    assert len(set(ids.tolist())) == min(count, len(kept))
    assert not set(ids.tolist()) & set(without)
    assert np.abs(scores) == pytest.approx(np.abs(cost[ids]), abs=1e-6)


def test_close_points_far_from_the_origin_keep_their_order():
    vectors = np.array([[4000, 0], [4000.25, 0], [4000.5, 0], [4001, 0]], dtype=np.float32)
    ids, scores = geometry.nearest(vectors, vectors[0], "euclidean", 3, [0])
    assert ids.tolist() == [1, 2, 3]
    assert scores.tolist() == [0.25, 0.5, 1]


def test_analogies_and_the_switch_that_leaves_the_inputs_out():
    explorer = make(analogy=["man", "king", "woman"])
    assert explorer.words[explorer.answer["ids"][0]] == "queen"
    assert explorer.solve("France", "Paris", "中国")[0][0] == "北京"
    random = np.random.default_rng(2)
    words = ["a", "b", "c", *(f"w{i}" for i in range(30))]
    vectors = random.normal(size=(33, 20))
    vectors[1] = vectors[0] + random.normal(size=20) * 0.1  # a short way from a to b
    few = EmbeddingExplorer(words, vectors, analogy=["a", "b", "c"], exclude_inputs=False)
    assert few.words[few.answer["ids"][0]] == "c"
    few.exclude_inputs = True
    assert not {0, 1, 2} & set(few.answer["ids"])


# ---- Maps --------------------------------------------------------------------------------


def test_principal_components_are_those_of_scikit_learn():
    vectors = clusters(200)
    components = geometry.principal_components(vectors)
    judge = decomposition.PCA(2).fit(vectors)
    assert components.explained == pytest.approx(judge.explained_variance_ratio_, rel=1e-5)
    positions, wanted = components.map(vectors), judge.transform(vectors)
    signs = np.sign((positions * wanted).sum(axis=0))
    assert positions == pytest.approx(wanted * signs, abs=1e-4)
    for seed in range(6):  # the sign, which is arbitrary, is the same on every machine
        directions = geometry.principal_components(clusters(60, seed=seed)).directions
        largest = np.abs(directions).argmax(axis=1)
        assert (directions[[0, 1], largest] > 0).all()


def test_trustworthiness_by_hand():
    # On a line 0 1 3 6 10 15 20; the map puts the last point beside the first one.
    line = np.array([0, 1, 3, 6, 10, 15, 20], dtype=float)[:, None]
    drawn = np.array([[0, 0], [1, 0], [3, 0], [6, 0], [10, 0], [15, 0], [-0.5, 0]])
    # k = 1: point 0 has the false neighbor 6 of rank 6; the map's nearest to 6 is 0, of rank 6.
    penalty = (6 - 1) + (6 - 1)
    wanted = 1 - 2 / (7 * 1 * (14 - 3 - 1)) * penalty
    values = geometry.trustworthiness(line, drawn, 4)
    assert values[0] == pytest.approx(wanted)
    assert np.isnan(values[3])  # k = 4 ≥ 7 / 2
    assert geometry.trustworthiness(line, np.hstack([line, line * 0]), 3).tolist() == [1, 1, 1]


@pytest.mark.parametrize("points", [40, 150])
def test_trustworthiness_is_that_of_scikit_learn(points):
    vectors = clusters(points).astype(np.float64)
    random = np.random.default_rng(0)
    for positions in (vectors[:, :2], random.normal(size=(points, 2))):
        values = geometry.trustworthiness(vectors, positions, 19)
        for k in (1, 5, 10, 19):
            judge = manifold.trustworthiness(vectors, positions, n_neighbors=k)
            assert values[k - 1] == pytest.approx(judge, abs=1e-6)


def test_trustworthiness_estimated_from_some_words_is_near():
    vectors = clusters(1200)
    rows = np.random.default_rng(0).choice(1200, 150, replace=False)
    whole = geometry.trustworthiness(vectors, vectors[:, :2], 10)
    sampled = geometry.trustworthiness(vectors, vectors[:, :2], 10, rows)
    assert np.abs(whole - sampled).max() < 0.03
    assert (whole != sampled).any()


def test_t_sne_loses_as_little_as_that_of_scikit_learn():
    vectors = clusters(250)
    positions, loss = t_sne(vectors)
    judge = manifold.TSNE(method="exact", init="pca", perplexity=30, max_iter=500, random_state=0)
    judge.fit(vectors)
    assert loss == pytest.approx(judge.kl_divergence_, rel=0.05)
    assert positions.shape == (250, 2)
    assert geometry.trustworthiness(vectors, positions, 10)[9] > 0.9
    again, _ = t_sne(vectors)
    assert (positions == again).all()


def test_t_sne_attends_to_as_many_neighbors_as_the_perplexity_says():
    shares = _similarities(clusters(120), 20.0).astype(np.float64)
    assert shares.sum() == pytest.approx(1, abs=1e-5)
    assert (shares == shares.T).all()
    lonely = np.vstack([clusters(60), np.full((1, 12), 500.0)])
    assert np.isfinite(_similarities(lonely, 15.0)).all()


def test_gradient_of_t_sne_is_that_of_its_loss():
    random = np.random.default_rng(0)
    similar = _similarities(clusters(12), 3.0).astype(np.float64)
    positions = random.normal(size=(12, 2))

    def loss(drawn: np.ndarray) -> float:
        squared = ((drawn[:, None] - drawn) ** 2).sum(axis=2)
        kernel = 1 / (1 + squared)
        np.fill_diagonal(kernel, 0)
        used = similar > 0
        return float((similar[used] * np.log(similar[used] / (kernel / kernel.sum())[used])).sum())

    wanted = np.zeros_like(positions)
    for place in np.ndindex(positions.shape):
        step = np.zeros_like(positions)
        step[place] = 1e-6
        wanted[place] = (loss(positions + step) - loss(positions - step)) / 2e-6
    assert _gradient(similar.astype(np.float32), positions, 1.0) == pytest.approx(wanted, abs=1e-4)


def test_t_sne_reports_each_step_and_refuses_too_many_points():
    steps = []
    t_sne(clusters(8), steps=7, on_step=steps.append)
    assert steps == [1, 2, 3, 4, 5, 6, 7]
    with pytest.raises(ValueError, match="2001 points; give 5 to 2000"):
        t_sne(np.zeros((2001, 3)))


def test_alignment_undoes_a_rotation_and_changes_no_distance():
    random = np.random.default_rng(3)
    target = random.normal(size=(40, 6))
    turn = np.linalg.qr(random.normal(size=(6, 6)))[0]
    turned = target @ turn + random.normal(size=target.shape) * 0.01
    aligned = geometry.align(turned, target)
    assert np.abs(aligned - target).max() < 0.05 < np.abs(turned - target).max()
    distances = [np.linalg.norm(one[:, None] - one, axis=2) for one in (turned, aligned)]
    assert distances[0] == pytest.approx(distances[1], abs=1e-4)
    for _ in range(20):  # no other rotation comes nearer
        other = turned @ np.linalg.qr(random.normal(size=(6, 6)))[0]
        assert np.linalg.norm(aligned - target) < np.linalg.norm(other - target)


def test_snapshots_are_aligned_and_words_move_little_between_them():
    words, _, _ = planted()
    explorer = EmbeddingExplorer(words, training())
    frames = [map_positions(explorer.map, step) for step in range(4)]
    # Each snapshot is the last one, shorter and turned: with cosine nothing moves at all.
    for frame in frames[:-1]:
        assert frame == pytest.approx(frames[-1], abs=1e-3)
    explorer.metric = "euclidean"
    widths = [np.ptp(map_positions(explorer.map, step)[:, 0]) for step in range(4)]
    assert widths == sorted(widths)


def test_axis_by_hand():
    vectors = np.array([[0, 0, 0], [2, 0, 0], [1, 5, 0], [1, -5, 1]], dtype=np.float32)
    components = geometry.principal_components(vectors)
    positions = geometry.axis_positions(vectors, 0, 1, components)
    assert positions[:, 0].tolist() == [0, 2, 1, 1]
    assert np.ptp(positions[:, 1]) > 9.9  # up: the widest direction, which is the second here
    # Where the axis is the widest direction itself, up is the second widest.
    positions = geometry.axis_positions(vectors, 3, 2, components)
    assert positions[0, 1] - positions[1, 1] == pytest.approx(2, abs=0.2) or (
        positions[1, 1] - positions[0, 1] == pytest.approx(2, abs=0.2)
    )


# ---- What the explorer is given ----------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": PEOPLE}, r"8 words, but vectors of shape \(14, 16\) have 14 rows"),
        ({"vectors": np.zeros(14)}, r"vectors must be \(words, dimensions\).*shape is \(14,\)"),
        ({"vectors": np.zeros((2, 2, 14, 16))}, r"the shape is \(2, 2, 14, 16\)"),
        ({"vectors": [np.zeros((14, 3)), np.zeros((14, 4))]}, r"one shape, not \(14, 3\), \(14, 4"),
        ({"vectors": np.zeros((14, 1))}, "14 words of 1 dimensions"),
        ({"vectors": np.full((14, 16), np.nan)}, "word 0, 'man', has infinite"),
        ({"words": [*PEOPLE, *PEOPLE[:6]]}, "word 8 is 'man', and so is word 0"),
        ({"words": [*PEOPLE, *PLACES[:5], ""]}, "word 13 is ''"),
        ({"words": [*PEOPLE, *PLACES[:5], "\ud800"]}, "unpaired surrogate"),
        ({"groups": ["one"]}, "1 groups, but 14 words"),
        ({"groups": [str(i) for i in range(14)]}, r"14 groups \(0, 1, 2, 3, …\); at most 12"),
        ({"snapshot_names": ["first", "last"]}, "2 snapshot names, but 1 snapshots"),
        ({"maps": {"UMAP": np.zeros((14, 3))}}, r"'UMAP' must hold \(14, 2\).*not \(14, 3\)"),
        ({"maps": {"PCA": np.zeros((14, 2))}}, "can't be called 'PCA'"),
        ({"selected": "kng"}, "'kng' is none of the 14 words; did you mean 'king'"),
        ({"projection": "UMAP"}, "choose one of PCA, t-SNE, axis"),
        ({"projection": "axis"}, "needs two words; set axis"),
        ({"metric": "manhattan"}, "choose one of cosine, euclidean"),
        ({"k": 31}, "k is 31; choose 1 to 30"),
        ({"analogy": ["man", "king"]}, "analogy has 2 words.*give 3 words or none"),
        ({"axis": ["man"]}, "axis has 1 words.*give 2 words or none"),
        ({"axis": ["man", "man"]}, "are the same; an axis leads"),
        ({"t_sne_words": 5000}, "t_sne_words is 5000; choose 5 to 2000"),
    ],
)
def test_what_can_not_be_shown_is_refused_with_the_reason(change, message):
    words, vectors, groups = planted()
    given = {"words": words, "vectors": vectors, "groups": groups, **change}
    with pytest.raises((ValueError, TraitError), match=message):
        EmbeddingExplorer(given.pop("words"), given.pop("vectors"), **given)


def test_tensors_with_gradients_and_lists_of_snapshots_are_taken():
    words, vectors, _ = planted()
    weight = torch.nn.Parameter(torch.tensor(vectors))
    one = EmbeddingExplorer(words, weight)
    two = EmbeddingExplorer(words, [weight * 0.5, weight])
    assert one.nearest("king") == two.nearest("king")
    assert len(two.snapshot_names) == 2


# ---- Settings and answers ----------------------------------------------------------------


def test_what_is_set_is_answered_and_nothing_twice():
    explorer = make(selected="king", k=3, analogy=["man", "king", "woman"])
    changes = []
    explorer.observe(lambda change: changes.append(change.name),
                     ["map", "trust", "neighbors", "answer"])  # fmt: skip
    explorer.k = 5
    explorer.tool = "axis"
    assert changes == []  # the page knows 30 neighbors
    explorer._answers.solve = None  # is not asked again
    explorer.selected = "Paris"
    assert changes == ["neighbors"]
    del explorer._answers.solve
    assert explorer.neighbors["word"] == explorer.words.index("Paris")
    explorer.metric = "euclidean"
    assert changes == ["neighbors", "neighbors", "answer", "map", "trust"]
    named = [explorer.words[i] for i in explorer.neighbors["ids"][:5]]
    assert named == [word for word, _ in explorer.nearest("Paris")]
    explorer.selected = ""
    assert explorer.neighbors["ids"] == []


def test_neighbors_are_those_of_the_full_dimension_at_the_snapshot_shown():
    random = np.random.default_rng(4)
    snapshots = random.normal(size=(3, 30, 8)).astype(np.float32)
    explorer = EmbeddingExplorer([f"w{i}" for i in range(30)], snapshots, selected="w5")
    for snapshot in (2, 0):
        explorer.snapshot = snapshot
        units = snapshots[snapshot] / np.linalg.norm(snapshots[snapshot], axis=1)[:, None]
        wanted = np.argsort(-units @ units[5])[1:11]
        assert explorer.neighbors["ids"][:10] == wanted.tolist()
        assert explorer.neighbors["scores"][:10] == pytest.approx(
            units[wanted] @ units[5], abs=1e-5
        )


def test_maps_of_the_last_snapshot_alone_take_the_explorer_there():
    words, vectors, _ = planted()
    explorer = EmbeddingExplorer(words, training(), maps={"mine": vectors[:, :2]}, selected="man")
    explorer.snapshot = 1
    explorer.projection = "mine"
    assert explorer.snapshot == 3
    assert explorer.neighbors["snapshot"] == explorer.trust["snapshot"] == 3
    assert (map_positions(explorer.map, 3) == vectors[:, :2]).all()
    explorer.snapshot = 0
    assert explorer.snapshot == 3
    explorer.projection = "PCA"
    explorer.snapshot = 0
    assert explorer.snapshot == 0


def test_t_sne_takes_the_first_words_reports_its_progress_and_is_computed_once():
    sent = []
    explorer = EmbeddingExplorer([f"w{i}" for i in range(60)], clusters(60), t_sne_words=40)
    explorer.send = sent.append
    explorer.projection = "t-SNE"
    assert explorer.map["count"] == 40
    assert [message["step"] for message in sent] == list(range(20, 501, 20))
    assert explorer.map["loss"] > 0
    explorer.projection = "PCA"
    explorer.projection = "t-SNE"
    assert len(sent) == 25


def test_trustworthiness_is_that_of_the_map_shown_at_k():
    explorer = make()
    units = geometry.in_space(planted()[1], "cosine")
    positions = map_positions(explorer.map, 0)
    for k in (2, 6):
        explorer.k = k
        judge = manifold.trustworthiness(units, positions, n_neighbors=k)
        assert explorer.trustworthiness() == pytest.approx(judge, abs=1e-3)
    explorer.k = 7  # not below 14 / 2
    assert math.isnan(explorer.trustworthiness())
    assert "trustworthiness" not in repr(explorer)


def test_traits_can_be_sent():
    for explorer in (make(), make(axis=["man", "woman"], projection="axis", selected="北京")):
        state = explorer.get_state()
        binary = {"groups", "map"}
        plain = {name: value for name, value in state.items() if name not in binary}
        json.dumps(plain, allow_nan=False)
        positions = dict(state["map"]).pop("positions")
        assert isinstance(positions, bytes)


# ---- Pages -------------------------------------------------------------------------------


def test_page_answers_as_python_does():
    """The page's JavaScript against Python: neighbors, analogies, axes, in both metrics."""
    words, _, groups = planted()
    snapshots = training() + np.random.default_rng(0).normal(size=(4, 14, 16)) * 0.3
    explorer = EmbeddingExplorer(words, snapshots, groups=groups)
    state = re.search(r'id="state">(.*?)</script>', explorer.html())[1]
    questions = []
    answers = []
    for metric in geometry.METRICS:
        for snapshot in (3, 0):
            for exclude in (True, False):
                setting = {
                    "projection": "axis" if exclude else "PCA",
                    "metric": metric,
                    "snapshot": snapshot,
                    "selected": "queen" if exclude else "Rome",
                    "analogy": ["man", "king", "woman"],
                    "exclude_inputs": exclude,
                    "axis": ["man", "queen"],
                }
                questions.append(setting)
                for name in sorted(setting, key="projection".__eq__):
                    setattr(explorer, name, setting[name])
                answers.append((explorer.neighbors, explorer.answer, explorer.map))
    script = f"""
import {{ pageModel, readState }} from "{(skeleton.FOLDER / "skeleton.js").as_uri()}";
import {{ answering }} from "{(skeleton.FOLDER / "embeddings_page.js").as_uri()}";
const model = answering(pageModel(readState({json.dumps(state)})));
const found = {json.dumps(questions)}.map((setting) => {{
  for (const [name, value] of Object.entries(setting)) model.set(name, value);
  model.save_changes();
  const {{ positions, ...map }} = model.get("map");
  const view = new Float32Array(positions.buffer.slice(positions.byteOffset));
  return [model.get("neighbors"), model.get("answer"), map, Array.from(view)];
}});
console.log(JSON.stringify(found));
"""
    done = run_node("--input-type=module", text=script)
    assert done.returncode == 0, done.stderr
    for found, (neighbors, answer, drawn) in zip(json.loads(done.stdout), answers, strict=True):
        for mine, theirs in ((neighbors, found[0]), (answer, found[1])):
            assert {k: theirs[k] for k in mine if k != "scores"} == {
                k: v for k, v in mine.items() if k != "scores"
            }
            assert theirs["scores"] == pytest.approx(mine["scores"], abs=3e-4)
        assert found[2]["axis"] == drawn["axis"]
        positions = np.frombuffer(drawn["positions"], "<f4")
        assert found[3] == pytest.approx(positions.tolist(), abs=2e-3)


def test_page_is_whole_and_too_large_ones_are_refused(tmp_path):
    explorer = make(selected="king")
    page = explorer.to_html(tmp_path / "words.html").read_text(encoding="utf-8")
    assert "Nearest to ‘king’" in page and "://" not in page
    with pytest.raises(ValueError, match=r"1 snapshots of 14 words need 0.0 MB.*may have 1e-05"):
        explorer.html(megabytes=1e-5)
    many = EmbeddingExplorer([f"w{i}" for i in range(3000)], np.random.rand(3, 3000, 64))
    with pytest.raises(ValueError, match=r"3 snapshots of 3,000 words need 1.7 MB.*may have 1 MB"):
        many.html(megabytes=1)


def test_page_vectors_are_exact_to_the_16_bits():
    vectors = clusters(50)[None]
    answers = EmbeddingAnswers(vectors, {}, 50)
    sent = answers.for_page(["cosine"], ["PCA"])["vectors"]
    numbers = np.frombuffer(sent["values"], "<i2").reshape(vectors.shape)
    scales = np.frombuffer(sent["scales"], "<f4").reshape(1, 50, 1)
    assert np.abs(numbers * scales - vectors).max() <= np.abs(vectors).max() / 65534 * 1.01
    zero = EmbeddingAnswers(vectors * 0, {}, 50).for_page(["euclidean"], [])["vectors"]
    assert not any(zero["values"])


# ---- Still image and words ---------------------------------------------------------------


def test_alternative_text_states_the_conclusion():
    explorer = make(selected="king", k=5)
    assert repr(explorer) == explorer.description()
    nearest = ", ".join(f"{word} {score:.2f}" for word, score in explorer.nearest("king"))
    trust = explorer.trustworthiness()
    assert f"Nearest to ‘king’: {nearest}; of its 5 nearest, " in repr(explorer)
    assert f"trustworthiness {trust:.2f} at 5" in repr(explorer)
    assert "Map by PCA of 14 word vectors with 16 dimensions (cosine, " in repr(explorer)
    explorer.tool, explorer.analogy = "analogy", ["man", "king", "woman"]
    assert repr(explorer).endswith("man is to king as woman is to queen.")
    axes = still.figure(explorer._scene()).axes[0]
    arrows = [label for label in axes.texts if getattr(label, "arrowprops", None)]
    ends = [[np.round(end, 3).tolist() for end in (arrow.xyann, arrow.xy)] for arrow in arrows]
    place = dict(zip(explorer.words, np.round(explorer._scene().positions, 3), strict=True))
    pairs = (("man", "king"), ("woman", "queen"))
    assert ends == [[place[word].tolist() for word in pair] for pair in pairs]


def test_a_name_with_dollar_signs_is_drawn_as_it_is():
    names = ["prices: $x_2$", "{$"]
    explorer = EmbeddingExplorer(["$a^2$", "b", "c"], np.eye(3), groups=[*names, names[0]])
    figure = still.figure(explorer._scene())
    axes = figure.axes[0]
    assert {label.get_text() for label in axes.get_legend().get_texts()} == set(names)
    drawn = [label for label in figure.findobj(Text) if "$" in label.get_text()]
    assert len(drawn) == 3 and not any(label.get_parse_math() for label in drawn)
    figure.draw_without_rendering()


def test_neighbors_that_the_map_hides_are_named():
    random = np.random.default_rng(0)
    vectors = random.normal(size=(200, 3)) * [10, 9, 1]
    vectors[0], vectors[1], vectors[2] = [0, 0, 0], [0, 0.1, 0], [0, 0, 0.1]
    words = [f"w{i}" for i in range(200)]
    torn = np.array(vectors[:, :2])
    torn[1] = [30, 30]  # this map puts the nearest word into a corner
    explorer = EmbeddingExplorer(words, vectors, maps={"torn": torn}, projection="torn", k=2,
                                 metric="euclidean", selected="w0")  # fmt: skip
    assert "of its 2 nearest, far away on the map: w1." in repr(explorer)
    explorer.projection = "PCA"
    assert "of its 2 nearest, all are near it on the map too." in repr(explorer)
    assert still.far_place(200, 2) == 10 and still.far_place(200, 10) == 20
    places = still.places_on_map(np.array([[0, 0], [3, 0], [1, 0], [2, 0]]), 0, [1, 2])
    assert places.tolist() == [3, 1]


def test_looks_of_twelve_groups_differ():
    assert len({(group % 6, still.marker_of(group)) for group in range(12)}) == 12


@pytest.mark.parametrize("projection", ["PCA", "t-SNE", "axis"])
def test_still_image_is_small_and_the_same_every_time(projection):
    words = [f"word {i}" for i in range(2500)]
    words[:4] = ["$x$", EVIL, "你好\n", "a" * 60]
    groups = [f"group {i % 12}" for i in range(2500)]
    explorer = EmbeddingExplorer(
        words, clusters(2500), groups=groups, t_sne_words=60, axis=words[:2],
        projection=projection, selected=EVIL, k=30,
    )  # fmt: skip
    data, metadata = explorer._repr_mimebundle_()
    png = base64.b64decode(data["image/png"])
    assert len(png) <= 60_000
    assert Image.open(io.BytesIO(png)).size[0] >= 500
    assert metadata["image/png"]["alt"] == data["text/plain"] == repr(explorer)
    again, _ = explorer._repr_mimebundle_()
    assert again["image/png"] == data["image/png"]


def test_spellings_of_invisible_letters_reach_the_page_beside_the_words():
    words = [" the", "a\n", *(f"w{i}" for i in range(8))]
    explorer = EmbeddingExplorer(words, clusters(10))
    assert explorer.spelled == {"0": "␣the", "1": "a↵"}
    explorer.selected = " the"
    assert "Nearest to ‘␣the’" in repr(explorer)
