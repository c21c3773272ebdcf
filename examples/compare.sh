#!/usr/bin/env bash
# Times training steps here and in PyTorch, eager and compiled, one after the other, several rounds,
# and prints a Markdown table of medians. PEER is a script that is called as
#   python3 PEER SIZE BATCH SEQUENCE fp32|bf16 STEPS [ragged] [compile]
# and prints "... MS ms/step TOKENS tokens/s", as a step of the same model in PyTorch.
# usage: examples/compare.sh PEER [ROUNDS] [CASE...]   a CASE is SIZE:BATCH:SEQUENCE:PRECISION[:ragged]
# COMPILED=0 leaves out PyTorch's compiler.
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
  env -u MALLOC_MMAP_THRESHOLD_ -u MALLOC_TRIM_THRESHOLD_ -u MALLOC_TOP_PAD_ "$bert4j" bench --model "$1" --batch-size "$2" --max-seq-length "$3" --precision "$4" --steps 12 --json ${5:+--ragged} |
    sed 's/.*"tokens_per_second":\([0-9.E+]*\).*"model_flops_utilization":\([0-9.E+-]*\).*/\1 \2/'
}

# Without these settings of glibc, PyTorch takes fresh pages from the system in every step, which
# makes it up to five times slower on some machines.
export MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456

theirs() { # tokens/s, nothing where PyTorch cannot
  python3 "$peer" "$1" "$2" "$3" "$4" 6 ${5:+ragged} ${6:+compile} 2>/dev/null | awk '{print $(NF-1)}' || true
}

echo "| step | bert4j, tokens/s | of the GEMM peak | PyTorch eager | compiled | ratio to the better |"
echo "| --- | --- | --- | --- | --- | --- |"
for case in "${cases[@]}"; do
  IFS=: read -r size batch length precision ragged <<<"$case"
  a=() u=() b=() c=()
  for ((i = 0; i < rounds; i++)); do
    read -r tokens utilization <<<"$(ours "$size" "$batch" "$length" "$precision" "$ragged")"
    a+=("$tokens") u+=("$utilization")
    b+=("$(theirs "$size" "$batch" "$length" "$precision" "$ragged")")
    [[ ${COMPILED:-1} = 0 ]] || c+=("$(theirs "$size" "$batch" "$length" "$precision" "$ragged" compile)")
  done
  middles=()
  for list in a u b c; do
    declare -n values=$list
    middles+=("$(printf '%s\n' "${values[@]}" | { grep . || true; } | median)")
  done
  awk -v s="$size $batch×$length ${ragged:+ragged }$precision" -v x="${middles[0]}" -v u="${middles[1]}" \
    -v y="${middles[2]}" -v z="${middles[3]}" \
    'BEGIN {best = z != "-" && z > y ? z : y
      printf "| %s | %.0f | %.0f %% | %.0f | %s | %.2f |\n", s, x, 100 * u, y, z == "-" ? z : sprintf("%.0f", z), x / best}'
done
