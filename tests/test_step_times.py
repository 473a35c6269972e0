"""The two models whose training steps are timed are of one size, and causal."""

import torch

from course_utils.runs import step_times
from course_utils.runs.step_times import WIDTH, LSTMLayers, TransformerBlocks, milliseconds


def test_both_have_about_as_many_parameters_and_see_no_future():
    torch.manual_seed(0)
    sizes, x = [], torch.randn(1, 6, WIDTH)
    changed = x.clone()
    changed[:, 4:] += 1
    for model in (LSTMLayers(), TransformerBlocks()):
        sizes.append(sum(weights.numel() for weights in model.parameters()))
        before, after = model(x), model(changed)
        assert before.shape == x.shape
        torch.testing.assert_close(before[:, :4], after[:, :4])
        assert not torch.allclose(before[:, 4:], after[:, 4:])
    assert abs(sizes[0] - sizes[1]) < 0.01 * sizes[0]


def test_longer_texts_take_longer():
    model = TransformerBlocks(layers=1)
    assert 0 < milliseconds(model, 8, trials=2) < milliseconds(model, 256, trials=2)


def test_the_command_prints_a_row_for_each_length(monkeypatch, capsys):
    monkeypatch.setattr(step_times, "LENGTHS", (4, 8))
    step_times.main([])
    assert capsys.readouterr().out.count("T = ") == 2
