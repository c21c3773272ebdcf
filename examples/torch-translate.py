"""PyTorch peer of `bert4j translate train`: nn.Transformer of the same sizes on the same pairs.

RUN is a directory that `translate train` has written: its tokenizer and its config.json are used. Batches are
grouped by length as there, each padded to its longest; tokens/s counts real tokens: of the source, and those the
decoder reads. Needs torch and tokenizers.
usage: torch-translate.py RUN PAIRS.tsv [fp32|bf16] [STEPS] [BATCH]
prints: ms/step (median), tokens/s (median)
"""
import glob, json, random, statistics, sys, time
import torch, torch.nn as nn, torch.nn.functional as F
from tokenizers import Tokenizer


class Translator(nn.Module):
    def __init__(self, c, causal=True):
        super().__init__()
        h, drop = c["hidden_size"], c["hidden_dropout_prob"]
        self.causal, self.drop = causal, drop
        self.words = nn.Embedding(c["vocab_size"], h)  # of both sides and of the output
        self.positions = nn.ModuleList(nn.Embedding(c["max_position_embeddings"], h) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(h, eps=c["layer_norm_eps"]) for _ in range(2))
        self.transformer = nn.Transformer(
            h, c["num_attention_heads"], c["num_hidden_layers"], c["decoder_layers"], c["intermediate_size"], drop,
            activation="gelu", layer_norm_eps=c["layer_norm_eps"], batch_first=True)
        self.transformer.encoder.norm = self.transformer.decoder.norm = None  # the layers end with one
        self.bias = nn.Parameter(torch.zeros(c["vocab_size"]))
        self.smoothing = c["label_smoothing"]
        for table in (self.words, *self.positions):
            nn.init.normal_(table.weight, std=c["initializer_range"])

    def embed(self, side, ids):
        x = self.norms[side](self.words(ids) + self.positions[side].weight[: ids.shape[1]])
        return F.dropout(x, self.drop, self.training)

    def forward(self, source, target, labels):
        t = target.shape[1]
        y = self.transformer(
            self.embed(0, source), self.embed(1, target), tgt_mask=torch.ones(t, t, dtype=torch.bool).triu(1),
            src_key_padding_mask=source == 0, memory_key_padding_mask=source == 0,
            tgt_key_padding_mask=target == 0, tgt_is_causal=True)
        real = labels > 0
        logits = F.linear(y[real], self.words.weight, self.bias)
        return F.cross_entropy(logits.float(), labels[real], label_smoothing=self.smoothing)


def padded(rows):
    longest = max(map(len, rows))
    return torch.tensor([r + [0] * (longest - len(r)) for r in rows])


if __name__ == "__main__":
    run, file = sys.argv[1:3]
    precision = sys.argv[3] if len(sys.argv) > 3 else "bf16"
    steps = int(sys.argv[4]) if len(sys.argv) > 4 else 60
    size = int(sys.argv[5]) if len(sys.argv) > 5 else 128
    config = json.load(open(glob.glob(run + "/checkpoint-*/config.json")[0]))
    tokenizer = Tokenizer.from_file(run + "/tokenizer/tokenizer.json")
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    lines = [line.rstrip("\n").split("\t") for line in open(file, encoding="utf-8")][1:]
    encode = lambda side: [
        [begin, *e.ids, end] for e in tokenizer.encode_batch([l[side] for l in lines], add_special_tokens=False)]
    pairs = list(zip(encode(0), encode(1)))
    random.seed(1)
    random.shuffle(pairs)
    pairs = pairs[: (steps + 5) * size]
    pairs.sort(key=lambda p: len(p[0]))
    batches = [pairs[i : i + size] for i in range(0, len(pairs), size)]
    random.shuffle(batches)

    torch.manual_seed(1)
    model = Translator(config)
    decay = [p for p in model.parameters() if p.dim() > 1]
    rest = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0}], lr=3e-4, fused=True)
    times, speeds = [], []
    for batch in batches:
        source = padded([s for s, _ in batch])
        target = padded([t[:-1] for _, t in batch])
        labels = padded([t[1:] for _, t in batch])
        real = int((source > 0).sum() + (target > 0).sum())
        begun = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            loss = model(source, target, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        times.append(time.perf_counter() - begun)
        speeds.append(real / times[-1])
    print(f"torch {precision} params={sum(p.numel() for p in model.parameters()) / 1e6:.1f}M loss={loss.item():.3f} "
          f"{1e3 * statistics.median(times[5:]):.1f} ms/step {statistics.median(speeds[5:]):.0f} tokens/s")
