#!/usr/bin/env bash
# Fine-tuning by Deeplearning4j's own fit beside bert4j's: a step's time, or test F1 of named entities
# after the same epochs, batches and learning rates.
# usage: examples/compare-dl4j.sh steps [SIZE [BATCH [LENGTH [ROUNDS]]]]           mini 32 64 60 by default
#        examples/compare-dl4j.sh scores CHECKPOINT TRAIN VALIDATION TEST [EPOCHS [BATCH [RATE [SEEDS]]]]
set -euo pipefail
project=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
case ${1-} in
  steps) set -- steps "${2:-mini}" "${3:-32}" "${4:-64}" "${5:-60}" ;;
  scores) set -- scores "${@:2:4}" "${6:-5}" "${7:-32}" "${8:-5e-4}" "${9:-3}" ;;
  *)
    sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
"$project/bert4j" --version >/dev/null # builds what is not there
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseParallelGC -cp "$project/examples/target/lib/*" \
  "$project/examples/src/test/java/org/bert4j/examples/CompareDeeplearning4j.java" "$@"
