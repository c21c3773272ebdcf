"""The peer of `bert4j ner train` and `classify train`: HuggingFace transformers' own Trainer with the same settings.

usage: compare-finetune.py ner|classify|regression MODEL_DIR TRAIN DEV TEST EPOCHS LR random|group_by_length SEED
Files are CoNLL columns (word first, tag last) for ner, else JSON Lines with text, pair (or null) and label. bf16, batches of 32.
Prints real tokens a second in training, and F1 of entities, accuracy or Pearson's correlation on TEST.
"""
import json
import sys
import tempfile
import time

import numpy as np
import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

task, directory, *paths, epochs, rate, sampling, seed = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(directory)


def bio(tags):
    """Tags of IOB1, BIO, BIOES or BMES as BIO."""
    result, before = [], "O"
    for tag in tags:
        kind = tag[2:]
        inside = tag[0] in "IEM" and before != "O" and before[2:] == kind
        result.append("O" if tag == "O" else ("I-" if inside else "B-") + kind)
        before = tag
    return result


def sentences(path):
    words, tags = [], []
    with open(path, encoding="utf-8") as lines:
        for line in [*lines, ""]:
            columns = line.split()
            if columns and columns[0] != "-DOCSTART-":
                words.append(columns[0])
                tags.append(columns[-1])
            elif words:
                yield words, bio(tags)
                words, tags = [], []


def records(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


rows = [list(sentences(path)) if task == "ner" else records(path) for path in paths]
if task == "ner":
    labels = sorted({tag for part in rows for _, tags in part for tag in tags})
else:
    labels = [] if task == "regression" else sorted({row["label"] for row in rows[0]})


def encode(part):
    if task == "ner":
        encoded = tokenizer([words for words, _ in part], is_split_into_words=True, truncation=True, max_length=512)
        targets = []
        for i, (_, tags) in enumerate(part):
            words = encoded.word_ids(i)
            first = [word is not None and word != before for word, before in zip(words, [None, *words])]
            targets.append([labels.index(tags[word]) if begins else -100 for word, begins in zip(words, first)])
    else:
        pairs = [row["pair"] for row in part] if part[0]["pair"] is not None else None
        encoded = tokenizer([row["text"] for row in part], pairs, truncation=True, max_length=512)
        targets = [float(row["label"]) if task == "regression" else labels.index(row["label"]) for row in part]
    return [{**{key: values[i] for key, values in encoded.items()}, "labels": target} for i, target in enumerate(targets)]


def spans(tags):
    found, begin = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if begin is not None and (tag[0] != "I" or tag[2:] != tags[begin][2:]):
            found.add((begin, i, tags[begin][2:]))
            begin = None
        if tag != "O" and begin is None:
            begin = i
    return found


def f1(logits, truth):
    right = proposed = annotated = 0
    for scores, targets in zip(logits.argmax(-1), truth):
        read = targets != -100
        ours, theirs = (spans([labels[k] for k in row[read]]) for row in (scores, targets))
        right, proposed, annotated = right + len(ours & theirs), proposed + len(ours), annotated + len(theirs)
    return 2 * right / (proposed + annotated)


train, _, test = (encode(part) for part in rows)
torch.manual_seed(int(seed))
if task == "ner":
    model = AutoModelForTokenClassification.from_pretrained(directory, num_labels=len(labels))
    collator = DataCollatorForTokenClassification(tokenizer)
else:
    model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=max(1, len(labels)))
    collator = DataCollatorWithPadding(tokenizer)
arguments = TrainingArguments(
    output_dir=tempfile.mkdtemp(), num_train_epochs=float(epochs), learning_rate=float(rate), per_device_train_batch_size=32,
    per_device_eval_batch_size=32, warmup_steps=int(0.1 * float(epochs) * len(train) / 32), weight_decay=0.01, bf16=True, use_cpu=True,
    save_strategy="no", eval_strategy="no", report_to=[], seed=int(seed), logging_steps=1000000, disable_tqdm=True, train_sampling_strategy=sampling,
)
trainer = Trainer(model, arguments, train_dataset=train, data_collator=collator)
begin = time.time()
trainer.train()
seconds = time.time() - begin
predicted = trainer.predict(test)  # in an order of its own when lengths are grouped
outputs, truth = predicted.predictions, predicted.label_ids
if task == "ner":
    score = f1(outputs, truth)
elif task == "regression":
    score = np.corrcoef(outputs[:, 0], truth)[0, 1]
else:
    score = (outputs.argmax(-1) == truth).mean()
tokens = sum(len(item["input_ids"]) for item in train) * float(epochs)
print(round(tokens / seconds), f"{score:.4f}")
