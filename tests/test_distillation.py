"""Distillation: by hand, against Kullback–Leibler, and in `fit`."""

import math

import pytest
import torch
from torch import nn

from course_utils.distillation import distillation_loss, taught_by
from course_utils.training import IGNORED


def test_one_token_by_hand():
    student, teacher = torch.tensor([[[1.0, 0.0]]]), torch.tensor([[[0.0, math.log(3)]]])
    targets = torch.tensor([[1]])
    p = math.exp(1) / (1 + math.exp(1))  # the student's, of token 0
    told = -(0.25 * math.log(p) + 0.75 * math.log(1 - p))
    text = -math.log(1 - p)
    found = [distillation_loss(student, teacher, targets, 1.0, share) for share in (1.0, 0.0, 0.5)]
    assert [f.item() for f in found] == pytest.approx([told, text, (told + text) / 2], rel=1e-5)


def test_softened_gradients_keep_their_size():
    """For a high temperature the gradient is (z − v) / V, for logits of mean zero (section 2.1)."""
    generator = torch.Generator().manual_seed(0)
    z, v = torch.randn(2, 1, 1, 5, generator=generator, dtype=torch.double)
    z, v = (z - z.mean()).requires_grad_(), v - v.mean()
    loss = distillation_loss(z, v, torch.tensor([[0]]), temperature=1000.0)
    (gradient,) = torch.autograd.grad(loss, z)
    assert torch.allclose(gradient, (z - v) / 5, atol=1e-3)


def test_padding_does_not_count():
    generator = torch.Generator().manual_seed(0)
    student, teacher = torch.randn(2, 2, 3, 7, generator=generator)
    targets = torch.tensor([[1, 2, 3], [4, IGNORED, IGNORED]])
    whole = distillation_loss(student, teacher, targets, 2.0, 0.7)
    rows = [distillation_loss(student[:1], teacher[:1], targets[:1], 2.0, 0.7)] * 3
    rows.append(distillation_loss(student[1:, :1], teacher[1:, :1], targets[1:, :1], 2.0, 0.7))
    assert whole.item() == pytest.approx(sum(row.item() for row in rows) / 4, rel=1e-5)


def test_the_teacher_stays_and_gets_no_gradient():
    torch.manual_seed(0)
    teacher, student = nn.Embedding(5, 5), nn.Embedding(5, 5)
    batch = torch.tensor([[1, 2]]), torch.tensor([[2, 3]])
    taught_by(teacher)(student, batch).backward()
    assert teacher.weight.grad is None and student.weight.grad.abs().sum() > 0
