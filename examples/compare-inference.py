"""PyTorch as a peer of `NerTagger`: HuggingFace transformers' token classifier, tokenizing included, with the likeliest label a token.

usage: compare-inference.py MODEL_DIR TEXTS SECONDS     needs torch and transformers
Asks a text at a time, batches of 32 and from 16 threads, each for SECONDS after as long a warm-up.
"""
import sys
import threading
import time

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer

directory, texts, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
with open(texts, encoding="utf-8") as f:
    texts = [line.strip() for line in f if line.strip()]
tokenizer = AutoTokenizer.from_pretrained(directory)
model = AutoModelForTokenClassification.from_pretrained(directory).eval()


def labels(asked):
    with torch.inference_mode():
        return model(**tokenizer(asked, padding=True, truncation=True, max_length=512, return_tensors="pt")).logits.argmax(-1)


def run(callers, batch):
    latencies, lock, position = [], threading.Lock(), [0]
    begin = time.perf_counter()

    def ask():
        while time.perf_counter() - begin < seconds:
            with lock:
                start = position[0]
                position[0] += batch
            asked = [texts[(start + i) % len(texts)] for i in range(batch)]
            before = time.perf_counter()
            labels(asked)
            latencies.append((time.perf_counter() - before) * 1000)

    threads = [threading.Thread(target=ask) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - begin
    latencies.sort()
    return len(latencies) * batch / taken, [latencies[max(0, int(len(latencies) * share + 0.999) - 1)] for share in (0.5, 0.95, 0.99)]


for callers, batch in ((1, 1), (1, 32), (16, 1)):
    run(callers, batch)
    speed, (p50, p95, p99) = run(callers, batch)
    kind = f"{callers} callers" if callers > 1 else f"batches of {batch}"
    print(f"{kind:14} PyTorch       {speed:8.1f} texts/s   p50 {p50:7.2f}  p95 {p95:7.2f}  p99 {p99:7.2f} ms", flush=True)
