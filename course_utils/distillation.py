"""Distillation: a small model learns from what a large one says, not only from the text."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_utils.models.ids import known_ids
from course_utils.training import IGNORED, Batch


def distillation_loss(
    student: Tensor, teacher: Tensor, targets: Tensor, temperature: float = 1.0, share: float = 1.0
) -> Tensor:
    """Hinton, Vinyals and Dean 2015; notebooks/week5_2_finetuning.ipynb, section 7.

    Cross-entropy to the teacher's probabilities, and to the text, in nats: logits (B, T, V), twice,
    and targets (B, T) -> (). What is IGNORED does not count.

    Args:
        student: logits, with gradient.
        teacher: logits.
        targets: the tokens of the text.
        temperature: both distributions are softened by it, and their part of the loss is
            multiplied by its square, as its gradients shrink so much (section 2 of the paper).
        share: of the teacher; the rest is that of the text.

    >>> same = torch.tensor([[[2.0, 0.0]]])
    >>> text = distillation_loss(same, same, torch.tensor([[1]]), share=0.0)
    >>> round(text.item(), 3)
    2.127
    """
    asked = targets != IGNORED
    if not (temperature > 0 and 0 <= share <= 1 and asked.any()):
        raise ValueError(
            f"temperature {temperature}, share {share}, {int(asked.sum())} targets; temperature is "
            "above 0, share from 0 to 1, and there is at least one target"
        )
    student, teacher, targets = student[asked], teacher[asked], targets[asked]  # (N, V), (N,)
    soft = (teacher / temperature).softmax(-1)
    told = nn.functional.cross_entropy(student / temperature, soft)
    text = nn.functional.cross_entropy(student, targets)
    return share * temperature**2 * told + (1 - share) * text


def taught_by(
    teacher: nn.Module, temperature: float = 1.0, share: float = 1.0
) -> Callable[[nn.Module, Batch], Tensor]:
    """A loss for `fit`: the teacher reads each batch too, and is not changed."""

    def loss(student: nn.Module, batch: Batch) -> Tensor:
        inputs, targets = batch
        with torch.no_grad(), known_ids(inputs):
            said = teacher(inputs)
        return distillation_loss(student(inputs), said, targets, temperature, share)

    return loss
