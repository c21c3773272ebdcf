#!/usr/bin/env bash
# Times training steps here and in PyTorch, one after the other, several rounds,
# and prints a Markdown table of medians. PEER is a script that is called as
#   python3 PEER SIZE BATCH SEQUENCE fp32|bf16 STEPS [ragged] [compile]
# and prints "... MS ms/step TOKENS tokens/s", as a step of the same model in PyTorch.
# usage: examples/compare.sh PEER [ROUNDS] [CASE...]   a CASE is SIZE:BATCH:SEQUENCE:PRECISION[:ragged]
# PyTorch runs with settings of glibc's allocator without which it takes fresh pages from the system in
# every step. ALL=1 adds columns of PyTorch as it comes and compiled.
set -euo pipefail
peer=${1:?usage: examples/compare.sh PEER [ROUNDS] [CASE...]}
rounds=${2:-3}
shift; shift || true
cases=("${@}")
[[ ${#cases[@]} -gt 0 ]] || cases=(tiny:32:128:{bf16,fp32} mini:32:128:{bf16,fp32} small:16:512:bf16
  base:8:128:{bf16,fp32} mini:32:128:{bf16,fp32}:ragged)
bert4j=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)/bert4j

# The middle of the numbers on standard input, or a dash.
median() {
  sort -g | awk '{x[NR]=$1} END {if (NR) print NR%2 ? x[(NR+1)/2] : (x[NR/2]+x[NR/2+1])/2; else print "-"}'
}

ours() { # tokens/s and model FLOPs utilization
  "$bert4j" bench --model "$1" --batch-size "$2" --max-seq-length "$3" --precision "$4" --steps 12 --json ${5:+--ragged} |
    sed 's/.*"tokens_per_second":\([0-9.E+]*\).*"model_flops_utilization":\([0-9.E+-]*\).*/\1 \2/'
}

theirs() { # tokens/s, nothing where PyTorch cannot
  python3 "$peer" "$1" "$2" "$3" "$4" 6 ${5:+ragged} ${6:+compile} 2>/dev/null | awk '{print $(NF-1)}' || true
}

keeping_memory() {
  MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456 "$@"
}

all=${ALL:-}
echo "| step | bert4j, tokens/s | of the GEMM peak | PyTorch | ratio |${all:+ as it comes | compiled |}"
echo "| --- | --- | --- | --- | --- |${all:+ --- | --- |}"
for case in "${cases[@]}"; do
  IFS=: read -r size batch length precision ragged <<<"$case"
  here=() share=() keeping=() eager=() compiled=()
  for ((i = 0; i < rounds; i++)); do
    read -r tokens utilization <<<"$(ours "$size" "$batch" "$length" "$precision" "$ragged")"
    here+=("$tokens") share+=("$utilization")
    keeping+=("$(keeping_memory theirs "$size" "$batch" "$length" "$precision" "$ragged")")
    [[ -z $all ]] || eager+=("$(theirs "$size" "$batch" "$length" "$precision" "$ragged")")
    [[ -z $all ]] || compiled+=("$(theirs "$size" "$batch" "$length" "$precision" "$ragged" compile)")
  done
  middles=()
  for list in here share keeping eager compiled; do
    declare -n values=$list
    middles+=("$(printf '%s\n' "${values[@]}" | { grep . || true; } | median)")
  done
  awk -v s="$size $batch×$length ${ragged:+ragged }$precision" -v here="${middles[0]}" -v share="${middles[1]}" \
    -v keeping="${middles[2]}" -v eager="${middles[3]}" -v compiled="${middles[4]}" -v all="$all" \
    'function shown(number) { return number == "-" ? "-" : sprintf("%.0f", number) }
      BEGIN { printf "| %s | %.0f | %.0f %% | %s | %s |", s, here, 100 * share, shown(keeping), keeping == "-" ? "-" : sprintf("%.2f", here / keeping)
        print all == "" ? "" : " " shown(eager) " | " shown(compiled) " |" }'
done
