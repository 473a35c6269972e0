"""Training on several processes: each takes its share of every batch, and all make the same step.

Started by `torchrun --nproc-per-node 2 -m course_utils.pretrain`, processes find each other by
variables that torchrun sets; started alone, there is one process and nothing to share.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from course_utils.training import IGNORED, Batch


@dataclass(frozen=True)
class Team:
    """The processes that train one model."""

    rank: int  # of this process, 0 to size - 1
    size: int
    device: torch.device  # of this process

    @property
    def leads(self) -> bool:
        """Whether this process is the one that prints and writes files."""
        return self.rank == 0

    def wait(self) -> None:
        """Go on when all processes have come here."""
        if self.size > 1:
            dist.barrier()

    def agree(self, choice: bool) -> bool:
        """What process 0 chose: processors may differ, the arithmetic must not."""
        if self.size == 1:
            return choice
        chosen = torch.tensor([int(choice)], device=self.device)
        dist.broadcast(chosen, src=0)
        return bool(chosen.item())


@contextmanager
def join_team() -> Iterator[Team]:
    """Find the other processes, if torchrun started some, and part from them at the end.

    Each takes a GPU of its own where there are any ("nccl" carries gradients between them), else
    the processor ("gloo").
    """
    rank, size = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    device = torch.device("cpu")
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
    if size > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Team(rank, size, device)
    finally:
        if size > 1:
            dist.destroy_process_group()


def shared_loss(
    team: Team, model: nn.Module, bfloat16: bool = False
) -> Callable[[nn.Module, Batch], Tensor]:
    """`next_token_loss` over the whole batch, whichever process computes which rows.

    Every process draws the same batch and reads its own rows of it. The mean divides by the
    targets of *all* rows: rows differ in length, so a mean of the processes' means would be
    another number.

    Args:
        team: of processes.
        model: that all of them train, on the team's device.
        bfloat16: multiply matrices in bfloat16 (mixed precision); the weights stay as they are.
    """
    everyone = DistributedDataParallel(model) if team.size > 1 else model

    def loss(_model: nn.Module, batch: Batch) -> Tensor:
        inputs, targets = (part[team.rank :: team.size].to(team.device) for part in batch)
        with torch.autocast(team.device.type, torch.bfloat16, enabled=bfloat16):
            logits = everyone(inputs)  # (rows, T, V)
            losses = nn.functional.cross_entropy(
                logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum"
            )
        mine = losses / int((batch[1] != IGNORED).sum())
        if team.size == 1:
            return mine
        total = mine.detach().clone()
        dist.all_reduce(total)
        # The value is that of all. The gradient is this process's, times their number, because
        # DistributedDataParallel takes the mean of gradients where we need their sum.
        return team.size * mine + (total - team.size * mine.detach())

    return loss
