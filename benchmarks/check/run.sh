#!/bin/sh
# Measures whole runs of `pratique check`, cold start included, beside kube-linter on the same files.
#
#   benchmarks/check/run.sh [RUNS [COUNT]]      5 runs over 10,000 manifests of 5 KB when not said
#
#   KUBE_LINTER           the program to compare with; without it the pinned version is installed by Go, and left out where Go has none;
#                         none: measure alone
#   PRATIQUE              the launcher to measure; this checkout's without it
#   MEMORY_COUNT          how many files the memory of a long run is measured with; 50,000 without it, 0 leaves it out
#
# Both programs run in turn, so that a busy moment of the machine hits both. Prints the median and the best wall time, manifests a
# second, the ratio, and the most memory. Exits with 1 when a goal is missed. All it makes is in one folder that is removed at the end.
set -eu

runs=${1:-5}
count=${2:-10000}
memory_count=${MEMORY_COUNT:-50000}
version=v0.7.2
here=$(CDPATH='' cd -P -- "$(dirname "$0")" && pwd)
pratique=${PRATIQUE:-$here/../../pratique}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# The first start builds and trains.
"$pratique" help >/dev/null
"$pratique" help >/dev/null

java=java
for home in "${PRATIQUE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="\(2[5-9]\|[3-9]\)' "$home/release" 2>/dev/null; then
    java=$home/bin/java
    break
  fi
done
"$java" "$here/Manifests.java" "$folder/data" "$count"

peer=${KUBE_LINTER:-}
if [ "$peer" = none ]; then
  peer=''
elif [ -z "$peer" ] && command -v go >/dev/null; then
  if GOBIN="$folder/bin" go install "golang.stackrox.io/kube-linter/cmd/kube-linter@$version" >"$folder/go.log" 2>&1; then
    peer=$folder/bin/kube-linter
  else
    echo "kube-linter $version cannot be installed here: $(tail -n 1 "$folder/go.log")" >&2
  fi
fi

python3 "$here/measure.py" "$runs" "$count" "$pratique" "$folder/data" "$peer" "$memory_count"
