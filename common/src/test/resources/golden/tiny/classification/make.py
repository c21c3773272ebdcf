"""Writes the reference values of this folder with HuggingFace's BertForSequenceClassification in double precision, as float32.

usage: make.py, in an environment with torch, transformers and safetensors. The encoder and its pooler are those of ../model.safetensors,
the sequences those of ../inputs.safetensors; the classifier is drawn here. 3 labels, of a regression 2 numbers.
"""
import json
import os

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification

here = os.path.dirname(os.path.abspath(__file__))
inputs = load_file(os.path.join(here, "..", "inputs.safetensors"))
weights = load_file(os.path.join(here, "..", "model.safetensors"))
targets = {
    "single_label_classification": torch.tensor([2, 0, 1, 2]),
    "multi_label_classification": torch.tensor([[1.0, 0, 1], [0, 0, 0], [0, 1, 0], [1, 1, 1]]),
    "regression": torch.tensor([[0.5, -1.0], [2.25, 0.0], [-0.75, 3.0], [1.0, 1.0]]),
}
for problem, target in targets.items():
    labels = 2 if problem == "regression" else 3
    with open(os.path.join(here, "..", "config.json")) as f:
        config = BertConfig(**json.load(f), num_labels=labels, problem_type=problem, attn_implementation="eager")
    torch.manual_seed(7)
    model = BertForSequenceClassification(config)
    classifier = {"classifier.weight": 0.2 * torch.randn(labels, config.hidden_size), "classifier.bias": 0.2 * torch.randn(labels)}
    missing, unexpected = model.load_state_dict({**{k: v for k, v in weights.items() if k.startswith("bert.")}, **classifier}, strict=False)
    assert not unexpected and all("position_ids" in m for m in missing), (missing, unexpected)
    model = model.double().eval()
    output = model(
        input_ids=inputs["input_ids"], token_type_ids=inputs["token_type_ids"], attention_mask=inputs["attention_mask"],
        labels=target if problem.startswith("single") else target.double(),
    )
    output.loss.backward()
    tensors = {"logits": output.logits.detach(), "loss": output.loss.detach().reshape(1), "targets": target}
    tensors.update({"weight." + k: v for k, v in classifier.items()})
    tensors.update({"gradient." + k: v.grad for k, v in model.named_parameters()})
    save_file({k: v.float().contiguous() for k, v in tensors.items()}, os.path.join(here, problem + ".safetensors"))
    print(problem, float(output.loss))
