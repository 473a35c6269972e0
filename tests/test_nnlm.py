"""The neural language model of 2003 against torch.nn, by hand, and at the edges."""

import json

import numpy as np
import pytest
import torch
from tiny_runs import TINY, short_text
from torch import nn

from course_utils.evaluation import RUNS, document_bits
from course_utils.models.nnlm import NNLM, NNLMConfig, mixing_weight
from course_utils.runs import nnlm_sweep
from course_utils.tokenizers import END, START
from course_utils.training import document_batches, fit, log2_probabilities, next_token_loss

V = 30


def small(n: int = 4, *, direct: bool = True, dtype: torch.dtype = torch.float64) -> NNLM:
    torch.manual_seed(0)
    model = NNLM(NNLMConfig(V, n=n, m=5, h=7, direct=direct)).to(dtype)
    for weights in model.parameters():  # biases and W begin at 0, where faults would hide
        nn.init.normal_(weights, std=0.5)
    return model


class Judge(nn.Module):
    """The same network from torch's own parts, one context at a time."""

    def __init__(self, model: NNLM) -> None:
        super().__init__()
        config = model.config
        self.n, x = config.n, (config.n - 1) * config.m
        self.table = nn.Embedding(V, config.m)
        self.hidden, self.output = nn.Linear(x, config.h), nn.Linear(config.h, V)
        self.direct = nn.Linear(x, V, bias=False) if config.direct else None
        self.double()
        self.load_state_dict(
            {
                "table.weight": model.C.data.clone(),
                "hidden.weight": model.H.data.clone(),
                "hidden.bias": model.d.data.clone(),
                "output.weight": model.U.data.clone(),
                "output.bias": model.b.data.clone(),
            }
            | ({"direct.weight": model.W.data.clone()} if config.direct else {})
        )

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        rows = []
        for document in tokens.tolist():
            padded = [START] * (self.n - 2) + document
            for t in range(len(document)):
                context = torch.tensor(padded[t : t + self.n - 1])
                x = self.table(context).reshape(-1)
                score = self.output(torch.tanh(self.hidden(x)))
                rows.append(score if self.direct is None else score + self.direct(x))
        return torch.stack(rows).view(*tokens.shape, V)


@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize("n", [2, 3, 6])
def test_logits_and_gradients_equal_torch_nn(n, direct):
    model = small(n, direct=direct)
    judge = Judge(model)
    tokens = torch.randint(0, V, (3, 5), generator=torch.Generator().manual_seed(1))
    targets = torch.randint(0, V, (3, 5), generator=torch.Generator().manual_seed(2))
    assert torch.allclose(model(tokens), judge(tokens), rtol=0, atol=1e-12)
    for one in (model, judge):
        next_token_loss(one, (tokens, targets)).backward()
    pairs = {"C": judge.table.weight, "H": judge.hidden.weight, "d": judge.hidden.bias}
    pairs |= {"U": judge.output.weight, "b": judge.output.bias}
    pairs |= {"W": judge.direct.weight} if direct else {}
    assert {name for name, _ in model.named_parameters()} == set(pairs)
    for name, theirs in pairs.items():
        ours = getattr(model, name).grad
        assert torch.allclose(ours, theirs.grad, rtol=0, atol=1e-12), name
        assert theirs.grad.abs().max() > 1e-4, f"{name} was not reached"


def test_it_reads_n_minus_1_tokens_and_no_more():
    model = small(n=4)
    tokens = torch.randint(16, V, (1, 8))
    logits = model(tokens)
    for changed in range(8):
        other = tokens.clone()
        other[0, changed] = (tokens[0, changed] - 15) % (V - 16) + 16
        differs = (model(other) != logits).any(-1)[0].tolist()
        assert differs == [changed <= t < changed + 3 for t in range(8)]


def test_a_position_does_not_depend_on_what_else_is_in_the_batch():
    model = small()
    long, short = torch.randint(16, V, (1, 9)), torch.randint(16, V, (1, 4))
    padded = nn.functional.pad(short, (0, 5))
    both = model(torch.cat([long, padded]))
    assert torch.equal(both[1, :4], model(short)[0]) or torch.allclose(both[1, :4], model(short)[0])


@pytest.mark.parametrize("context", [[], [20], [20, 21, 22], list(range(16, 29))])
def test_distribution_continues_a_document_of_any_length(context):
    model = small(n=4)
    p = model.distribution(context)
    assert p.shape == (V,) and np.isclose(p.sum(), 1) and (p > 0).all()
    whole = model(torch.tensor([[START, *context]]))[0, -1].softmax(-1).detach().numpy()
    assert np.allclose(p, whole, atol=1e-12)


def test_first_token_is_predicted_from_start_alone():
    model = small(n=5)
    by_hand = model.C[START].repeat(4)
    scores = model.b + model.U @ torch.tanh(model.d + model.H @ by_hand) + model.W @ by_hand
    assert np.allclose(model.distribution([]), scores.softmax(-1).detach().numpy())


def test_fit_and_scores_of_the_course_work_unchanged():
    torch.manual_seed(0)
    documents = [np.array([16 + (i + k) % 9 for k in range(10)] + [END]) for i in range(60)]
    model = NNLM(NNLMConfig(V, n=3, m=8, h=16))
    before = document_bits(log2_probabilities(model, documents), documents).mean()
    fit(model, document_batches(documents, 128), 150, 0.03, progress=False)
    after = document_bits(log2_probabilities(model, documents), documents).mean()
    assert after < 9 < 40 < before, after  # which of nine tokens begins alone costs 3.2 bits


@pytest.mark.parametrize(
    ("sizes", "message"),
    [({"n": 1}, "n is 1; it has to be at least 2"), ({"m": 0}, "m is 0"), ({"h": -3}, "h is -3")],
)
def test_sizes_that_cannot_be_built_are_refused(sizes, message):
    with pytest.raises(ValueError, match=message):
        NNLMConfig(V, **sizes)


def test_parameters_are_counted_as_in_the_paper():
    n, m, h = 4, 5, 7
    model = small(n)
    paper = V * (1 + n * m + h) + h * (1 + (n - 1) * m)  # Bengio et al. 2003, section 2
    assert sum(weights.numel() for weights in model.parameters()) == paper


def test_mixing_weight_finds_the_best_of_a_fine_grid():
    random = np.random.default_rng(0)
    p, q = random.uniform(0.01, 1, 500) ** 2, random.uniform(0.01, 1, 500) ** 3
    grid = np.linspace(0, 1, 10_001)
    best = grid[np.argmax([np.log(w * p + (1 - w) * q).mean() for w in grid])]
    assert abs(mixing_weight(p, q, steps=500) - best) < 2e-3
    assert mixing_weight(np.full(5, 0.4), np.full(5, 0.1), steps=200) > 0.999


def test_the_shipped_sweep_compares_equal_budgets():
    run = json.loads((RUNS / "nnlm_sweep.json").read_text(encoding="utf-8"))
    assert {row["n"] for row in run["networks"] if not row["direct"]} >= {2, 4, 8, 16}
    assert any(row["direct"] for row in run["networks"])
    for row in run["networks"]:
        assert len(row["bits"]) == len(row["seeds"]) == 3
        rates = sorted(map(float, row["learning rates tried: validation bits per token"]))
        assert rates[0] < row["learning rate"] < rates[-1], "the best rate is at the edge"
    used = [seconds for row in run["networks"] for seconds in row["CPU seconds"]]
    assert max(used) < 1.6 * min(used), used


def test_the_sweep_runs_what_is_missing_and_says_when_nothing_is(monkeypatch, tmp_path, capsys):
    made = []

    def row(n, direct, *_):
        made.append((n, direct))
        return {"n": n, "direct": direct}

    monkeypatch.setattr(nnlm_sweep, "load_text", lambda _: {"train": 0, "validation": 0})
    monkeypatch.setattr(nnlm_sweep, "count_rows", lambda *_: [])
    monkeypatch.setattr(nnlm_sweep, "network_row", row)
    path = tmp_path / "sweep.json"
    for networks, new in (((8, True), (2, False)), 2), (((8, True), (6, False), (2, False)), 1):
        before = len(made)
        nnlm_sweep.run(path, "text", networks)
        assert len(made) == before + new
    rows = json.loads(path.read_text(encoding="utf-8"))["networks"]
    assert [(r["n"], r["direct"]) for r in rows] == [(2, False), (6, False), (8, True)]
    assert "nothing is missing" not in capsys.readouterr().out
    nnlm_sweep.run(path, "text", networks)
    assert "nothing is missing in sweep.json" in capsys.readouterr().out
    nnlm_sweep.run(path, "text", networks, TINY)  # another budget: all of it again
    assert len(made) == 6
    nnlm_sweep.main(["text"], path)  # the shipped budget, of all networks
    assert len(made) == 6 + len(nnlm_sweep.NETWORKS)
    nnlm_sweep.run(path, "another text", nnlm_sweep.NETWORKS[:1])
    assert len(made) == 7 + len(nnlm_sweep.NETWORKS)
    with pytest.raises(SystemExit):
        nnlm_sweep.main([], path)


def test_a_sweep_of_single_steps(tmp_path):
    text, path = short_text(tmp_path), tmp_path / "sweep.json"
    nnlm_sweep.run(path, text, ((2, False),), TINY)
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["networks"][0]["bits"] = [6.25, 6.5]
    path.write_text(json.dumps(stored), encoding="utf-8")
    nnlm_sweep.run(path, text, ((2, False), (3, True)), TINY)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["networks"][0] == stored["networks"][0]  # not trained again
    assert [(row["n"], row["direct"]) for row in found["networks"]] == [(2, False), (3, True)]
    for row in found["networks"]:
        assert row["seeds"] == [0, 1] and all(1 < bits < 12 for bits in row["bits"])
    assert [row["n"] for row in found["Kneser–Ney"]] == list(nnlm_sweep.ORDERS)
    assert all(0 < row["bits"] < 5 for row in found["Kneser–Ney"])
