#!/bin/sh
# Finishes the installed form in the folder $1 before it is packed: names the build by what is in it, and makes the ahead-of-time cache
# for the JDK of this build. The cache knows its jars by size and time: the assembly gives them the time that unpacking will.
set -eu
LC_ALL=C
export LC_ALL
cd "$1"
cksum lib/*.jar | cksum | cut -d' ' -f1 >lib/build
PRATIQUE_AOT=train ./bin/pratique
# An empty one says that this JDK could not make it: the JDK it starts with may.
find lib -name 'pratique-*.aot' -size 0 -exec rm -f {} +
