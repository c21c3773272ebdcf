#!/usr/bin/env bash
# Times training steps here and in PyTorch, one after the other, several rounds, and prints a
# Markdown table of medians. PEER is a script that is called as
#   python3 PEER SIZE BATCH SEQUENCE fp32|bf16 STEPS [ragged]
# and prints "... MS ms/step TOKENS tokens/s", as a step of the same model in PyTorch.
# usage: examples/compare.sh PEER [ROUNDS] [CASE...]   a CASE is SIZE:BATCH:SEQUENCE:PRECISION[:ragged]
set -euo pipefail
peer=${1:?usage: examples/compare.sh PEER [ROUNDS] [CASE...]}
rounds=${2:-3}
shift; shift || true
cases=("${@}")
[[ ${#cases[@]} -gt 0 ]] || cases=(tiny:32:128:bf16 tiny:32:128:fp32 mini:32:128:bf16 mini:32:128:fp32 mini:32:128:bf16:ragged)
bert4j=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)/bert4j

# The middle of the numbers on standard input.
median() { sort -g | awk '{x[NR]=$1} END {print NR%2 ? x[(NR+1)/2] : (x[NR/2]+x[NR/2+1])/2}'; }

ours() { # tokens/s
  "$bert4j" bench --model "$1" --batch-size "$2" --max-seq-length "$3" --precision "$4" --steps 12 --json ${5:+--ragged} |
    sed 's/.*"tokens_per_second":\([0-9.E+]*\).*/\1/'
}

theirs() { # tokens/s
  python3 "$peer" "$1" "$2" "$3" "$4" 6 ${5:+ragged} | awk '{print $(NF-1)}'
}

echo "| step | bert4j, tokens/s | PyTorch, tokens/s | ratio |"
echo "| --- | --- | --- | --- |"
for case in "${cases[@]}"; do
  IFS=: read -r size batch length precision ragged <<<"$case"
  a=() b=()
  for ((i = 0; i < rounds; i++)); do
    a+=("$(ours "$size" "$batch" "$length" "$precision" "$ragged")")
    b+=("$(theirs "$size" "$batch" "$length" "$precision" "$ragged")")
  done
  x=$(printf '%s\n' "${a[@]}" | median)
  y=$(printf '%s\n' "${b[@]}" | median)
  awk -v s="$size $batch×$length ${ragged:+ragged }$precision" -v x="$x" -v y="$y" \
    'BEGIN {printf "| %s | %.0f | %.0f | %.2f |\n", s, x, y, x / y}'
done
