#!/usr/bin/env bash
# Times the training of a model that translates, here and in PyTorch (nn.Transformer, torch-translate.py),
# alternating, on the same made-up pairs, and prints a Markdown table of medians; then, where a trained model is
# given, decoding with and without the cache, one sentence at a time and 32 side by side.
# PyTorch is told to keep memory: without, glibc gives it fresh pages in every step.
# usage: examples/compare-translate.sh PYTHON [ROUNDS] [MODEL]   PYTHON has torch and tokenizers
#   PRECISION=fp32|bf16 (bf16), BATCH=128, PAIRS=26000, TRAINING="--model sample" set what is trained,
#   SENTENCES=1000 how many are decoded
set -euo pipefail
python=${1:?usage: examples/compare-translate.sh PYTHON [ROUNDS] [MODEL]}
rounds=${2:-3}
model=${3:-}
precision=${PRECISION:-bf16} batch=${BATCH:-128} pairs=${PAIRS:-26000}
read -ra training <<<"${TRAINING:---model sample}"
examples=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
bert4j=$examples/../bert4j
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The middle of the numbers on standard input.
median() {
  sort -g | awk '{x[NR]=$1} END {print NR%2 ? x[(NR+1)/2] : (x[NR/2]+x[NR/2+1])/2}'
}

"$bert4j" translate sample --pairs "$pairs" >"$scratch/pairs.tsv"
head -n 101 "$scratch/pairs.tsv" >"$scratch/few.tsv"

ours() { # tokens/s in the second half of the steps: before, kernels and Java are compiled
  rm -rf "$scratch/run"
  "$bert4j" translate train --train "$scratch/pairs.tsv" --validation "$scratch/few.tsv" "${training[@]}" \
    --dropout 0 --precision "$precision" --batch-size "$batch" --epochs 1 --log-every 10 --output "$scratch/run" >"$scratch/log"
  sed -n 's/.*"tokens_per_second":\([0-9.E+]*\).*/\1/p' "$scratch/run/metrics.jsonl" >"$scratch/speeds"
  tail -n $(($(wc -l <"$scratch/speeds") / 2)) "$scratch/speeds" | median
}

theirs() {
  MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456 \
    "$python" "$examples/torch-translate.py" "$scratch/run" "$scratch/pairs.tsv" "$precision" 60 "$batch" |
    awk '{print $(NF-1)}'
}

here=() there=()
for ((i = 0; i < rounds; i++)); do
  here+=("$(ours)")
  there+=("$(theirs)")
done
ours=$(printf '%s\n' "${here[@]}" | median)
theirs=$(printf '%s\n' "${there[@]}" | median)
echo "| training | bert4j, tokens/s | PyTorch, keeping memory | ratio |"
echo "| --- | --- | --- | --- |"
awk -v s="${training[*]}, $batch pairs, $precision" -v a="$ours" -v b="$theirs" \
  'BEGIN {printf "| %s | %.0f | %.0f | %.2f |\n", s, a, b, a / b}'

[[ -n $model ]] || exit 0
decoding() { # sentences/s, the middle of three; the options are evaluate's
  for _ in 1 2 3; do
    "$bert4j" translate evaluate --model "$model" --pairs "${SENTENCES:-1000}" --json "$@" |
      sed -n 's/.*"sentences_per_second":\([0-9.E+]*\).*/\1/p'
  done | median
}
echo
echo "| decoding, sentences/s | one by one | 32 side by side |"
echo "| --- | --- | --- |"
for cache in "" --no-cache; do
  printf '| %s | %.0f | %.0f |\n' "${cache:-with the cache}" \
    "$(decoding ${cache:+"$cache"} --batch-size 1)" "$(decoding ${cache:+"$cache"} --batch-size 32)"
done
