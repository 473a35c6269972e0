"""The shipped run on recipes: equal budgets, and what the notebook says of every seed."""

import json

import numpy as np
from tiny_runs import TINY, few_documents

from course_utils.data import STYLES, load_world
from course_utils.runs import recipes as recipe_runs
from course_utils.runs.recipes import BUDGET, CONTENDERS, SHIPPED, of_style


def shipped() -> dict:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


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


def test_the_command_with_single_steps(tmp_path, monkeypatch):
    splits = few_documents()
    monkeypatch.setattr(recipe_runs, "load_world", splits.__getitem__)
    path = tmp_path / "recipes.json"
    recipe_runs.run(path, TINY)
    written, test = json.loads(path.read_text(encoding="utf-8")), of_style(splits["test"], "recipe")
    assert written["budget"] == str(TINY) and written["test documents"] == len(test)
    assert list(written["models"]) == list(shipped()["models"])
    *networks, counted, floor = written["models"].values()
    for network in networks:
        assert network["seeds"][0] != network["seeds"][1] and len(network["seeds"]) == 2
        assert all(5 < seed["bits"] < 15 for seed in network["seeds"])
        assert len(network["learning rates tried: validation bits per token"]) == 3
    assert floor["seeds"][0]["bits"] == np.float64(test.bits.mean())
    assert floor["seeds"][0]["bits"] < counted["seeds"][0]["bits"] < 15
