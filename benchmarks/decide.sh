#!/bin/sh
# Builds what it needs and prints how long decisions take and what they allocate: see README.md.
# An argument gives the seconds of each measurement. Needs JAVA_HOME to be a JDK 25 or newer, as the Maven wrapper does.
set -eu
cd "$(dirname "$0")/.."
exec ./mvnw -q -B -ntp -Dquick -DskipTests -Pdecide -Dseconds="${1:-1}" -pl benchmarks -am package
