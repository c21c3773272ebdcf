#!/usr/bin/env bash
# Runs the example notebooks without a browser, in a Java kernel over the jars of examples/target/lib.
#
#   run.sh [--full] [--models DIR] [NOTEBOOK...]    all of them, or those named, such as 03
#   run.sh --edit                                   opens them in Jupyter instead
#
# Without options they are shortened, to some five minutes on two cores, and what they print goes to
# examples/target/notebooks. --full takes an hour and writes the outputs into the notebooks
# themselves. --models names a directory with pre-trained models in bge-en and bge-zh, as HuggingFace
# directories; without it, or where one is missing, a small model is trained on the sample corpus.
# Text and labelled files of your own, several with a colon between:
#   TEXT_EN TEXT_ZH  NER_TRAIN NER_VALIDATION NER_TEST  QA_TRAIN QA_VALIDATION
#
# Needs JDK 17, Maven, and Debian's packages jupyter-nbconvert and jupyter-notebook (for --edit).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
project=$(cd -- "$here/../.." && pwd)
out=$project/examples/target/notebooks
kernel=rapaio-jupyter-kernel
version=3.0.1
tries=3

fail() {
  echo "run.sh: $*" >&2
  exit 1
}

full=false edit=false names=()
while (($#)); do
  case $1 in
    --full) full=true ;;
    --edit) edit=true ;;
    --models)
      [[ -d ${2-} ]] || fail "--models is ${2-missing}, expected a directory"
      BERT4J_MODELS=$(cd -- "$2" && pwd)
      export BERT4J_MODELS
      shift
      ;;
    -*) fail "$1 is no option; expected --full, --models DIR or --edit" ;;
    *) names+=("$1") ;;
  esac
  shift
done
$full && export BERT4J_FULL=true

command -v jupyter-nbconvert >/dev/null || fail "jupyter-nbconvert is not on the PATH; install it"
"$project/bert4j" --version >/dev/null # builds where something is missing

mkdir -p "$out"
if [[ ! -f $out/$kernel-$version.jar ]]; then
  mvn -q dependency:copy -Dartifact="io.github.padreati:$kernel:$version" \
    -DoutputDirectory="$out" </dev/null >"$out/kernel.log" 2>&1 ||
    fail "Maven did not bring the kernel; see $out/kernel.log"
fi

# Jupyter finds the kernel by this directory, and by nothing in the user's home.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir -p "$out/jupyter/kernels/bert4j"
cat >"$out/jupyter/kernels/bert4j/kernel.json" <<JSON
{
  "argv": ["$java", "-Xmx3g", "-XX:+UseParallelGC", "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8", "-Duser.language=en",
    "-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
    "-cp", "$out/$kernel-$version.jar:$project/examples/target/lib/*",
    "org.rapaio.jupyter.kernel.MainApp", "{connection_file}"],
  "display_name": "Java (bert4j)",
  "language": "java",
  "interrupt_mode": "message",
  "env": {"LC_ALL": "C.UTF-8", "OPENBLAS_THREAD_TIMEOUT": "4"}
}
JSON
export JUPYTER_PATH=$out/jupyter

if $edit; then
  exec jupyter notebook --notebook-dir="$here"
fi

# The kernel now and then does not answer when it is started; a cell that fails is not tried again.
run() {
  local notebook=$1 log=$out/$(basename "$1" .ipynb).log try
  for ((try = 1; try <= tries; try++)); do
    if jupyter-nbconvert --to notebook --execute --ExecutePreprocessor.timeout=3600 \
      --ExecutePreprocessor.startup_timeout=20 --ExecutePreprocessor.record_timing=False \
      --output-dir "$out" "$notebook" >"$log" 2>&1; then
      return
    fi
    grep -qE "Kernel didn't respond|Kernel died before replying" "$log" || break
  done
  tail -n 40 "$log" >&2
  fail "$(basename "$notebook") failed; see $log"
}

shopt -s nullglob
selected=()
for name in "${names[@]-}"; do
  found=("$here/${name%.ipynb}"*.ipynb)
  [[ ${#found[@]} -gt 0 ]] || fail "there is no notebook $name"
  selected+=("${found[@]}")
done
for notebook in "${selected[@]}"; do
  started=$SECONDS
  run "$notebook"
  if $full; then # without the build of the JDK that ran it
    sed 's/"version": "\([0-9]*\)[^"]*"/"version": "\1"/' "$out/$(basename "$notebook")" >"$notebook"
  fi
  echo "$(basename "$notebook"): $((SECONDS - started)) s"
done
