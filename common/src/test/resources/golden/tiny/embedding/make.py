"""Writes the reference values of this folder with HuggingFace's BertModel and PyTorch in double precision, as float32.

usage: make.py, in an environment with torch, transformers and safetensors. The encoder is that of ../model.safetensors, the pairs are the
sequences 0 and 1, 2 and 3 of ../inputs.safetensors; the losses are sentence-transformers' CosineSimilarityLoss and MultipleNegativesRankingLoss.
"""
import json
import os

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel

here = os.path.dirname(os.path.abspath(__file__))
inputs = load_file(os.path.join(here, "..", "inputs.safetensors"))
weights = load_file(os.path.join(here, "..", "model.safetensors"))
scores = torch.tensor([0.8, -0.1], dtype=torch.float64)
with open(os.path.join(here, "..", "config.json")) as f:
    config = BertConfig(**json.load(f), attn_implementation="eager")
for pooling, kind in (("cls", "cosine"), ("mean", "in_batch_negatives"), ("max", "in_batch_negatives")):
    model = BertModel(config, add_pooling_layer=False)
    names = {k.removeprefix("bert."): v for k, v in weights.items() if k.startswith("bert.") and "pooler" not in k}
    model.load_state_dict(names, strict=True)
    model = model.double().eval()
    mask = inputs["attention_mask"]
    hidden = model(input_ids=inputs["input_ids"], token_type_ids=inputs["token_type_ids"], attention_mask=mask).last_hidden_state
    if pooling == "cls":
        vectors = hidden[:, 0]
    elif pooling == "mean":
        vectors = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
    else:
        vectors = hidden.masked_fill(mask.unsqueeze(-1) == 0, -torch.inf).max(1).values
    unit = torch.nn.functional.normalize(vectors, dim=1)
    if kind == "cosine":
        loss = torch.nn.functional.mse_loss((unit[0::2] * unit[1::2]).sum(1), scores)
    else:
        loss = torch.nn.functional.cross_entropy(20 * unit[0::2] @ unit[1::2].T, torch.arange(2))
    loss.backward()
    tensors = {"vectors": vectors.detach(), "loss": loss.detach().reshape(1), "scores": scores}
    tensors.update({"gradient.bert." + k: v.grad for k, v in model.named_parameters()})
    save_file({k: v.float().contiguous() for k, v in tensors.items()}, os.path.join(here, f"{pooling}_{kind}.safetensors"))
    print(pooling, kind, loss.item())
