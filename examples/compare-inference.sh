#!/usr/bin/env bash
# A NER model in use beside ONNX Runtime with the same model exported, from Java, in alternation: a text
# at a time, batches of 32, 16 callers; texts a second and latencies, medians of the rounds.
# usage: examples/compare-inference.sh MODEL TEXTS [PRECISION [ROUNDS [SECONDS [ONNX]]]]     fp32 5 5 by default
# MODEL is a checkpoint of `bert4j ner train`, TEXTS has a text a line. ONNX is the peer's model where it is not
# MODEL exported, such as one that was quantized. Maven fetches ONNX Runtime. With PYTHON in the environment, an
# interpreter that has torch and transformers, PyTorch is measured before and after, too.
set -euo pipefail
if [ $# -lt 2 ]; then
  sed -n '2,8s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
project=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$project/bert4j" --version >/dev/null # builds what is not there
onnx=${6-}
if [ -z "$onnx" ]; then
  onnx=$work/model.onnx
  "$project/bert4j" export --model "$1" --output "$onnx" >/dev/null
fi
version=$(sed -n 's/.*<onnxruntime.version>\(.*\)<.*/\1/p' "$project/pom.xml")
(cd "$project" && mvn -q -N dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:"$version" -DoutputDirectory="$work")
torch() {
  [ -z "${PYTHON-}" ] || "$PYTHON" "$project/examples/compare-inference.py" "$1" "$2" "${5:-5}" 2>/dev/null
}
torch "$@"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseParallelGC -cp "$project/examples/target/lib/*:$work/*" \
  "$project/examples/src/test/java/org/bert4j/examples/CompareOnnxRuntime.java" "$1" "$onnx" "$2" "${3:-fp32}" "${4:-5}" "${5:-5}"
torch "$@"
