#!/usr/bin/env bash
# Fine-tuning here and with HuggingFace's Trainer, same settings, one after the other, several rounds; prints a
# Markdown table of medians: real tokens a second in training, and the test score of each round.
# usage: compare-finetune.sh PYTHON ner|classify|regression MODEL_DIR TRAIN DEV TEST EPOCHS LEARNING_RATE [ROUNDS]
# PYTHON has torch, transformers and accelerate. Files are CoNLL columns (word first, tag last) for ner, else JSON
# Lines with text, pair (or null) and label. Round N has seed N, bf16 and batches of 32. The Trainer runs twice: as
# it comes, and with texts of like lengths together, so that it pads little; glibc's allocator is told to keep memory.
set -euo pipefail
python=$1 task=$2 model=$3 train=$4 dev=$5 test=$6 epochs=$7 rate=$8 rounds=${9:-3}
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

command=(classify train --text-column text --label-column label)
case $task in
  ner) command=(ner train) ;;
  classify) command+=(--problem single-label) ;;
  regression) command+=(--problem regression) ;;
  *) echo "$task is none of ner, classify, regression" >&2; exit 2 ;;
esac
[[ $task = ner ]] || grep -q '"pair": null' "$train" || command+=(--pair-column pair)

ours() { # tokens/s and test score
  "$here/../bert4j" "${command[@]}" --init "$model" --train "$train" --validation "$dev" --test "$test" --epochs "$epochs" \
    --learning-rate "$rate" --max-seq-length 512 --precision bf16 --seed "$1" --output "$out/run-$1" >"$out/log" || { cat "$out/log" >&2; return 1; }
  sed -nE 's|^trained .*, ([0-9,]+) tokens/s.*|\1|p; s|^test: .*(F1\|accuracy\|Pearson) +(-?[0-9.]+).*|\2|p' "$out/log" | tr -d , | tr '\n' ' '
}

theirs() {
  MALLOC_TRIM_THRESHOLD_=100000000000 MALLOC_MMAP_THRESHOLD_=100000000000 MALLOC_TOP_PAD_=200000000 \
    "$python" "$here/compare-finetune.py" "$task" "$model" "$train" "$dev" "$test" "$epochs" "$rate" "$2" "$1" 2>"$out/err" | tail -1 ||
    { tail -5 "$out/err" >&2; return 1; }
}

for ((round = 1; round <= rounds; round++)); do
  echo "$(ours "$round")" >>"$out/bert4j"
  echo "$(theirs "$round" group_by_length)" >>"$out/grouped"
  echo "$(theirs "$round" random)" >>"$out/random"
  tail -qn 1 "$out/bert4j" "$out/grouped" "$out/random" | paste -sd '|' >&2
done
paste -d ' ' "$out/bert4j" "$out/grouped" "$out/random" | awk '
  function median(list,  i, j, x) {
    for (i = 2; i <= NR; i++) for (j = i; j > 1 && list[j] < list[j - 1]; j--) { x = list[j]; list[j] = list[j - 1]; list[j - 1] = x }
    return NR % 2 ? list[(NR + 1) / 2] : (list[NR / 2] + list[NR / 2 + 1]) / 2
  }
  { a[NR] = $1; b[NR] = $3; c[NR] = $5; sa = sa " " $2; sb = sb " " $4; sc = sc " " $6 }
  END {
    x = median(a); y = median(b); z = median(c)
    print "| | tokens/s | bert4j, ratio | test scores |\n| --- | --- | --- | --- |"
    printf "| bert4j | %.0f | |%s |\n| Trainer, grouped by length | %.0f | %.2f |%s |\n| Trainer as it comes | %.0f | %.2f |%s |\n", x, sa, y, x / y, sb, z, x / z, sc
  }'
