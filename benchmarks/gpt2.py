"""One GPT-2 of random weights, twice: the course's GPT and that of `transformers`."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    import transformers

from course_utils.models.published import load_gpt2
from course_utils.models.transformer import GPT
from course_utils.tokenizers import START


def twins(
    vocabulary: int, context: int, width: int, layers: int, heads: int, grown: float = 1.0
) -> "tuple[GPT, transformers.GPT2LMHeadModel]":
    """Both models with the same weights, without dropout; they say the same: that is checked.

    Args:
        vocabulary, context, width, layers, heads: the sizes.
        grown: makes the weights larger, so that a random model has opinions.
    """
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=vocabulary,
        n_positions=context,
        n_embd=width,
        n_layer=layers,
        n_head=heads,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=START,
        eos_token_id=None,
        pad_token_id=None,
    )
    theirs = transformers.GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        for weights in theirs.parameters():
            if weights.dim() > 1:
                weights.mul_(grown)
    with tempfile.TemporaryDirectory() as folder:
        theirs.save_pretrained(folder)
        ours = load_gpt2(Path(folder) / "model.safetensors", heads)
        for weights in ours.parameters():  # not the file's memory: it will be gone
            weights.data = weights.data.clone()
    ours.requires_grad_(True)
    tokens = torch.arange(8)[None] % vocabulary
    with torch.inference_mode():
        assert torch.allclose(ours(tokens), theirs(tokens).logits, atol=1e-3), "other logits"
    return ours, theirs
