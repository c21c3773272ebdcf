"""Fine-tuning by HuggingFace transformers and PyTorch's AdamW as the Trainer sets them (epsilon 1e-8, clipping at 1, no decay of
biases and LayerNorm, 10 % warm-up, linear decay), every batch being all texts, so that their order does not matter; no dropout.

usage: make.py        (writes here: a directory a problem with the model to begin with and the losses and gradient norms of every step)
"""
import json
import pathlib
import random

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

HERE = pathlib.Path(__file__).parent
WORDS = "the a cat dog bird sat ran flew on under over mat tree house slowly fast and then it was red blue small big not".split()
STEPS, WARMUP, RATE = 20, 2, 2e-3


def main():
    draw = random.Random(5)
    (HERE / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS) + "\n")
    tokenizer = BertTokenizer(str(HERE / "vocab.txt"))
    sentence = lambda: " ".join(draw.choice(WORDS) for _ in range(draw.randint(2, 9)))
    texts = [{"sentence1": sentence(), "sentence2": sentence()} for _ in range(12)]
    for problem, labels in (("regression", [round(draw.uniform(0, 5), 2) for _ in texts]), ("single_label_classification", [str(i % 3) for i in range(12)])):
        out = HERE / problem
        out.mkdir(exist_ok=True)
        (out / "texts.jsonl").write_text("".join(json.dumps({**text, "label": label}) + "\n" for text, label in zip(texts, labels)))
        torch.manual_seed(7)
        names = ["LABEL_0"] if problem == "regression" else ["0", "1", "2"]  # a number has no name in HuggingFace's
        config = BertConfig(
            vocab_size=len(WORDS) + 5, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, max_position_embeddings=32,
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, problem_type=problem, num_labels=len(names), initializer_range=0.2,
            id2label=dict(enumerate(names)), label2id={name: i for i, name in enumerate(names)})
        model = BertForSequenceClassification(config)
        model.save_pretrained(out)
        (out / "vocab.txt").write_text((HERE / "vocab.txt").read_text())
        model.train()
        decays = lambda name: not (name.endswith("bias") or "LayerNorm" in name)
        groups = [{"params": [p for n, p in model.named_parameters() if decays(n) == decay], "weight_decay": 0.01 * decay} for decay in (True, False)]
        optimizer = torch.optim.AdamW(groups, lr=RATE, eps=1e-8)
        batch = tokenizer([t["sentence1"] for t in texts], [t["sentence2"] for t in texts], return_tensors="pt", padding=True)
        targets = torch.tensor(labels if problem == "regression" else [int(label) for label in labels])
        steps = []
        for step in range(STEPS):
            for group in optimizer.param_groups:
                group["lr"] = RATE * (step / WARMUP if step < WARMUP else (STEPS - step) / (STEPS - WARMUP))
            loss = model(**batch, labels=targets).loss
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            steps.append({"loss": loss.item(), "gradient_norm": norm.item()})
        (out / "steps.json").write_text(json.dumps(steps, indent=0) + "\n")
    (HERE / "vocab.txt").unlink()


main()
