"""Writes decoder.safetensors, the reference values of this folder: two of PyTorch's TransformerDecoderLayer in double precision, as float32.

usage: make.py, in an environment with torch and safetensors. Sequences of both sides are ragged: what is padding here is left out of the
file, whose rows are the sequences end to end. Parameters have the names of org.bert4j.common.layer.Decoder. The loss is the sum of the
results times given weights.
"""
import os

import torch
from safetensors.torch import save_file

HIDDEN, HEADS, INNER, LAYERS = 12, 3, 20, 2
TARGETS, SOURCES = [7, 1, 13, 5], [4, 9, 17, 1]

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
layers = torch.nn.ModuleList(
    torch.nn.TransformerDecoderLayer(HIDDEN, HEADS, INNER, dropout=0, activation="gelu", layer_norm_eps=1e-5, batch_first=True)
    for _ in range(LAYERS)
)
for parameter in layers.parameters():
    parameter.data = 0.4 * torch.randn_like(parameter) + (parameter.dim() == 1) * 0.3
    parameter.data = parameter.data.float().double()  # as the file holds them


def drawn(lengths):
    return torch.randn(len(lengths), max(lengths), HIDDEN).float().double()


def padding(lengths):
    return torch.tensor([[i >= length for i in range(max(lengths))] for length in lengths])


def ragged(tensor, lengths):
    return torch.cat([tensor[i, :length] for i, length in enumerate(lengths)])


x, memory, weights = drawn(TARGETS).requires_grad_(), drawn(SOURCES).requires_grad_(), drawn(TARGETS)
y = x
for layer in layers:
    y = layer(
        y, memory,
        tgt_mask=torch.triu(torch.ones(max(TARGETS), max(TARGETS), dtype=torch.bool), 1),
        tgt_key_padding_mask=padding(TARGETS), memory_key_padding_mask=padding(SOURCES),
    )
(ragged(y, TARGETS) * ragged(weights, TARGETS)).sum().backward()


def named(attribute):
    """Parameters, or their gradients, by our names."""
    tensors = {}
    for i, layer in enumerate(layers):
        prefix = f"layer.{i}."
        for ours, theirs in (("attention", layer.self_attn), ("crossattention", layer.multihead_attn)):
            for kind in ("weight", "bias"):
                parts = attribute(getattr(theirs, "in_proj_" + kind)).chunk(3)
                for name, part in zip(("query", "key", "value"), parts):
                    tensors[f"{prefix}{ours}.self.{name}.{kind}"] = part
                tensors[f"{prefix}{ours}.output.dense.{kind}"] = attribute(getattr(theirs.out_proj, kind))
        for ours, theirs in (
            ("attention.output.LayerNorm", layer.norm1), ("crossattention.output.LayerNorm", layer.norm2), ("output.LayerNorm", layer.norm3),
            ("intermediate.dense", layer.linear1), ("output.dense", layer.linear2),
        ):
            for kind in ("weight", "bias"):
                tensors[f"{prefix}{ours}.{kind}"] = attribute(getattr(theirs, kind))
    return tensors


tensors = {"x": ragged(x.detach(), TARGETS), "states": ragged(memory.detach(), SOURCES), "weights": ragged(weights, TARGETS)}
tensors.update({"y": ragged(y.detach(), TARGETS), "gradient.x": ragged(x.grad, TARGETS), "gradient.states": ragged(memory.grad, SOURCES)})
tensors.update({"target_lengths": torch.tensor(TARGETS), "source_lengths": torch.tensor(SOURCES)})
tensors.update({"weight." + name: value for name, value in named(lambda p: p.detach()).items()})
tensors.update({"gradient." + name: value for name, value in named(lambda p: p.grad).items()})
here = os.path.dirname(os.path.abspath(__file__))
save_file({k: v.float().contiguous().clone() for k, v in tensors.items()}, os.path.join(here, "decoder.safetensors"))
