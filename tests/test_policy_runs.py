"""The shipped policies: their numbers by hand, their trials, and small runs of both methods."""

import json
import math

import pytest
import torch

from course_utils.runs import policies as runs
from course_utils.runs.finetuning import SHIPPED
from course_utils.texts.opinions import HELD_OUT, THINGS


def test_the_numbers_of_a_policy_by_hand():
    policy, reference = torch.tensor([[0.5, 0.5]]).log(), torch.tensor([[0.25, 0.75]]).log()
    rewards, value = torch.tensor([1.0, 0.0]), torch.tensor([[-1.0, 1.0]])
    far = 0.5 * math.log(2) + 0.5 * math.log(2 / 3)
    found = runs.numbers_of(policy, reference, rewards, value)
    assert found == pytest.approx([far, 0.5, 0.0], abs=1e-4)


def test_the_trials_set_one_thing_of_each_kind_aside():
    kinds = [kind for kind, things in THINGS.items() for thing in runs.SET_ASIDE if thing in things]
    assert sorted(kinds) == sorted(THINGS) and not set(runs.SET_ASIDE) & set(HELD_OUT)


def test_a_trial_prefers_a_rate_that_learns(monkeypatch):
    monkeypatch.setattr(runs, "STEPS", 12)
    monkeypatch.setattr(runs, "PAID", (0.1,))
    for way in ("REINFORCE", "DPO"):
        still, learns = (runs.policy_trial(way, rate) for rate in (1e-8, 3e-4))
        assert learns > still, way


def test_a_policy_that_is_paid_and_one_that_compares(monkeypatch):
    for name, small in {"PRICES": (1.0,), "PAID": (1.0,), "STEPS": 12, "COMPARISONS": 60}.items():
        monkeypatch.setattr(runs, name, small)
    found = runs.policies(0, {"REINFORCE": 3e-4, "DPO": 1e-4})
    base, paid, direct = (found[n] for n in ("base", "REINFORCE", "DPO"))
    assert base["compared"][0] == pytest.approx(0, abs=1e-4)
    assert paid["1"]["compared"][0] > 0.001 and direct["1"]["compared"][0] > 0.001
    assert set(found["optimum"]) == {"1"} and found["comparisons"] < 60


def test_what_is_shipped():
    stored = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for numbers in stored["runs"]["preferences"].values():
        proxy = [numbers["optimum"][f"{beta:g}"][1] for beta in runs.PRICES]
        assert proxy == sorted(proxy)
