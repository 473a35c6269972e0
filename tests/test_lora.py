"""LoRA from outside: nothing changes at step 0, `peft` agrees, adapters come and go."""

import copy

import numpy as np
import peft
import pytest
import torch
from small_gpt import TOKENS, C, V, close, grown, loss
from torch import nn

from course_utils.fast_generation import cached_distribution
from course_utils.models.adapters import MATRICES, stored_bytes
from course_utils.models.checkpoints import load_model, save_model
from course_utils.models.lora import (
    LoRALinear,
    add_lora,
    load_lora,
    lora_layers,
    lora_state,
    merge,
    remove_lora,
    save_lora,
    share_by_formula,
    trainable_share,
    unmerge,
)
from course_utils.models.transformer import BERT, GPT, EncoderDecoder, TransformerConfig

CONFIG = TransformerConfig(V, context=8, width=C, heads=2, layers=2)


def adapted(rank: int = 3, alpha: float = 5, targets=MATRICES, seed: int = 1) -> GPT:
    """A GPT whose change is not 0; the base is always the same."""
    model = grown(GPT(CONFIG))
    add_lora(model, rank, alpha, targets)
    move(model, seed)
    return model


def move(model: GPT, seed: int) -> None:
    torch.manual_seed(seed)
    for layer in lora_layers(model).values():
        nn.init.normal_(layer.A, std=0.2)
        nn.init.normal_(layer.B, std=0.2)


def everything(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in model.state_dict().items()}


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)


@pytest.mark.parametrize("targets", [("query", "value"), "feed_forward.output", MATRICES])
@pytest.mark.parametrize("rank", [1, C])
def test_nothing_changes_at_step_0_and_only_the_adapter_learns(targets, rank):
    model = grown(GPT(CONFIG))
    before = model(TOKENS)
    names = add_lora(model, rank, 2 * rank, targets)
    after = model(TOKENS)
    assert torch.equal(after, before)
    assert {name for name, w in model.named_parameters() if w.requires_grad} == {
        f"{name}.{part}" for name in names for part in "AB"
    }
    loss(after).backward()
    for layer in lora_layers(model).values():
        assert layer.A.any() and not layer.A.grad.any()  # B is 0
        assert layer.B.grad.any()
        assert layer.base.weight.grad is None


def test_a_layer_is_the_formula():
    torch.manual_seed(0)
    plain = nn.Linear(6, 4).double()
    layer = LoRALinear(plain, 2, 5)
    nn.init.normal_(layer.B)
    x = torch.randn(3, 7, 6, dtype=torch.float64)
    close(layer(x), x @ (plain.weight + 5 / 2 * layer.B @ layer.A).T + plain.bias)
    assert torch.linalg.matrix_rank(layer.change()) == 2
    assert not plain.weight.requires_grad and not plain.bias.requires_grad
    many = LoRALinear(nn.Linear(100, 60), rank=50, alpha=1)
    assert many.A.std().item() == pytest.approx(0.1, rel=0.1)


def test_each_part_of_the_model_can_have_its_own_rank():
    model = grown(GPT(CONFIG))
    first = add_lora(model, 2, 4, ("query", "value"))
    second = add_lora(model, 1, 3, "feed_forward.output")
    ranks = {name: (len(layer.A), layer.alpha) for name, layer in lora_layers(model).items()}
    assert ranks == {**dict.fromkeys(first, (2, 4)), **dict.fromkeys(second, (1, 3))}
    other = grown(GPT(CONFIG))
    move(model, 3)
    load_lora(other, lora_state(model))
    assert torch.equal(other(TOKENS), model(TOKENS))


@pytest.mark.parametrize("targets", [("query", "value"), MATRICES])
def test_peft_agrees(targets):
    ours = adapted(targets=targets)
    config = peft.LoraConfig(r=3, lora_alpha=5, target_modules=list(targets), lora_dropout=0.0)
    theirs = peft.get_peft_model(grown(GPT(CONFIG)), config)
    layers = lora_layers(ours)
    judged = {name: theirs.base_model.model.get_submodule(name) for name in layers}
    assert len(judged) == sum("lora_A.default" in n for n, _ in theirs.named_parameters())
    with torch.no_grad():
        for name, layer in judged.items():
            layer.lora_A["default"].weight.copy_(layers[name].A)
            layer.lora_B["default"].weight.copy_(layers[name].B)
    logits, expected = ours(TOKENS), theirs.base_model.model(TOKENS)
    assert not torch.allclose(expected, grown(GPT(CONFIG))(TOKENS))
    close(logits, expected)
    loss(logits).backward()
    loss(expected).backward()
    for name, layer in judged.items():
        close(layers[name].A.grad, layer.lora_A["default"].weight.grad)
        close(layers[name].B.grad, layer.lora_B["default"].weight.grad)
        close(layers[name].change(), layer.get_delta_weight("default"))
    learning, whole = theirs.get_nb_trainable_parameters()
    assert trainable_share(ours) == learning / (whole - learning)
    merge(ours)
    remove_lora(ours)
    merged = theirs.merge_and_unload()
    assert ours.state_dict().keys() == merged.state_dict().keys()
    for name, weights in ours.state_dict().items():
        close(weights, merged.state_dict()[name])


@pytest.mark.parametrize("dtype, atol", [(torch.float64, 1e-12), (torch.float32, 1e-5)])
def test_merged_says_the_same_and_unmerged_is_the_old_one_exactly(dtype, atol):
    model = adapted().to(dtype)
    plain, before, says = everything(model), lora_state(model), model(TOKENS)
    merge(model)
    close(model(TOKENS), says, atol * says.abs().max().item())
    changed = {name for name in plain if not torch.equal(plain[name], model.state_dict()[name])}
    assert changed == {f"{name}.base.weight" for name in lora_layers(model)}
    merge(model)  # a second time does nothing
    assert model.state_dict().keys() == plain.keys()  # what unmerging needs is not in the file
    unmerge(model)
    assert same(everything(model), plain) and same(lora_state(model), before)
    assert torch.equal(model(TOKENS), says)


def test_without_lora_the_model_is_an_ordinary_one(tmp_path):
    model = adapted()
    remove_lora(model)
    assert same(everything(model), everything(grown(GPT(CONFIG))))
    with pytest.raises(ValueError, match=r"no LoRA layers; call add_lora"):
        remove_lora(model)
    model = adapted()
    says = model(TOKENS)
    merge(model)
    remove_lora(model)
    loaded = load_model(save_model(tmp_path / "merged.safetensors", model))
    close(loaded.double()(TOKENS), says, 1e-4 * says.abs().max().item())


def test_many_adapters_one_base(tmp_path):
    model = adapted(rank=3, seed=1)
    first, says_first = save_lora(tmp_path / "first.safetensors", model), model(TOKENS)
    second = adapted(rank=1, targets=("key",), seed=2)
    says_second, state = second(TOKENS), lora_state(second)
    memory = {weights.data_ptr() for weights in model.parameters() if not weights.requires_grad}
    drawn = torch.get_rng_state()
    for _ in range(2):
        assert load_lora(model, state) == list(lora_layers(second))
        assert torch.equal(model(TOKENS), says_second)
        merge(model)  # the next adapter comes upon the base as it was
        load_lora(model, first)
        assert torch.equal(model(TOKENS), says_first)
    assert torch.equal(torch.get_rng_state(), drawn)
    assert memory == {w.data_ptr() for w in model.parameters() if not w.requires_grad}
    assert sum(w.requires_grad for w in model.parameters()) == 2 * len(lora_layers(model))
    load_lora(fresh := grown(GPT(CONFIG)), first)
    assert torch.equal(fresh(TOKENS), says_first)
    assert [path.name for path in tmp_path.iterdir()] == ["first.safetensors"]


def test_a_state_is_a_copy_and_its_bytes_are_counted(tmp_path):
    model = adapted(rank=2)
    state, first = lora_state(model), lora_state(model)
    move(model, 9)
    assert same(state, first) and not same(state, lora_state(model))
    layers = 6 * CONFIG.layers
    assert stored_bytes(state) == 8 * 18 * 2 * C * CONFIG.layers + 8 * layers  # and each α
    file = save_lora(tmp_path / "x.safetensors", model)
    assert file.stat().st_size < stored_bytes(state) + 600 * layers


@pytest.mark.parametrize("rank", [1, 4])
@pytest.mark.parametrize("targets", [("query", "value"), ("output",), MATRICES])
@pytest.mark.parametrize("width, layers, rotary", [(16, 2, False), (24, 1, True)])
def test_the_share_counted_is_the_share_derived(rank, targets, width, layers, rotary):
    config = TransformerConfig(V, 8, width=width, heads=2, layers=layers, rotary=rotary)
    model = GPT(config)
    matrices = nn.ModuleList(m for m in model.blocks.modules() if isinstance(m, nn.Linear))
    plain = sum(m.weight.numel() for m in matrices)
    assert trainable_share(model) == 1
    add_lora(model, rank, rank, targets)
    learning = sum(w.numel() for w in model.parameters() if w.requires_grad)

    def formula(of: str) -> float:
        return pytest.approx(share_by_formula(rank, config, targets, of), rel=1e-12)

    assert learning / plain == formula("matrices")
    assert trainable_share(model.blocks) == trainable_share(model.blocks[0]) == formula("block")
    assert trainable_share(model) == formula("model")
    assert trainable_share(model, of=nn.Linear(10, 10, bias=False)) == learning / 100
    if targets == MATRICES:
        assert learning / plain == pytest.approx(1.5 * rank / width, rel=1e-12)


def test_other_architectures_take_lora_too():
    bert = grown(BERT(CONFIG))
    before = bert(TOKENS)
    assert add_lora(bert, 2, 4, ("query", "head.0"))[-1] == "head.0"
    assert torch.equal(bert(TOKENS), before)
    names = add_lora(EncoderDecoder(CONFIG), 2, 4, "cross_attention.value")
    assert names == ["decoder.0.cross_attention.value", "decoder.1.cross_attention.value"]


@pytest.mark.parametrize("merged", [False, True])
def test_writing_with_a_cache_is_writing_without(merged):
    model = adapted()
    if merged:
        merge(model)
    cached = cached_distribution(model)
    for n in range(10):
        document = [(7 * i + 3) % V for i in range(n)]
        close(torch.tensor(cached(document)), torch.tensor(model.distribution(document)), 1e-10)


@pytest.mark.parametrize(
    "given, message",
    [
        ({"rank": 0}, r"rank is 0, .* 16 by 16 has a rank from 1 to 16; choose one of these"),
        ({"rank": 17}, r"rank is 17, .* from 1 to 16"),
        ({"alpha": 0}, r"alpha is 0; choose a positive number, such as 4"),
        ({"alpha": float("nan")}, r"alpha is nan; choose a positive number"),
        ({"alpha": float("inf")}, r"alpha is inf; choose a positive number"),
        (
            {"targets": ("key", "querry")},
            r"is called 'querry'; choose from: key, output, query, val",
        ),
        ({"targets": "norm"}, r"no linear layer is called 'norm'; choose from: key"),
        ({"targets": ()}, r"targets is empty; name at least one layer"),
    ],
)
def test_senseless_input_is_named_and_changes_nothing(given, message):
    model = grown(GPT(CONFIG))
    before = everything(model)
    with pytest.raises(ValueError, match=message):
        add_lora(model, **{"rank": 2, "alpha": 4, **given})
    assert same(everything(model), before)
    assert all(weights.requires_grad for weights in model.parameters())


def test_lora_twice_is_refused():
    model = adapted(targets="query")
    with pytest.raises(ValueError, match=r"0\.attention\.query has LoRA already; call remove_lora"):
        add_lora(model, 2, 4, ("value", "query"))
    assert len(lora_layers(model)) == CONFIG.layers


def test_a_rank_of_numpy_is_taken():
    model = grown(GPT(CONFIG))
    add_lora(model, rank=np.int64(2), alpha=4)
    assert {layer.A.shape for layer in lora_layers(model).values()} == {(2, C)}


def test_the_formula_knows_its_words():
    with pytest.raises(ValueError, match="of is 'modle'; choose from: matrices, block, model"):
        share_by_formula(2, CONFIG, of="modle")
    with pytest.raises(ValueError, match="target is 'all'; choose from: query, key"):
        share_by_formula(2, CONFIG, targets=("all",))
    assert share_by_formula(C, CONFIG) == pytest.approx(1.5)  # as wide as the model: more numbers
    with pytest.raises(ValueError, match=f"rank is {C + 1}; choose 1 to {C}, the width"):
        share_by_formula(C + 1, CONFIG)


def test_an_adapter_of_another_model_is_refused(tmp_path):
    model, state = adapted(), lora_state(adapted(seed=4))
    before = everything(model)
    wide = grown(GPT(TransformerConfig(V, context=8, width=32, heads=2, layers=2)))
    deep = grown(GPT(TransformerConfig(V, context=8, width=C, heads=2, layers=3)))
    for other, message in (
        (
            wide,
            r"changes 32 by 32 numbers in blocks\.0\.\S+, but the model has 16 by 16 there; load",
        ),
        (
            deep,
            r"is for blocks\.2\.attention\.query, but the model has no linear layer of that name",
        ),
    ):
        add_lora(other, 2, 4, MATRICES)
        with pytest.raises(ValueError, match=message) as raised:
            load_lora(model, lora_state(other))
        assert str(raised.value).endswith("load it on the model it was trained on")
        assert same(everything(model), before)
    incomplete = {name: tensor for name, tensor in state.items() if "1.attention.key.B" not in name}
    for no_adapter in ({}, incomplete, {**state, "token_embedding.weight": torch.zeros(1)}):
        with pytest.raises(ValueError, match="holds no LoRA adapter; write one with save_lora"):
            load_lora(copy.deepcopy(model), no_adapter)
    with pytest.raises(FileNotFoundError, match=r"none\.safetensors does not exist"):
        load_lora(model, tmp_path / "none.safetensors")
