"""Learned prompts before a frozen GPT: `peft` agrees, words mean words, a cache changes nothing."""

import peft
import pytest
import torch
import transformers
from safetensors.torch import save_file
from small_gpt import TOKENS, C, V, close, grown, loss
from torch import nn

from course_utils.fast_generation import cached_distribution
from course_utils.models.adapters import stored_bytes
from course_utils.models.attention import Past
from course_utils.models.lora import trainable_share
from course_utils.models.prompt_tuning import (
    Prefix,
    SoftPrompt,
    load_prompt,
    nearest_words,
    prompt_state,
    save_prompt,
)
from course_utils.models.published import load_gpt2
from course_utils.models.transformer import BERT, GPT, TransformerConfig

H, L, P = 2, 2, 3
CONFIG = TransformerConfig(V, context=12, width=C, heads=H, layers=L)
WORDS = [20, 31, 7]


def kinds(model: GPT) -> list[SoftPrompt | Prefix]:
    """One of each kind, with numbers that matter."""
    torch.manual_seed(1)
    tuned = [SoftPrompt(model, P), Prefix(model, P), Prefix(model, P, inner=5)]
    nn.init.normal_(tuned[1].prefix)
    return tuned


@pytest.fixture
def published(tmp_path) -> tuple[GPT, transformers.GPT2LMHeadModel]:
    """The same random GPT-2 in our class and in theirs."""
    config = transformers.GPT2Config(
        vocab_size=V, n_positions=12, n_embd=C, n_layer=L, n_head=H, bos_token_id=1, eos_token_id=2
    )
    theirs = transformers.GPT2LMHeadModel(config).eval()
    torch.manual_seed(2)
    for weights in theirs.parameters():
        nn.init.normal_(weights, std=0.3)
    weights = {n: w.contiguous() for n, w in theirs.state_dict().items() if "lm_head" not in n}
    save_file(weights, tmp_path / "model.safetensors")
    return load_gpt2(tmp_path / "model.safetensors", heads=H).double(), theirs.double()


def test_peft_agrees_on_soft_prompts(published):
    ours, theirs = published
    tuned = SoftPrompt(ours, P)
    judge = peft.get_peft_model(
        theirs, peft.PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=P)
    ).eval()
    embedding = judge.prompt_encoder["default"].double().embedding.weight
    with torch.no_grad():
        embedding.copy_(tuned.prompt)
    logits = tuned(TOKENS)
    expected = judge(TOKENS, attention_mask=torch.ones_like(TOKENS)).logits[:, P:]
    close(logits, expected)
    loss(logits).backward()
    loss(expected).backward()
    close(tuned.prompt.grad, embedding.grad)
    assert trainable_share(tuned, of=ours) == P * C / sum(w.numel() for w in ours.parameters())
    learning, _ = judge.get_nb_trainable_parameters()
    assert learning == P * C


@pytest.mark.parametrize("inner", [None, 5])
def test_peft_agrees_on_prefixes(published, inner):
    ours, theirs = published
    tuned = Prefix(ours, P, inner=inner)
    config = peft.PrefixTuningConfig(
        task_type="CAUSAL_LM",
        num_virtual_tokens=P,
        prefix_projection=inner is not None,
        encoder_hidden_size=inner,
    )
    judge = peft.get_peft_model(theirs, config).train()  # GPT-2's dropout is 0 below
    for module in judge.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    encoder = judge.prompt_encoder["default"].double()
    with torch.no_grad():
        if inner is None:
            nn.init.normal_(tuned.prefix)
            encoder.embedding.weight.copy_(tuned.prefix.flatten(1))
        else:
            encoder.embedding.weight.copy_(tuned.prefix)
            encoder.transform.load_state_dict(tuned.network.state_dict())
    logits = tuned(TOKENS)
    expected = judge(TOKENS, attention_mask=torch.ones(2, P + 6)[:, P:]).logits
    close(logits, expected)
    loss(logits).backward()
    loss(expected).backward()
    close(tuned.prefix.grad.flatten(1), encoder.embedding.weight.grad)
    if inner is not None:
        for weights, judged in zip(
            tuned.network.parameters(), encoder.transform.parameters(), strict=True
        ):
            close(weights.grad, judged.grad)
    learning, _ = judge.get_nb_trainable_parameters()
    assert learning == sum(w.numel() for w in tuned.parameters() if w.requires_grad)


@pytest.mark.parametrize("kind", [SoftPrompt, Prefix])
@pytest.mark.parametrize("words", [WORDS, WORDS[:2]])
def test_a_prompt_of_words_is_those_words(kind, words):
    """Step 0: what the model says after the words themselves, repeated until there are P."""
    model = grown(GPT(CONFIG))
    before = torch.tensor([(words * 2)[:P]] * 2)
    expected = model(torch.cat([before, TOKENS], 1))[:, P:]
    close(kind(model, P, words)(TOKENS), expected)


@pytest.mark.parametrize("number", range(3))
def test_a_cache_changes_nothing(number):
    tuned = kinds(grown(GPT(CONFIG)))[number]
    assert tuned.config.context == CONFIG.context - P
    tokens = torch.arange(18).view(2, 9) * 5 % V
    whole = tuned(tokens)
    assert whole.shape == (2, 9, V)
    assert not torch.allclose(whole, tuned.model(tokens))
    past = [Past() for _ in tuned.blocks]
    pieces = [tuned(tokens[:, a:b], past) for a, b in ((0, 4), (4, 5), (5, 6), (6, 9))]
    close(torch.cat(pieces, 1), whole)
    assert len(past[0]) == P + 9
    for full in (past, None):
        count = 10 if full is None else 1
        with pytest.raises(ValueError, match="10 tokens, but this model reads at most 9"):
            tuned(torch.zeros(2, count, dtype=torch.long), full)
    cached = cached_distribution(tuned)
    for n in range(12):  # beyond the context, too
        document = [(7 * i + 3) % V for i in range(n)]
        p = torch.tensor(cached(document))
        close(p, torch.tensor(tuned.distribution(document)))
        assert p.sum() == pytest.approx(1)


@pytest.mark.parametrize("number", range(3))
def test_only_the_prompt_learns_and_rows_do_not_meet(number):
    model = grown(GPT(CONFIG))
    tuned = kinds(model)[number]
    logits = tuned(TOKENS)
    close(logits[:1], tuned(TOKENS[:1]))
    later = TOKENS.clone()
    later[:, 4:] = 1
    close(tuned(later)[:, :4], logits[:, :4])
    loss(logits).backward()
    assert all(w.grad is None for w in model.parameters())
    learning = [w for w in tuned.parameters() if w.requires_grad]
    assert learning and all(w.grad.any() for w in learning)


def test_drawn_prompts_are_as_large_as_the_vectors_of_tokens():
    model = grown(GPT(TransformerConfig(V, context=400, width=C, heads=H, layers=1)))
    tuned = SoftPrompt(model, 300)
    assert tuned.prompt.std().item() == pytest.approx(0.3, rel=0.1)
    assert len({tuple(row) for row in tuned.prompt.tolist()}) == 300


@pytest.mark.parametrize("number", range(3))
def test_saved_and_loaded_over_one_base(tmp_path, number):
    model = grown(GPT(CONFIG))
    tuned, other = kinds(model)[number], SoftPrompt(model, 1, WORDS)
    says, others = tuned(TOKENS), other(TOKENS)
    path = save_prompt(tmp_path / "x.safetensors", tuned)
    drawn = torch.get_rng_state()
    loaded = load_prompt(model, path)
    assert torch.equal(torch.get_rng_state(), drawn)
    assert loaded.model is model and loaded.config == tuned.config
    assert torch.equal(loaded(TOKENS), says) and torch.equal(other(TOKENS), others)
    numbers = P * C if number == 0 else P * 2 * L * C
    assert stored_bytes(prompt_state(tuned)) == 8 * numbers  # a network is not stored
    assert path.stat().st_size < 8 * numbers + 200
    state = prompt_state(tuned)
    with torch.no_grad():
        tuned.prefix.zero_() if number else tuned.prompt.zero_()
    assert torch.equal(load_prompt(model, state)(TOKENS), says)


def test_nearest_words():
    model = grown(GPT(CONFIG))
    tuned = SoftPrompt(model, P, WORDS)
    with torch.no_grad():
        tuned.prompt[1] *= -4
    near = nearest_words(tuned, k=V)
    table = model.token_embedding.weight
    for row, vector in zip(near, tuned.prompt, strict=True):
        slow = {w: torch.cosine_similarity(vector, table[w], dim=0).item() for w in range(V)}
        assert [word for word, _ in row] == sorted(slow, key=lambda w: -slow[w])
        assert dict(row) == pytest.approx(slow)
    assert [near[0][0][0], near[1][-1][0], near[2][0][0]] == WORDS
    with pytest.raises(ValueError, match="k is 0; choose 1 to 40, the size of the vocabulary"):
        nearest_words(tuned, 0)


@pytest.mark.parametrize("kind", [SoftPrompt, Prefix])
def test_senseless_input_is_named(kind, tmp_path):
    model = grown(GPT(CONFIG))
    for length in (0, 12):
        message = f"length is {length}, but this model has 12 places in all; choose 1 to 11"
        with pytest.raises(ValueError, match=message):
            kind(model, length)
    with pytest.raises(ValueError, match="40 is no token; ids go from 0 to 39"):
        kind(model, P, [3, V])
    with pytest.raises(TypeError, match="stands before a GPT, not before a BERT"):
        kind(BERT(CONFIG), P)
    wide = grown(GPT(TransformerConfig(V, context=12, width=2 * C, heads=H, layers=L)))
    with pytest.raises(ValueError, match=r"has the shape \(3, .*\); load it on the model it was"):
        load_prompt(model, prompt_state(kind(wide, P)))
    with pytest.raises(ValueError, match="holds no prompt; write one with save_prompt"):
        load_prompt(model, {"A": torch.zeros(1)})
    with pytest.raises(FileNotFoundError, match="does not exist"):
        load_prompt(model, tmp_path / "none.safetensors")


def test_a_network_has_no_words():
    model = grown(GPT(CONFIG))
    with pytest.raises(ValueError, match="inner is 5, but words can't start a network; give words"):
        Prefix(model, P, WORDS, inner=5)
    with pytest.raises(ValueError, match="inner is 0, but it has to be 1 or more"):
        Prefix(model, P, inner=0)


def test_words_mean_words_with_rotary_positions():
    config = TransformerConfig(V, context=12, width=C, heads=H, layers=L, rotary=True)
    model = grown(GPT(config))
    words = torch.tensor(WORDS).expand(2, -1)
    expected = model(torch.cat([words, TOKENS], dim=1))[:, len(WORDS) :]
    for tuned in (SoftPrompt(model, 3, words=WORDS), Prefix(model, 3, words=WORDS)):
        close(tuned(TOKENS), expected)
