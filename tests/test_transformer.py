"""The Transformer: shapes, causality, attention equal to PyTorch's, looking inside, files."""

import json
import math

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from course_utils.models.checkpoints import load_model, save_model
from course_utils.models.looking import heads_off, watch
from course_utils.models.stored import write_tensors
from course_utils.models.transformer import GPT, TransformerConfig
from course_utils.tokenizers import START

V = 60
CONFIG = TransformerConfig(vocabulary_size=V, context=12, width=24, heads=3, layers=2)


@pytest.fixture
def model() -> GPT:
    torch.manual_seed(0)
    return GPT(CONFIG).eval()


@pytest.fixture
def tokens() -> torch.Tensor:
    return torch.randint(V, (4, 10), generator=torch.Generator().manual_seed(1))


def test_tokens_in_logits_out(model, tokens):
    assert model(tokens).shape == (4, 10, V)
    assert model(tokens[:, :1]).shape == (4, 1, V)


def test_parameters_counted_by_hand(model):
    C, T, L = 24, 12, 2
    attention = C * 3 * C + 3 * C + C * C + C
    feed_forward = C * 4 * C + 4 * C + 4 * C * C + C
    by_hand = V * C + T * C + L * (attention + feed_forward + 2 * 2 * C) + 2 * C
    assert sum(weights.numel() for weights in model.parameters()) == by_hand


def test_the_first_loss_is_that_of_a_uniform_guess(tokens):
    torch.manual_seed(3)
    config = TransformerConfig(vocabulary_size=2796, context=32)
    inputs = torch.randint(2796, (8, 32))
    logits = GPT(config)(inputs)
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), inputs.flatten().flip(0))
    assert abs(loss.item() - math.log(2796)) < 0.1


def test_writing_weights_start_smaller():
    torch.manual_seed(0)
    model = GPT(TransformerConfig(vocabulary_size=50, context=4, width=128, heads=4, layers=8))
    block = model.blocks[0]
    for weights in (block.attention.output.weight, block.feed_forward.output.weight):
        assert weights.std().item() == pytest.approx(0.02 / 4, rel=0.05)
    assert block.feed_forward.widen.weight.std().item() == pytest.approx(0.02, rel=0.05)


def test_the_future_does_not_change_the_past(model, tokens):
    changed = tokens.clone()
    changed[:, 6:] = (changed[:, 6:] + 7) % V
    before, after = model(tokens), model(changed)
    assert torch.allclose(before[:, :6], after[:, :6], atol=1e-6)
    assert not torch.allclose(before[:, 6:], after[:, 6:], atol=1e-3)


def test_the_past_and_its_order_matter(model, tokens):
    swapped = tokens[:, [1, 0, *range(2, 10)]]
    assert not torch.allclose(model(tokens)[:, -1], model(swapped)[:, -1], atol=1e-5)


def test_what_can_be_seen(model, tokens):
    with watch(model) as seen:
        logits = model(tokens)
    weights = seen["blocks.1.attention.weights"]
    assert weights.shape == (4, 3, 10, 10)
    assert torch.allclose(weights.sum(-1), torch.ones(4, 3, 10))
    assert weights.triu(1).abs().max() == 0
    assert seen["blocks.1.attention.head_outputs"].shape == (4, 3, 10, 8)
    assert seen["blocks.0"].shape == (4, 10, 24)
    assert not any(value.requires_grad for value in seen.values())
    # The stream after the last block, through the last norm and the table, is the answer.
    rebuilt = model.norm(seen["blocks.1"]) @ model.token_embedding.weight.T
    assert torch.allclose(rebuilt, logits, atol=1e-6)
    seen.clear()
    model(tokens)
    assert seen == {}


def test_the_stream_is_a_sum(model, tokens):
    with watch(model) as seen:
        model(tokens)
    stream = seen["token_embedding"] + seen["position_embedding"]
    for layer in range(CONFIG.layers):
        at = f"blocks.{layer}"
        stream = stream + seen[f"{at}.attention"] + seen[f"{at}.feed_forward"]
        assert torch.allclose(seen[at], stream, atol=1e-6)


def test_a_head_is_switched_off_and_on_again(model, tokens):
    before = model(tokens)
    with watch(model) as seen, heads_off(model, {(0, 1), (1, 0), (1, 2)}):
        without = model(tokens)
    assert not torch.allclose(before, without, atol=1e-4)
    outputs = [seen[f"blocks.{layer}.attention.output"] for layer in (0, 1)]
    with heads_off(model, [(0, 1)]):
        one = model(tokens)
    assert not torch.allclose(one, without, atol=1e-4)
    assert torch.equal(model(tokens), before)

    # The same by hand: the columns of the output layer that read head 1 are zero.
    with torch.no_grad():
        model.blocks[0].attention.output.weight[:, 8:16] = 0
    assert torch.allclose(model(tokens), one, atol=1e-6)
    assert outputs[0].shape == (4, 10, 24)


def test_heads_that_do_not_exist_are_named(model):
    with (
        pytest.raises(ValueError, match=r"no head 3 in layer 0; .* heads from 0 to 2"),
        heads_off(model, [(0, 3)]),
    ):
        pass
    assert not model.blocks[0].attention.head_outputs._forward_hooks


def test_hooks_are_gone_after_an_error(model, tokens):
    before = model(tokens)
    with pytest.raises(RuntimeError, match="on purpose"), heads_off(model, [(0, 0)]):
        raise RuntimeError("on purpose")
    assert torch.equal(model(tokens), before)


def test_distribution_is_the_softmax_after_start(model):
    p = model.distribution([20, 21])
    expected = model(torch.tensor([[START, 20, 21]]))[0, -1].softmax(-1).detach().numpy()
    assert p.shape == (V,)
    assert p.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(p, expected, atol=1e-6)
    assert model.distribution().shape == (V,)
    long = list(range(16, 56))
    end = model(torch.tensor([long[-12:]]))[0, -1].softmax(-1).detach().numpy()
    np.testing.assert_allclose(model.distribution(np.array(long)), end, atol=1e-6)


def test_a_file_gives_the_same_model_back(model, tokens, tmp_path):
    path = save_model(tmp_path / "small.safetensors", model, {"data": "none"})
    loaded = load_model(path)
    assert loaded.config == CONFIG
    assert torch.equal(loaded(tokens), model(tokens))
    assert not loaded.training
    assert [p.name for p in tmp_path.iterdir()] == ["small.safetensors"]


def test_a_float16_file_is_half_as_large_and_almost_the_same(model, tokens, tmp_path):
    whole = save_model(tmp_path / "32.safetensors", model)
    half = save_model(tmp_path / "16.safetensors", model, dtype=torch.float16)
    assert half.stat().st_size < 0.6 * whole.stat().st_size
    loaded = load_model(half)
    assert loaded.token_embedding.weight.dtype == torch.float32
    assert torch.allclose(loaded(tokens), model(tokens), atol=2e-3)


def test_a_file_that_is_not_ours_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_model(tmp_path / "nowhere.safetensors")
    save_file({"x": torch.zeros(1)}, tmp_path / "other.safetensors", {"what": json.dumps(1)})
    with pytest.raises(ValueError, match="no config"):
        load_model(tmp_path / "other.safetensors")


@pytest.mark.parametrize(
    "config",
    [{"size": 5}, {"vocabulary_size": V, "width": "24"}, {"vocabulary_size": V, "width": 8}, [1]],
)
def test_a_file_whose_config_does_not_fit_is_named(model, tmp_path, config):
    facts = {"kind": "GPT", "config": json.dumps(config)}
    path = write_tensors(tmp_path / "bad.safetensors", model.state_dict(), facts)
    with pytest.raises(ValueError, match=r"bad\.safetensors holds no GPT that its"):
        load_model(path)


def test_sizes_of_numpy_are_stored(tmp_path):
    config = TransformerConfig(np.int64(V), context=8, width=np.int64(16), heads=2, layers=1)
    loaded = load_model(save_model(tmp_path / "small.safetensors", GPT(config)))
    assert loaded.config == config and type(loaded.config.width) is int


@pytest.mark.parametrize(
    ("change", "message"),
    [({"heads": 5}, "width 24 is not a multiple of heads 5"), ({"layers": 0}, "layers is 0")],
)
def test_impossible_sizes_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        TransformerConfig(**{"vocabulary_size": V, "width": 24, **change})


def test_too_many_tokens_are_refused(model):
    with pytest.raises(ValueError, match="13 tokens, but this model reads at most 12"):
        model(torch.zeros(1, 13, dtype=torch.long))
