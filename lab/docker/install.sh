#!/usr/bin/env bash
# Brings Debian's dockerd for the lab tests of module collect, without installing it: its packages are unpacked into one folder, so that
# no service starts and nothing of the machine changes. Prints the folder; give it to the tests as PRATIQUE_LAB_DOCKER.
set -euo pipefail
home="${1:-${PRATIQUE_LAB_DOCKER:-/tmp/pratique-lab-docker}}"
if [ ! -x "$home/usr/sbin/dockerd" ]; then
  packages="$(mktemp -d)"
  trap 'rm -rf "$packages"' EXIT
  cd "$packages"
  apt-get download -qq docker.io containerd runc tini >&2 || {
    apt-get update -qq >&2
    apt-get download -qq docker.io containerd runc tini >&2
  }
  mkdir -p "$home"
  for package in ./*.deb; do
    dpkg -x "$package" "$home"
  done
  if ldd "$home/usr/sbin/dockerd" | grep -q 'not found'; then
    echo "dockerd lacks libraries: apt-get install libdevmapper1.02.1 libsystemd0" >&2
    exit 1
  fi
fi
echo "$home"
