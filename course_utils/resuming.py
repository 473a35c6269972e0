"""What a training needs to be broken off and to go on.

A killed one goes on from one safetensors file: weights, what the optimizers remember, the `History`
so far, and torch's random state. An interrupted one ends after the step in hand.
"""

import json
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from course_utils.models.stored import read_tensors, write_tensors

Optimizers = Sequence[torch.optim.Optimizer]


@dataclass
class History:
    """What happened during `fit`; it grows step by step, also when training is interrupted."""

    losses: list[float] = field(default_factory=list)  # of each step's batch, in nats per token
    learning_rates: list[float] = field(default_factory=list)  # of each step
    evaluations: list[tuple[int, float]] = field(default_factory=list)  # (steps done, value)
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def steps(self) -> int:
        """Steps that were done."""
        return len(self.losses)


def save_state(
    path: Path,
    plan: Mapping[str, object],
    model: nn.Module,
    optimizers: Optimizers,
    history: History,
) -> None:
    """Write the state of a training, whole or not at all.

    Args:
        path: of the file.
        plan: what must be the same when it is taken up again.
        model: in training.
        optimizers: of its parameters.
        history: of all steps so far.
    """
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    for number, optimizer in enumerate(optimizers):
        for index, remembered in optimizer.state_dict()["state"].items():
            for name, value in remembered.items():
                tensors[f"optimizer.{number}.{index}.{name}"] = value
    tensors["losses"] = torch.tensor(history.losses, dtype=torch.float64)
    tensors["learning_rates"] = torch.tensor(history.learning_rates, dtype=torch.float64)
    tensors["random"] = torch.get_rng_state()
    facts = {
        "plan": json.dumps(dict(plan), default=int),  # NumPy's integers
        "evaluations": json.dumps(history.evaluations, default=float),  # its float32, tensors
        "seconds": repr(history.seconds),
    }
    write_tensors(path, tensors, facts)


def load_state(
    path: Path,
    plan: Mapping[str, object],
    model: nn.Module,
    optimizers: Optimizers,
    history: History,
) -> None:
    """Put a saved state into a model, its optimizers and an empty history.

    Raises:
        ValueError: the file is damaged, or of a training with another plan or another model.
    """
    tensors, facts = read_tensors(path)
    was = json.loads(facts.get("plan", "{}"))
    for name, value in plan.items():
        if was.get(name) != value:
            raise ValueError(
                f"{path} is the state of a training with {name} {was.get(name)}, but this one has "
                f"{value}; delete the file to begin anew, or ask for the same"
            )
    weights = {name[6:]: value for name, value in tensors.items() if name.startswith("model.")}
    try:
        model.load_state_dict(weights)
    except RuntimeError as error:
        raise ValueError(
            f"{path} is the state of another model; delete the file to begin anew ({error})"
        ) from None
    remembered: list[dict[int, dict[str, Tensor]]] = [{} for _ in optimizers]
    for name, value in tensors.items():
        if name.startswith("optimizer."):
            _, number, index, key = name.split(".")
            # A copy: optimizers keep what they are given, and what was read is a view of the file,
            # which Windows does not let us replace as long as there is one.
            remembered[int(number)].setdefault(int(index), {})[key] = value.clone()
    for optimizer, state in zip(optimizers, remembered, strict=True):
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    torch.set_rng_state(tensors["random"])
    history.losses[:] = tensors["losses"].tolist()
    history.learning_rates[:] = tensors["learning_rates"].tolist()
    history.evaluations[:] = [tuple(pair) for pair in json.loads(facts["evaluations"])]
    history.seconds = float(facts["seconds"])


@contextmanager
def interrupts_wait(history: History) -> Iterator[None]:
    """The first interrupt only marks the history: no optimizer step is left half done."""

    def mark(_number: int, _frame: object) -> None:
        history.interrupted = True
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield  # Python lets only the main thread answer interrupts
        return
    signal.signal(signal.SIGINT, mark)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
