#!/usr/bin/env bash
# How many events of a capture are judged in a second by all rules of a file, and the same with sysdig where it is installed.
# Usage: benchmarks/detect.sh CAPTURE RULES [EVENTS]. Needs JAVA_HOME to be a JDK 25 or newer, as the Maven wrapper does.
set -euo pipefail
capture=$(realpath "$1")
rules=$(realpath "$2")
events=${3:-1500000}
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
./mvnw -q -B -ntp -Dquick -DskipTests -Pdetect -Dcapture="$capture" -Devents="$events" -Drules="$rules" \
    -Dexport="$folder" -pl benchmarks -am package
command -v sysdig > /dev/null || exit 0
filter=""
accepted=0
while IFS= read -r line; do
    # An older sysdig does not know every field: a rule that it refuses is left out.
    if sysdig -r "$capture" "$line" > /dev/null 2> /dev/null; then
        filter="${filter:+$filter or }($line)"
        accepted=$((accepted + 1))
    fi
done < "$folder/filters.txt"
TIMEFORMAT='%R s wall, %U s user, %S s system'
echo "sysdig, a filter that fits nothing:"
time sysdig -r "$folder/repeated.scap" "evt.num=0" > /dev/null
echo "sysdig, $accepted rules in one filter:"
time sysdig -r "$folder/repeated.scap" "$filter" > /dev/null
