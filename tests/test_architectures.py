"""Transformers against well-known libraries: the same weights give the same numbers."""

import itertools
import math

import pytest
import torch
import transformers
from safetensors.torch import save_file
from torch import nn
from transformers.models.gptj import modeling_gptj

from course_utils.models.attention import (
    MultiHeadAttention,
    Past,
    causal_mask,
    rotate,
    sinusoidal_positions,
)
from course_utils.models.looking import heads_off, watch
from course_utils.models.published import load_bert, load_gpt2
from course_utils.models.transformer import (
    BERT,
    GPT,
    Block,
    EncoderDecoder,
    TransformerConfig,
)
from course_utils.tokenizers import PAD

C, H, V = 24, 3, 60
CONFIG = TransformerConfig(V, context=12, width=C, heads=H, layers=2)


def double(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def gradients(output: torch.Tensor, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
    goal = torch.linspace(-1, 1, output.numel(), dtype=output.dtype).view_as(output)
    return torch.autograd.grad((output * goal).sum(), inputs)


def assert_close(ours, theirs, atol: float = 1e-12) -> None:
    for our, their in zip(ours, theirs, strict=True):
        torch.testing.assert_close(our, their, rtol=0, atol=atol)


def copy_attention(theirs: nn.MultiheadAttention, ours: MultiHeadAttention) -> None:
    with torch.no_grad():
        for part, name in enumerate(("query", "key", "value")):
            rows = slice(part * C, (part + 1) * C)
            getattr(ours, name).weight.copy_(theirs.in_proj_weight[rows])
            getattr(ours, name).bias.copy_(theirs.in_proj_bias[rows])
        ours.output.load_state_dict(theirs.out_proj.state_dict())


@pytest.fixture
def attention() -> tuple[MultiHeadAttention, nn.MultiheadAttention]:
    torch.manual_seed(0)
    ours = MultiHeadAttention(C, H).double()
    theirs = nn.MultiheadAttention(C, H, batch_first=True).double()
    nn.init.normal_(theirs.in_proj_bias)
    copy_attention(theirs, ours)
    return ours, theirs


def test_self_attention_equals_pytorch(attention):
    ours, theirs = attention
    x, mask = double(2, 7, C), causal_mask(7)
    with watch(ours) as seen:
        output = ours(x, mask=mask)
    expected, weights = theirs(x, x, x, attn_mask=~mask, average_attn_weights=False)
    assert_close([output, seen["weights"]], [expected, weights])
    assert_close(gradients(output, x), gradients(expected, x))
    together = nn.functional.scaled_dot_product_attention(
        seen["queries"], seen["keys"], seen["values"], is_causal=True
    )
    assert_close([seen["head_outputs"]], [together])


def test_cross_attention_with_padding_equals_pytorch(attention):
    ours, theirs = attention
    x, memory = double(2, 4, C), double(2, 6, C)
    real = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0]]).bool()
    output = ours(x, memory, real[:, None, None, :])
    expected, _ = theirs(x, memory, memory, key_padding_mask=~real)
    assert_close([output], [expected])
    assert_close(gradients(output, x, memory), gradients(expected, x, memory))


@pytest.mark.parametrize("pre_norm", [True, False])
@pytest.mark.parametrize("cross", [True, False])
def test_blocks_equal_pytorch(pre_norm, cross):
    torch.manual_seed(1)
    block = Block(C, H, nn.ReLU(), pre_norm, cross).double()
    kind = nn.TransformerDecoderLayer if cross else nn.TransformerEncoderLayer
    layer = kind(C, H, 4 * C, dropout=0.0, batch_first=True, norm_first=pre_norm).double()
    for weights in layer.parameters():
        nn.init.normal_(weights, std=0.3)
    pairs = {"linear1": block.feed_forward.widen, "linear2": block.feed_forward.output}
    pairs["norm1"] = block.attention_norm
    pairs["norm3" if cross else "norm2"] = block.feed_forward_norm
    copy_attention(layer.self_attn, block.attention)
    if cross:
        pairs["norm2"] = block.cross_norm
        copy_attention(layer.multihead_attn, block.cross_attention)
    for name, module in pairs.items():
        module.load_state_dict(getattr(layer, name).state_dict())
    x, memory, mask = double(2, 5, C), double(2, 6, C), causal_mask(5)
    if cross:
        ours, theirs = block(x, mask, memory=memory), layer(x, memory, tgt_mask=~mask)
    else:
        ours, theirs = block(x, mask), layer(x, src_mask=~mask)
    assert_close([ours], [theirs])
    inputs = (x, memory) if cross else (x,)
    assert_close(gradients(ours, *inputs), gradients(theirs, *inputs))


def grown(model: nn.Module) -> nn.Module:
    """Weights so large that every part of a random model matters."""
    torch.manual_seed(2)
    for weights in model.parameters():
        nn.init.normal_(weights, std=0.3)
    return model.eval()


def saved(model: nn.Module, path, tied: str) -> None:
    weights = {k: v.contiguous() for k, v in model.state_dict().items() if tied not in k}
    save_file(weights, path, metadata={"format": "pt"})


@pytest.mark.parametrize("headless", [False, True])
def test_gpt_equals_gpt2_through_a_published_file(tmp_path, headless):
    config = transformers.GPT2Config(vocab_size=V, n_positions=12, n_embd=C, n_layer=2, n_head=H)
    theirs = grown(transformers.GPT2LMHeadModel(config))
    stored = theirs.transformer if headless else theirs
    saved(stored, tmp_path / "model.safetensors", tied="lm_head")
    ours = load_gpt2(tmp_path / "model.safetensors", heads=H)
    assert ours.config == CONFIG
    tokens = torch.randint(V, (3, 12))
    expected = theirs(tokens).logits
    assert_close([ours(tokens)], [expected], atol=2e-4 * expected.abs().max().item())
    ours, theirs = ours.double(), theirs.double()
    assert_close([ours(tokens)], [theirs(tokens).logits], atol=1e-9)


@pytest.mark.parametrize("old_names", [False, True])
def test_bert_equals_bert_through_a_published_file(tmp_path, old_names):
    config = transformers.BertConfig(
        vocab_size=V,
        hidden_size=C,
        num_hidden_layers=2,
        num_attention_heads=H,
        intermediate_size=4 * C,
        max_position_embeddings=12,
        layer_norm_eps=1e-5,
        pad_token_id=PAD,
    )
    theirs = grown(transformers.BertForMaskedLM(config))
    path = tmp_path / "model.safetensors"
    weights = {k: v.contiguous() for k, v in theirs.state_dict().items() if "decoder" not in k}
    if old_names:  # as the first published files have it
        weights = {
            k.replace("LayerNorm.weight", "LayerNorm.gamma").replace(
                "LayerNorm.bias", "LayerNorm.beta"
            ): v
            for k, v in weights.items()
        }
    save_file(weights, path)
    ours, theirs = load_bert(path, heads=H).double(), theirs.double()
    tokens = torch.randint(16, V, (2, 12))
    tokens[1, 9:] = PAD
    segments = torch.tensor([[0] * 5 + [1] * 7] * 2)
    expected = theirs(tokens, (tokens != PAD).long(), segments).logits
    assert_close([ours(tokens, segments)], [expected], atol=1e-9)


def test_files_of_other_models_are_named(tmp_path):
    path = tmp_path / "x.safetensors"
    save_file({"x": torch.zeros(1)}, path)
    with pytest.raises(ValueError, match="holds no GPT-2"):
        load_gpt2(path)
    with pytest.raises(ValueError, match="holds no BERT"):
        load_bert(path)


def test_the_cache_changes_nothing():
    model = grown(GPT(CONFIG)).double()
    tokens = torch.randint(V, (2, 12))
    past = [Past() for _ in model.blocks]
    pieces = [model(tokens[:, a:b], past) for a, b in ((0, 5), (5, 6), (6, 7), (7, 12))]
    assert len(past[0]) == 12
    assert_close([torch.cat(pieces, 1)], [model(tokens)], atol=1e-10)
    with pytest.raises(ValueError, match="13 tokens, but this model reads at most 12"):
        model(tokens[:, :1], past)


def test_an_encoder_decoder_sees_the_source_and_the_past():
    model = grown(EncoderDecoder(CONFIG)).double()
    source, target = torch.randint(16, V, (2, 9)), torch.randint(16, V, (2, 8))
    source[1, 6:] = PAD
    before = model(source, target)
    assert before.shape == (2, 8, V)
    later = target.clone()
    later[:, 5:] = 17
    assert_close([model(source, later)[:, :5]], [before[:, :5]])
    assert not torch.allclose(model(source, later)[:, 5:], before[:, 5:])
    swapped = source.flip(1)
    assert not torch.allclose(model(swapped, target), before)
    shorter = model(source[1:, :6], target[1:])  # padding is seen by none
    assert_close([shorter], [before[1:]])
    with watch(model) as seen, heads_off(model, [(1, 2)], cross=True):
        without = model(source, target)
    assert seen["decoder.1.cross_attention.weights"].shape == (2, H, 8, 9)
    assert not torch.allclose(without, before)


def test_a_cache_changes_no_translation():
    model = grown(EncoderDecoder(CONFIG)).double()
    source, target = torch.randint(16, V, (2, 9)), torch.randint(16, V, (2, 8))
    source[1, 6:] = PAD
    encoded, past = model.encode(source), [Past() for _ in model.decoder]
    pieces = [model.decode(*encoded, target[:, a:b], past) for a, b in ((0, 3), (3, 4), (4, 8))]
    assert_close([torch.cat(pieces, 1)], [model(source, target)], atol=1e-10)


def test_bert_sees_both_sides_and_no_padding():
    model = grown(BERT(CONFIG)).double()
    tokens = torch.randint(16, V, (1, 8))
    before = model(tokens)
    changed = tokens.clone()
    changed[0, 7] = 16 + (changed[0, 7] - 15) % (V - 16)
    assert not torch.allclose(model(changed)[0, 0], before[0, 0])
    padded = torch.cat([tokens, torch.full((1, 3), PAD)], 1)
    assert_close([model(padded)[:, :8]], [before])


def test_sinusoidal_positions_turn_by_a_fixed_angle():
    table = sinusoidal_positions(50, 8).double()
    assert table.shape == (50, 8)
    torch.testing.assert_close(table.norm(dim=1), torch.full((50,), 2.0, dtype=torch.float64))
    for place, column in itertools.product((0, 1, 49), range(8)):  # Vaswani et al. (2017), 3.5
        angle = place / 10_000 ** ((column - column % 2) / 8)
        expected = math.cos(angle) if column % 2 else math.sin(angle)
        assert table[place, column].item() == pytest.approx(expected, abs=1e-5)
    # The product of two places depends on their distance alone.
    products = table @ table.T
    torch.testing.assert_close(products[3, 10], products[20, 27], atol=1e-5, rtol=0)


def test_rotation_is_that_of_gpt_j():
    torch.manual_seed(0)
    x = torch.randn(2, H, 9, 8)  # (B, H, T, D)
    sines, cosines = modeling_gptj.create_sinusoidal_positions(9, 8).chunk(2, -1)
    theirs = modeling_gptj.apply_rotary_pos_emb(x.transpose(1, 2), sines[None], cosines[None])
    torch.testing.assert_close(rotate(x), theirs.transpose(1, 2), atol=1e-6, rtol=0)
    torch.testing.assert_close(rotate(x[..., 4:, :], 4), rotate(x)[..., 4:, :], atol=0, rtol=0)


def test_rotation_and_mask_are_made_where_the_numbers_are():
    x = torch.ones(9, 8, device="meta")  # a device without numbers: mixing it with the CPU fails
    assert rotate(x).device == causal_mask(3, 3, device="meta").device == x.device
    torch.testing.assert_close(rotate(torch.ones(2, 9, 8))[1], rotate(torch.ones(9, 8)))


@pytest.mark.parametrize("build", [GPT, BERT])
def test_rotary_models_know_distances_and_not_places(build):
    torch.manual_seed(0)
    config = TransformerConfig(V, context=12, width=C, heads=H, layers=2, rotary=True)
    model = build(config).double().eval()
    assert not any("position" in name for name, _ in model.named_parameters())
    layer = model.blocks[0].attention
    x = torch.randn(1, 1, C, dtype=torch.float64).expand(1, 12, C)
    with torch.no_grad(), watch(layer) as seen:
        layer(x)
    scores = seen["scores"][0]  # (H, T, T): the same vector everywhere, so only distance counts
    for distance in (-5, 0, 3):
        diagonal = scores.diagonal(distance, 1, 2)
        torch.testing.assert_close(diagonal, diagonal[:, :1].expand_as(diagonal))
    assert (scores[:, 0, 0] - scores[:, 5, 0]).abs().min() > 1e-4


def test_rotary_positions_with_a_cache_give_the_same():
    torch.manual_seed(0)
    config = TransformerConfig(V, context=12, width=C, heads=H, layers=2, rotary=True)
    model, tokens = GPT(config).double().eval(), torch.randint(V, (2, 11))
    past = [Past() for _ in model.blocks]
    pieces = [model(part, past) for part in tokens.split([5, 1, 1, 4], dim=1)]
    assert_close([torch.cat(pieces, dim=1)], [model(tokens)])
    with pytest.raises(ValueError, match="22 tokens, but this model reads at most 12"):
        model(tokens, past)


def test_rotary_positions_need_pairs():
    with pytest.raises(ValueError, match="a head has 3; try width 18"):
        TransformerConfig(V, width=9, heads=3, rotary=True)
