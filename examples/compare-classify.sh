#!/usr/bin/env bash
# bert4j classify train beside HuggingFace's Trainer, same settings, one after the other.
# usage: compare-classify.sh PYTHON MODEL_DIR TRAIN.jsonl DEV.jsonl TEST.jsonl EPOCHS LEARNING_RATE single|regression [SEED]
# The Trainer runs twice: with texts of like lengths together, so that it pads little, and as it comes.
# PYTHON has torch, transformers and accelerate; files are JSON Lines with text, pair (or null) and label.
set -euo pipefail
python=$1 model=$2 train=$3 dev=$4 test=$5 epochs=$6 rate=$7 problem=$8 seed=${9:-1}
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
pair=()
grep -q '"pair": null' "$train" || pair=(--pair-column pair)
kind=single-label
[ "$problem" = regression ] && kind=regression
"$here/../bert4j" classify train --init "$model" --train "$train" --validation "$dev" --test "$test" --text-column text --label-column label \
  ${pair[@]+"${pair[@]}"} --problem "$kind" --epochs "$epochs" --learning-rate "$rate" --precision bf16 --seed "$seed" --output "$out/run" >"$out/log" || { cat "$out/log"; exit 1; }
printf 'bert4j      '
sed -n 's/^trained .* in \(.*\), \(.*\) tokens\/s.*/\1  \2 tokens\/s/p' "$out/log" | tr '\n' ' '
grep '^test:' "$out/log" | head -1
for sampling in group_by_length random; do
  printf 'HuggingFace %s ' $sampling
  "$python" "$here/compare-classify.py" "$model" "$train" "$dev" "$test" "$epochs" "$rate" 1 "$problem" $sampling "$seed" 2>/dev/null | tail -1
done
