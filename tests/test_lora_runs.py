"""The command behind the table of week 6: what learns in each way, sizes, and going on."""

import copy
import json

import pytest
import torch

from course_utils.data import load_world
from course_utils.models.adapters import MATRICES, layers_called
from course_utils.models.checkpoints import save_model
from course_utils.models.lora import lora_layers
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.runs import lora as lora_runs
from course_utils.runs.lora import METHODS, best_rate, sizes

CONFIG = TransformerConfig(300, context=64, width=16, heads=2, layers=2, rotary=True)


def small(name: str) -> GPT:
    torch.manual_seed(0)
    model = GPT(CONFIG)
    METHODS[name][0](model)
    return model


def learning(model: torch.nn.Module) -> set[str]:
    return {name for name, weights in model.named_parameters() if weights.requires_grad}


def test_each_way_lets_learn_what_it_says():
    everything = {name for name, _ in GPT(CONFIG).named_parameters()}
    matrices = {f"{name}.weight" for name in layers_called(GPT(CONFIG), MATRICES)}
    assert learning(small("all weights")) == everything
    assert learning(small("matrices only")) == matrices and len(matrices) == 12
    last = {name for name in everything if name.startswith(("blocks.1.", "norm."))}
    assert learning(small("last block")) == last
    for name in ("LoRA r = 4", "NF4 + LoRA r = 4"):
        model = small(name)
        assert learning(model) == {f"{n}.{part}" for n in lora_layers(model) for part in "AB"}
        assert {len(layer.A) for layer in lora_layers(model).values()} == {4}


def test_sizes_are_counted():
    block, plain = 12 * 16 * 16, sum(w.numel() for w in GPT(CONFIG).parameters())
    free = sizes(small("matrices only"))
    assert free["numbers that learn"] == 2 * block
    assert free["bytes of gradients and AdamW"] == 12 * 2 * block
    assert free["bytes of the model"] == 4 * plain
    lora, packed = sizes(small("LoRA r = 4")), sizes(small("NF4 + LoRA r = 4"))
    assert lora["numbers that learn"] == packed["numbers that learn"] == 2 * 18 * 4 * 16
    assert lora["bytes of the model"] - packed["bytes of the model"] == 2 * block * 4 * (
        1 - 4.5 / 32
    )


def test_rates_go_on_beyond_an_end_that_is_best(monkeypatch):
    asked = []

    def taught(base, name, texts, rate, seed, steps):
        asked.append(rate)
        return rate, 0.0

    monkeypatch.setattr(lora_runs, "taught", taught)
    monkeypatch.setattr(lora_runs, "bits", lambda rate, documents: abs(rate - 0.05))
    tried = best_rate(None, "all weights", [], [], 1)
    assert asked == pytest.approx([0.001, 0.003, 0.009, 0.027, 0.081])
    assert min(tried, key=tried.get) == "0.027" and list(tried) == sorted(tried, key=float)


def test_each_way_has_as_many_trials_the_last_ones_around_the_best(monkeypatch):
    monkeypatch.setattr(lora_runs, "taught", lambda base, name, texts, rate, seed, steps: (rate, 0))
    monkeypatch.setattr(lora_runs, "bits", lambda rate, documents: abs(rate - 0.003))
    tried = best_rate(None, "all weights", [], [], 1)
    assert list(tried) == ["0.001", "0.00173", "0.00228", "0.003", "0.009"]
    monkeypatch.setattr(lora_runs, "bits", lambda rate, documents: abs(rate - 0.01))
    again = best_rate(None, "all weights", [], [], 1, {"0.001": 0.009, "0.003": 0.007})
    assert list(again) == ["0.001", "0.003", "0.0052", "0.009", "0.027"]


def test_the_better_neighbor_decides_on_which_side():
    assert lora_runs.between({1: 2.0, 4: 1.0, 16: 3.0}) == 2
    assert lora_runs.between({1: 2.0, 4: 1.0}) == 2 and lora_runs.between({1: 2.0, 4: 3.0}) == 2


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Models that know nothing, on a few documents."""
    world = load_world("validation")
    monkeypatch.setattr(lora_runs, "load_world", lambda split: world)
    for name, value in {"SCORED": 2, "JUDGED": 2, "DOCUMENTS": 20, "CUTS": (0, 2, 8)}.items():
        monkeypatch.setattr(lora_runs, name, value)
    torch.manual_seed(0)
    config = TransformerConfig(len(world.tokenizer), context=256, width=8, heads=2, layers=1)
    return save_model(tmp_path / "gpt.safetensors", GPT(config)), tmp_path / "lora.json"


def test_the_whole_command_goes_on_where_it_was(tiny, monkeypatch):
    gpt, path = tiny
    methods = ("matrices only", "LoRA r = 2")
    result = lora_runs.run(path, methods, (0,), 1, gpt)
    assert json.loads(path.read_text(encoding="utf-8")) == result
    assert [row["method"] for row in result["runs"]] == list(methods)
    cut = result["runs"][0]["cut down"]
    assert cut["ranks"] == [0, 2, 8] and "cut down" not in result["runs"][1]
    assert cut["truncated"][0] == pytest.approx(result["base in the dialect"][0], abs=1e-3)
    assert cut["truncated"][-1] == pytest.approx(result["runs"][0]["bits in the dialect"], abs=1e-3)
    assert set(result["rates tried"]) == set(methods)

    before = copy.deepcopy(result["runs"])
    monkeypatch.setattr(lora_runs, "best_rate", None)  # not asked again
    more = lora_runs.run(path, methods, (0, 1), 1, gpt)
    assert more["runs"][:2] == before and [row["seed"] for row in more["runs"]] == [0, 0, 1, 1]

    more["rates tried"]["LoRA r = 2"] |= {"0.005": -1.0}  # now another rate is best
    path.write_text(json.dumps(more), encoding="utf-8")
    last = lora_runs.run(path, methods, (0, 1), 1, gpt)["runs"]
    assert [row["method"] for row in last] == [*methods, *methods] and last[0] == before[0]
    assert [row["rate"] == 0.005 for row in last] == [False, True, False, True]


def test_another_base_begins_anew(tiny, monkeypatch):
    gpt, path = tiny
    first = lora_runs.run(path, ("LoRA r = 2",), (0,), 1, gpt)
    torch.manual_seed(1)
    config = TransformerConfig(len(load_world("validation").tokenizer), 256, 8, 2, 1)
    save_model(gpt, GPT(config))
    second = lora_runs.run(path, ("LoRA r = 2",), (0,), 1, gpt)
    assert second["base"] != first["base"] and len(second["runs"]) == 1
