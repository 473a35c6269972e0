"""The shipped run on recipes: equal budgets, and what the notebook says of every seed."""

import json

import numpy as np

from course_utils.data import STYLES, load_world
from course_utils.runs.recipes import BUDGET, CONTENDERS, PATH, of_style


def shipped() -> dict:
    return json.loads(PATH.read_text(encoding="utf-8"))


def test_documents_of_one_style_keep_what_is_known_about_them():
    validation = load_world("validation")
    recipes = of_style(validation, "recipe")
    chosen = np.flatnonzero(validation.style == STYLES.index("recipe"))
    assert len(recipes) == len(chosen) > 50
    assert all(recipes.text(n) == validation.text(d) for n, d in enumerate(chosen))
    distance = recipes.distance[: recipes.starts[1]]
    copies = np.flatnonzero(distance)
    assert (recipes[0][copies] == recipes[0][copies - distance[copies]]).all()


def test_budgets_were_equal():
    run = shipped()
    assert run["budget"] == str(BUDGET)
    seconds = []
    for contender in CONTENDERS:
        about = run["models"][contender.name]
        tried = about["learning rates tried: validation bits per token"]
        assert [float(rate) for rate in tried] == list(contender.learning_rates)
        assert len(about["seeds"]) == len(BUDGET.seeds)
        best = min(tried, key=tried.get)
        assert float(best) == about["learning rate"]
        assert list(tried).index(best) == 1  # not at the edge of what was tried
        seconds += about["CPU seconds"]
    assert max(seconds) < 1.4 * min(seconds)


def test_the_ranking_of_far_copies_holds_for_every_seed():
    models = shipped()["models"]

    def paid(name: str) -> np.ndarray:
        """(seeds, groups) bits of copies from ten tokens or more."""
        return np.array(
            [[g[3] for g in s["by_distance"] if g[0] >= 10] for s in models[name]["seeds"]]
        )

    muon = paid("GPT, rotary, Muon")
    for other in ("LSTM", "GPT, rotary", "5-gram, Kneser–Ney"):
        assert (muon.max(0) < paid(other).min(0)).all()
    assert (paid("the world itself") < muon.min(0)).all()
