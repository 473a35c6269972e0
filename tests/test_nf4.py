"""Weights in 4 bits: the published levels, the nearest of them, and LoRA on top."""

import pytest
import torch
from small_gpt import TOKENS, C, V
from torch import nn

from course_utils.models.adapters import MATRICES, stored_bytes
from course_utils.models.lora import add_lora, lora_layers, merge, trainable_share
from course_utils.models.nf4 import (
    LEVELS,
    NF4Linear,
    dequantize,
    nf4_levels,
    pack,
    quantize,
    unpack,
)
from course_utils.models.transformer import GPT, TransformerConfig

CONFIG = TransformerConfig(V, context=8, width=C, heads=2, layers=2)
# Dettmers, Pagnoni, Holtzman and Zettlemoyer 2023, "QLoRA: Efficient Finetuning of Quantized
# LLMs", appendix E: the values of NF4.
PUBLISHED = """-1.0 -0.6961928009986877 -0.5250730514526367 -0.39491748809814453
-0.28444138169288635 -0.18477343022823334 -0.09105003625154495 0.0 0.07958029955625534
0.16093020141124725 0.24611230194568634 0.33791524171829224 0.44070982933044434
0.5626170039176941 0.7229568362236023 1.0"""


def gpt() -> GPT:
    torch.manual_seed(0)
    return GPT(CONFIG).double().eval()


def test_the_levels_are_the_published_ones():
    published = torch.tensor([float(level) for level in PUBLISHED.split()], dtype=torch.float64)
    assert len(published) == 16
    torch.testing.assert_close(nf4_levels(), published, rtol=0, atol=5e-7)
    assert nf4_levels()[7] == 0 and nf4_levels()[-1] == 1 and nf4_levels()[0] == -1


@pytest.mark.parametrize("shape", [(8, 64), (5, 7), (1, 1), (64, 3)])
@pytest.mark.parametrize("block", [2, 64])
def test_each_number_becomes_the_nearest_level_of_its_block(shape, block):
    torch.manual_seed(1)
    weight = torch.randn(shape, dtype=torch.float64)
    packed, scales = pack(weight, block)
    n = weight.numel()
    N = -(-n // block)
    assert packed.dtype == torch.uint8 and packed.shape == (N, block // 2) and len(scales) == N
    slow = []
    for start in range(0, n, block):
        numbers = weight.flatten()[start : start + block].tolist()
        scale = max(abs(number) for number in numbers)
        candidates = [scale * level for level in LEVELS.tolist()]
        slow += [min(candidates, key=lambda c: abs(c - number)) for number in numbers]
    answer = unpack(packed, scales, shape)
    torch.testing.assert_close(answer.flatten().tolist(), slow)
    again = unpack(*pack(answer, block), shape)
    torch.testing.assert_close(again, answer, rtol=1e-12, atol=0)


def test_zeros_stay_zeros():
    answer = unpack(*pack(torch.zeros(3, 5)), (3, 5))
    assert torch.equal(answer, torch.zeros(3, 5))
    with pytest.raises(ValueError, match=r"block is 63; two numbers share a byte, so choose 2, 4"):
        pack(torch.zeros(3, 5), 63)


def test_normal_weights_lose_about_a_tenth():
    """NF4 against sixteen evenly spaced levels, on what it was made for."""
    torch.manual_seed(2)
    weight = torch.randn(64, 64, dtype=torch.float64)
    error = (unpack(*pack(weight), weight.shape) - weight).norm() / weight.norm()
    scale = weight.view(-1, 64).abs().amax(1, keepdim=True)
    evenly = (weight.view(-1, 64) / scale * 7.5 - 0.5).round().clamp(-8, 7).add(0.5) / 7.5 * scale
    even_error = (evenly.view_as(weight) - weight).norm() / weight.norm()
    assert 0.08 < error < 0.11 and error < even_error


def test_a_layer_of_4_bits_is_a_layer_with_rounded_weights():
    torch.manual_seed(3)
    linear = nn.Linear(10, 6).double()
    layer = NF4Linear(linear)
    plain = nn.Linear(10, 6).double()
    plain.load_state_dict({"weight": layer.weight, "bias": linear.bias})
    x = torch.randn(2, 3, 10, dtype=torch.float64, requires_grad=True)
    torch.testing.assert_close(layer(x), plain(x), rtol=0, atol=1e-14)
    assert torch.autograd.gradcheck(layer, (x,))
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t) or t, lambda t: t):
        layer(x)
    assert not kept  # the numbers are unpacked again for the gradient
    without = NF4Linear(nn.Linear(10, 6, bias=False).double())
    assert without(x).shape == (2, 3, 6) and not list(without.parameters())


def test_bytes_are_counted():
    model = GPT(TransformerConfig(V, context=8, width=64, heads=2, layers=2))
    before = stored_bytes(model.state_dict())
    names = quantize(model)
    assert len(names) == 6 * 2
    numbers = 2 * 12 * 64 * 64
    assert before - stored_bytes(model.state_dict()) == (4 - 0.5 - 4 / 64) * numbers  # 4.5 bits
    state = model.state_dict()
    assert stored_bytes({n: t for n, t in state.items() if "packed" in n}) == numbers / 2
    other = GPT(TransformerConfig(V, context=8, width=64, heads=2, layers=2))
    quantize(other)
    other.load_state_dict(state)
    assert torch.equal(other(TOKENS), model(TOKENS))


def test_lora_on_4_bits():
    model, rounded = gpt(), gpt()
    quantize(model)
    quantize(rounded)
    assert len(dequantize(rounded)) == 12
    frozen, before = {n: t.clone() for n, t in model.state_dict().items()}, model(TOKENS)
    assert not torch.equal(before, gpt()(TOKENS))
    torch.testing.assert_close(before, rounded(TOKENS), rtol=0, atol=1e-12)
    for each in (model, rounded):
        torch.manual_seed(4)
        add_lora(each, 2, 4, MATRICES)
    assert torch.equal(model(TOKENS), before)
    assert trainable_share(model) == trainable_share(rounded)
    for each in (model, rounded):
        torch.manual_seed(5)
        for layer in lora_layers(each).values():
            nn.init.normal_(layer.B)
        each(TOKENS).square().sum().backward()
    for ours, theirs in zip(
        lora_layers(model).values(), lora_layers(rounded).values(), strict=True
    ):
        assert ours.A.grad.any()
        torch.testing.assert_close(ours.A.grad, theirs.A.grad)
        torch.testing.assert_close(ours.B.grad, theirs.B.grad)
    for name, value in model.state_dict().items():
        if not name.endswith((".A", ".B")):
            assert torch.equal(value, frozen[name.replace(".base.", ".")])
    says = model(TOKENS)
    with pytest.raises(ValueError, match=r"query is in 4 bits, .* call dequantize\(model\) first"):
        merge(model)
    dequantize(model)
    merge(model)
    torch.testing.assert_close(model(TOKENS), says, rtol=0, atol=1e-10)


def test_only_plain_layers_are_quantized():
    model = gpt()
    quantize(model, "query")
    with pytest.raises(ValueError, match=r"query is a NF4Linear, not nn\.Linear; once is enough"):
        quantize(model)
    add_lora(model, 2, 4, "value")
    with pytest.raises(ValueError, match=r"value is a LoRALinear, .*; remove_lora\(model\) first"):
        quantize(model, ("key", "value"))
    assert isinstance(model.blocks[0].attention.key, nn.Linear)
