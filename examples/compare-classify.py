"""The peer of `bert4j classify train`: HuggingFace transformers' own Trainer with the same settings.

usage: compare-classify.py MODEL_DIR TRAIN DEV TEST EPOCHS LR BF16(0|1) PROBLEM(single|regression) [SAMPLING [SEED]]
Files are JSON Lines with text, pair (or null), label. SAMPLING is random (the Trainer's default) or group_by_length (texts of like lengths together, so that it pads little).
Prints one line of JSON: seconds, real tokens a second, and accuracy or Pearson's correlation on TEST.
"""
import json
import sys
import tempfile
import time

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

directory, train, dev, test, epochs, rate, bf16, problem = sys.argv[1:9]
sampling = sys.argv[9] if len(sys.argv) > 9 else "random"
seed = int(sys.argv[10]) if len(sys.argv) > 10 else 1


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


rows = {name: read(path) for name, path in (("train", train), ("dev", dev), ("test", test))}
tokenizer = AutoTokenizer.from_pretrained(directory)
regression = problem == "regression"
labels = [] if regression else sorted({row["label"] for row in rows["train"]})


class Texts(torch.utils.data.Dataset):
    def __init__(self, texts):
        pairs = [row["pair"] for row in texts] if texts[0]["pair"] is not None else None
        encoded = tokenizer([row["text"] for row in texts], pairs, truncation=True, max_length=128)
        self.items = [
            {**{key: values[i] for key, values in encoded.items()}, "labels": float(row["label"]) if regression else labels.index(row["label"])}
            for i, row in enumerate(texts)
        ]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]


data = {name: Texts(texts) for name, texts in rows.items()}
torch.manual_seed(seed)
model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=1 if regression else len(labels))
steps = float(epochs) * len(data["train"]) / 32
arguments = TrainingArguments(
    output_dir=tempfile.mkdtemp(), num_train_epochs=float(epochs), learning_rate=float(rate), per_device_train_batch_size=32,
    per_device_eval_batch_size=32, warmup_steps=int(0.1 * steps), weight_decay=0.01, bf16=bf16 == "1", use_cpu=True, save_strategy="no",
    eval_strategy="no", report_to=[], seed=seed, logging_steps=1000000, disable_tqdm=True, train_sampling_strategy=sampling,
)
trainer = Trainer(model, arguments, train_dataset=data["train"], data_collator=DataCollatorWithPadding(tokenizer))
begin = time.time()
trainer.train()
seconds = time.time() - begin
predicted = trainer.predict(data["test"])  # in an order of its own when lengths are grouped
outputs, truth = predicted.predictions, predicted.label_ids
score = np.corrcoef(outputs[:, 0], truth)[0, 1] if regression else (outputs.argmax(-1) == truth).mean()
tokens = sum(len(item["input_ids"]) for item in data["train"].items) * float(epochs)
print(json.dumps({"seconds": seconds, "tokens_per_second": tokens / seconds, "score": float(score)}))
