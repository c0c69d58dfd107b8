#!/usr/bin/env bash
# Writes a docker archive (for docker load) with one image, lab/sleep:1: /bin/sleep of this machine and the libraries it needs.
set -euo pipefail
archive="$(realpath -m "$1")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/root/bin"
cp -L /bin/sleep "$work/root/bin/sleep"
ldd /bin/sleep | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$work/root$(dirname "$library")"
  cp -L "$library" "$work/root$library"
done
cd "$work"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf layer.tar -C root .
digest="$(sha256sum layer.tar | cut -d' ' -f1)"
cat > config.json <<END
{"architecture":"amd64","os":"linux","created":"2026-01-01T00:00:00Z",
 "config":{"Env":["PATH=/bin","LAB_PASSWORD=C4naryImage"],"Cmd":["/bin/sleep","600"],"User":"1000"},
 "rootfs":{"type":"layers","diff_ids":["sha256:$digest"]},
 "history":[{"created":"2026-01-01T00:00:00Z","created_by":"COPY sleep /bin/ # TOKEN=C4naryHistory"}]}
END
echo '[{"Config":"config.json","RepoTags":["lab/sleep:1"],"Layers":["layer.tar"]}]' > manifest.json
tar -cf "$archive" manifest.json config.json layer.tar
