"""The step for one token in NumPy says what the model says, and refuses what it leaves out."""

import numpy as np
import pytest
import torch

from course_utils import fast_generation
from course_utils.fast_generation import cached_distribution, fast_distribution
from course_utils.generation import sample
from course_utils.models.looking import watch
from course_utils.models.lora import add_lora, merge, remove_lora
from course_utils.models.transformer import GPT, TransformerConfig


def small(rotary: bool, seed: int = 0) -> GPT:
    """A GPT with weights far from their start, so that every part of it matters."""
    torch.manual_seed(seed)
    sizes = TransformerConfig(60, context=12, width=16, heads=2, layers=2, rotary=rotary)
    model = GPT(sizes).eval()
    with torch.no_grad():
        for weights in model.parameters():
            weights.add_(0.3 * torch.randn_like(weights))
    return model


@pytest.mark.parametrize("rotary", [False, True])
def test_it_says_what_the_model_says(rotary):
    model = small(rotary)
    fast, random = fast_distribution(model), np.random.default_rng(0)
    text = random.integers(3, 60, 20).tolist()
    for length in (*range(20), 3, 4, 19, 5):  # grows, outgrows the context, and begins anew
        np.testing.assert_allclose(
            fast(text[:length]), model.distribution(text[:length]), rtol=1e-4, atol=1e-6
        )
    other = [*text[:4], 7, 8]
    np.testing.assert_allclose(fast(other), model.distribution(other), rtol=1e-4, atol=1e-6)
    assert sample(fast, [5], 11, seed=3) == sample(model.distribution, [5], 11, seed=3)


@pytest.mark.parametrize("rotary", [False, True])
@pytest.mark.parametrize("write", [cached_distribution, fast_distribution])
def test_writing_that_was_stopped_goes_on_rightly(monkeypatch, write, rotary):
    """Ctrl+C in the second block leaves keys of two texts behind; none of them may be used."""
    model, stop = small(rotary), [0]  # in which call of a block from here on; 0: in none

    def stopped(*_):
        stop[0] -= 1
        if stop[0] == 0:
            raise KeyboardInterrupt

    made = fast_generation._block

    def stoppable(*arguments):
        step = made(*arguments)
        return lambda x, at: stopped() or step(x, at)

    monkeypatch.setattr(fast_generation, "_block", stoppable)
    if write is cached_distribution:
        model.blocks[1].register_forward_pre_hook(stopped)
    distribution = write(model)
    text = [20, 21, 22, 23]
    distribution(text[:2])
    for others, call in (([30, 31, 32], 4), (text[:3], 2)):  # another text, and the same one
        stop[0] = call if write is fast_distribution else 1
        with pytest.raises(KeyboardInterrupt):
            distribution(others)
        for length in (3, 4, 1):
            np.testing.assert_allclose(
                distribution(text[:length]), model.distribution(text[:length]), rtol=1e-4, atol=1e-6
            )


def test_two_texts_do_not_disturb_each_other():
    model = small(rotary=True)
    first, second = fast_distribution(model), fast_distribution(model)
    first([5, 6, 7]), second([8, 9])
    np.testing.assert_allclose(first([5, 6, 7, 8]), model.distribution([5, 6, 7, 8]), atol=1e-6)


def test_what_the_model_learns_later_is_in_it():
    model = small(rotary=False)
    fast = fast_distribution(model)
    before = fast([5, 6])
    with torch.no_grad():
        model.blocks[0].feed_forward.widen.weight.mul_(3)
    assert not np.allclose(fast([5, 7]), before)
    np.testing.assert_allclose(fast([5, 6, 7]), model.distribution([5, 6, 7]), atol=1e-6)


def test_what_it_would_leave_out_is_refused():
    model = small(rotary=False)
    with pytest.raises(ValueError, match="reads plain layers of float32 on the processor"):
        fast_distribution(small(rotary=False).double())
    with watch(model), pytest.raises(ValueError, match="is being looked at"):
        fast_distribution(model)
    add_lora(model, 2, 4, ("query",))
    with torch.no_grad():
        model.blocks[1].attention.query.B.normal_()
    with pytest.raises(ValueError, match=r"blocks\.0\.attention\.query is LoRALinear"):
        fast_distribution(model)
    merge(model)
    remove_lora(model)
    np.testing.assert_allclose(
        fast_distribution(model)([5, 6]), model.distribution([5, 6]), rtol=1e-4, atol=1e-6
    )
