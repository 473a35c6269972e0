"""Weights in 4 bits (NF4; Dettmers et al. 2023, "QLoRA"): sixteen levels, one scale for 64 numbers.

    model(tokens)                       # weights of 32 bits
    quantize(model)                     # 4.5 bits for each number of the chosen matrices
    add_lora(model, rank=4, alpha=8)    # see lora.py: only A and B learn, the 4 bits stay

Letters in shapes: B batch, T time, C_in and C_out the widths of a linear layer, N blocks of S
numbers.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from course_utils.models.adapters import MATRICES, layers_called, put


def nf4_levels() -> Tensor:
    """The 16 values that a number of a block may take, from -1 to 1, ascending. (16,), float64.

    Weights are about normal, so the levels are quantiles of the normal distribution: where
    numbers crowd, levels do. Eight are above zero, seven below, and zero is one itself. The
    outermost quantiles must be finite: they leave as much in the tail as the mean of half a step
    on a scale of 15 and on one of 16.

    >>> [round(level, 3) for level in nf4_levels().tolist()][6:10]
    [-0.091, 0.0, 0.08, 0.161]
    """
    tail = (1 / 30 + 1 / 32) / 2
    seven, eight = (
        torch.special.ndtri(torch.linspace(1 - tail, 0.5, 1 + count, dtype=torch.float64))[:-1]
        for count in (7, 8)
    )  # descending, without the median, which is 0
    return torch.cat([-seven, seven.new_zeros(1), eight.flip(0)]) / eight[0]


LEVELS = nf4_levels()


def pack(weight: Tensor, block: int = 64) -> tuple[Tensor, Tensor]:
    """Nearest levels of a matrix, two to a byte, and the scales: (N, S / 2) uint8 and (N,).

    The matrix is read row by row in blocks of S numbers; zeros fill the last. A block is divided
    by its largest size ("absmax"), so that it lies between -1 and 1. Of two neighbors, the first
    takes the upper four bits.

    >>> packed, scales = pack(torch.tensor([[0.5, -0.5, 0.0, 0.1]]), block=4)
    >>> [f"{byte:08b}" for byte in packed[0].tolist()], scales.tolist()
    (['11110000', '01111001'], [0.5])
    """
    if block < 2 or block % 2:
        raise ValueError(f"block is {block}; two numbers share a byte, so choose 2, 4, … (64)")
    if not (weight.is_floating_point() and weight.isfinite().all()):
        raise ValueError(
            f"the matrix, of {weight.dtype}, has to hold finite floating-point numbers"
        )
    flat = weight.detach().flatten()
    flat = nn.functional.pad(flat, (0, -len(flat) % block)).view(-1, block)  # (N, S)
    scales = flat.abs().amax(dim=1)  # (N,)
    units = flat / torch.where(scales > 0, scales, 1)[:, None]
    levels = LEVELS.to(units)
    codes = torch.bucketize(units, (levels[1:] + levels[:-1]) / 2).to(torch.uint8)  # (N, S)
    return codes[:, 0::2] << 4 | codes[:, 1::2], scales


def unpack(packed: Tensor, scales: Tensor, shape: Sequence[int]) -> Tensor:
    """The matrix that `pack` stored, with the numbers it rounded to: (C_out, C_in)."""
    if len(shape) != 2 or not 0 <= shape[0] * shape[1] <= 2 * packed.numel():
        raise ValueError(f"shape is {shape}, but {2 * packed.numel()} numbers are packed")
    codes = torch.stack([packed >> 4, packed & 15], dim=-1).flatten(1).int()  # (N, S)
    numbers = LEVELS.to(scales)[codes] * scales[:, None]
    return numbers.flatten()[: shape[0] * shape[1]].view(*shape)


class Product(torch.autograd.Function):
    """x @ W.T for a packed W, which is unpacked again for the gradient instead of kept."""

    @staticmethod
    def forward(ctx, x: Tensor, layer: "NF4Linear") -> Tensor:
        ctx.layer = layer
        return x @ layer.weight.T

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient @ ctx.layer.weight, None


class NF4Linear(nn.Module):
    """A linear layer whose matrix lies in 4-bit blocks and never learns.

    (…, C_in) -> (…, C_out). Each pass unpacks the matrix, so it takes more time than `nn.Linear`:
    what is saved is memory. The bias stays as it was, and frozen.

    >>> from course_utils.models.adapters import stored_bytes
    >>> layer = NF4Linear(nn.Linear(64, 8))
    >>> layer(torch.zeros(2, 64)).shape, stored_bytes(layer.state_dict()), (64 * 8 + 8) * 4
    (torch.Size([2, 8]), 320, 2080)
    """

    def __init__(self, linear: nn.Linear, block: int = 64) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        packed, scales = pack(linear.weight, block)
        self.register_buffer("packed", packed)
        self.register_buffer("scales", scales)
        bias = linear.bias
        self.bias = None if bias is None else nn.Parameter(bias.detach().clone(), False)

    @property
    def weight(self) -> Tensor:
        """The matrix as numbers again, (C_out, C_in), unpacked at each call."""
        return unpack(self.packed, self.scales, (self.out_features, self.in_features))

    def forward(self, x: Tensor) -> Tensor:
        y = Product.apply(x, self)
        return y if self.bias is None else y + self.bias

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, 4 bits"


def quantize(
    model: nn.Module, targets: Sequence[str] | str = MATRICES, block: int = 64
) -> list[str]:
    """Put an NF4Linear in the place of each target; return their names.

    Embeddings and LayerNorms stay as they are, as in the paper.

    Raises:
        ValueError: for an unknown target, and for a layer that is not a plain `nn.Linear`.
    """
    layers = layers_called(model, targets)
    for name, layer in layers.items():
        if not isinstance(layer, nn.Linear):
            remedy = "remove_lora(model) first" if hasattr(layer, "base") else "once is enough"
            raise ValueError(f"{name} is a {type(layer).__name__}, not nn.Linear; {remedy}")
    packed = {name: NF4Linear(layer, block) for name, layer in layers.items()}
    for name, layer in packed.items():
        put(model, name, layer)
    return list(packed)


def dequantize(model: nn.Module) -> list[str]:
    """Put a frozen `nn.Linear` with the rounded numbers back for each NF4Linear; return names."""
    packed = {name: m for name, m in model.named_modules() if isinstance(m, NF4Linear)}
    for name, layer in packed.items():
        weight = layer.weight
        linear = nn.Linear(*weight.shape[::-1], layer.bias is not None, device="meta")
        linear.weight, linear.bias = nn.Parameter(weight, False), layer.bias
        put(model, name, linear)
    return list(packed)
