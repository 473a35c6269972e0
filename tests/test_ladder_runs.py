"""The command behind the ladders: rungs of one week, the other weeks' stay, nothing is mixed up."""

import json
from pathlib import Path

import pytest
from tiny_runs import TINY, few_documents, short_text

from course_utils.evaluation import load_rungs
from course_utils.runs import ladders, neural_contenders
from course_utils.runs.neural_contenders import NEURAL_WEEKS, contenders


def names(week: str, real: bool) -> list[str]:
    return [contender.name for contender in contenders(week, real)]


def made_so(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))["made"]


def test_weeks_of_a_text_one_after_the_other(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(ladders, "TEXT_ORDER", 3)
    text, folder = short_text(tmp_path), tmp_path / "runs"
    ladders.main(["--text", str(text)], folder)
    counted = load_rungs("boats", folder=folder)
    assert {rung.week for rung in counted} == {"1.3"} and len(counted) > 3
    for week in ("3.1", "2.2"):
        ladders.main(["--text", str(text), "--week", week], folder, TINY)
    rungs = load_rungs("boats", folder=folder)
    assert rungs[: len(counted)] == counted
    NNLM = names("2.2", real=True)[0]
    after = [NNLM, f"{NNLM}, with a trigram", *names("3.1", real=True)]
    assert [rung.model for rung in rungs[len(counted) :]] == after
    assert all(0 < rung.low <= rung.bits <= rung.high < 10 for rung in rungs)
    made = made_so(folder / "ladder_boats.json")
    assert list(made) == ["1.3", "2.2", "3.1"] and made["1.3"]["seed"].startswith("none")
    for week in ("2.2", "3.1"):
        command = f"python -m course_utils.runs.ladders --week {week} --text boats.txt"
        assert made[week]["command"] == command and made[week]["budget"] == str(TINY)
        for name in names(week, real=True):
            how = made[week]["models"][name]
            assert len(how["learning rates tried: validation bits per token"]) == 3
            assert how["seeds"] == [0, 1] and len(how["test bits of each seed"]) == 2
    weights = made["2.2"]["models"][f"{NNLM}, with a trigram"]
    assert all(0 <= w <= 1 for w in weights["weight of the network, each seed"])
    assert capsys.readouterr().out.count("wrote") == 3
    assert not (folder / "transformer.json").exists()


def test_week_4_2_of_the_world_also_tells_copies_by_distance(tmp_path, monkeypatch):
    some = contenders("4.2", real=False)[-1:]  # one of three, for time
    monkeypatch.setattr(neural_contenders, "contenders", lambda week, real: some)
    ladders.add_rungs("4.2", "world", few_documents(), tmp_path, TINY)
    [rung] = load_rungs("world", folder=tmp_path)
    assert rung.model == some[0].name and 5 < rung.bits < 15
    told = json.loads((tmp_path / "transformer.json").read_text(encoding="utf-8"))
    assert told["command"] == made_so(tmp_path / "ladder_world.json")["4.2"]["command"]
    seeds = told["world"]["models"][some[0].name]["seeds"]
    assert len(seeds) == 2 and all(5 < seed["by_distance"][0][3] < 15 for seed in seeds)


def test_every_week_is_asked_for_with_the_budget_of_its_text(tmp_path, monkeypatch):
    asked = []

    def neural_rungs(ladder, week, splits, units, budget, look):
        asked.append((ladder, week, budget, len(units)))
        return [ladders.Rung(ladder, "a model", week, 1.0, 1.0, 1.0)], {}, {}

    monkeypatch.setattr(neural_contenders, "neural_rungs", neural_rungs)
    monkeypatch.setattr(ladders, "load_world", few_documents().__getitem__)
    ladders.main(["--week", "all"], tmp_path)
    world = neural_contenders.WORLD_BUDGET
    assert asked == [("world", week, world, 12) for week in NEURAL_WEEKS]
    assert {rung.week for rung in load_rungs("world", folder=tmp_path)} == set(ladders.WEEKS)
    ladders.main(
        ["--week", "4.2", "--text", str(short_text(tmp_path)), "--name", "ships"], tmp_path
    )
    assert asked[3][:3] == ("ships", "4.2", neural_contenders.TEXT_BUDGET)


@pytest.mark.parametrize("asked", [["--text", "world.txt"], ["--name", "mine"], ["--week", "9"]])
def test_what_would_mix_two_ladders_is_refused(asked, tmp_path, capsys):
    with pytest.raises(SystemExit):
        ladders.main(asked, tmp_path)
    assert "error:" in capsys.readouterr().err and not list(tmp_path.iterdir())
