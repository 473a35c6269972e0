"""How long a training step takes by the length of the texts: an LSTM beside a Transformer.

    python -m course_utils.runs.step_times          on the processor, one thread
    python -m course_utils.runs.step_times cuda     on a GPU, if there is one

Three LSTM layers and two Transformer blocks have about as many parameters; embeddings and logits,
which both would share, are left out.
"""

import argparse
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from course_utils.models.attention import causal_mask
from course_utils.models.transformer import Block

WIDTH, ROWS, LENGTHS = 128, 2, (32, 64, 128, 256, 512)


class LSTMLayers(nn.Module):
    """(B, T, C) -> (B, T, C), one step after the other."""

    def __init__(self, width: int = WIDTH, layers: int = 3) -> None:
        super().__init__()
        self.layers = nn.LSTM(width, width, layers, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)[0]


class TransformerBlocks(nn.Module):
    """(B, T, C) -> (B, T, C), all positions at once, each sees what came before."""

    def __init__(self, width: int = WIDTH, layers: int = 2) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, 4, nn.GELU("tanh")) for _ in range(layers))

    def forward(self, x: Tensor) -> Tensor:
        mask = causal_mask(x.shape[1], device=x.device)
        for block in self.blocks:
            x = block(x, mask)
        return x


def milliseconds(model: nn.Module, T: int, rows: int = ROWS, trials: int = 5) -> float:
    """The fastest of some forward and backward passes over `rows` texts of T vectors.

    On the processor its own time is taken, so that other programs count less; on a GPU the
    clock's, after waiting for the GPU.
    """
    device = next(model.parameters()).device
    x = torch.randn(rows, T, WIDTH, device=device)
    clock: Callable[[], float] = time.process_time if device.type == "cpu" else time.perf_counter
    spent = []
    for _ in range(trials + 1):  # the first one warms up
        begin = clock()
        model.zero_grad()
        model(x).square().mean().backward()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        spent.append(1000 * (clock() - begin))
    return min(spent[1:])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Milliseconds of a training step by length.")
    parser.add_argument("device", nargs="?", default="cpu", choices=("cpu", "cuda"))
    device = torch.device(parser.parse_args(arguments).device)
    models = {"LSTM": LSTMLayers(), "Transformer": TransformerBlocks()}
    for name, model in models.items():
        print(name, sum(p.numel() for p in model.to(device).parameters()), "parameters", device)
    for T in LENGTHS:
        times = {name: milliseconds(model, T) for name, model in models.items()}
        print(f"T = {T:4}", *(f"{name} {ms:8.2f} ms" for name, ms in times.items()))


if __name__ == "__main__":
    main()
