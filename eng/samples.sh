#!/usr/bin/env bash
# Builds and runs every program of samples/ but AheadOfTime (eng/packages.sh), and checks what it says. Needs curl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v curl >/dev/null || { echo "skipped: there is no curl to ask the application with"; exit 0; }
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || { kill -TERM "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
expect() { grep -qF -- "$2" <<< "$1" || { echo "error: '$2' is not in what the program says: $1" >&2; exit 1; }; }
export MASKCLIP_HOME="$work/home" TMPDIR="$work"
for sample in FirstMasks PhotoSearch MinimalApi; do dotnet build "samples/$sample" -c Release -v q --nologo; done
root=$PWD

output=$(cd "$work" && "$root/samples/FirstMasks/bin/Release/net10.0/FirstMasks")
expect "$output" "sky:"
expect "$output" "masks.png: 640x448"
[ -s "$work/masks.png" ]

output=$("samples/PhotoSearch/bin/Release/net10.0/PhotoSearch" "a boat on water" "$work/scenes")
expect "$output" "60 scenes"
[ "$(grep -c '\.png$' <<< "$output")" -eq 3 ]

(cd samples/MinimalApi && exec bin/Release/net10.0/MinimalApi --urls http://127.0.0.1:0 --MaskClip:Model world-clip) > "$work/log" 2>&1 &
server=$!
for _ in $(seq 300); do
    address=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' "$work/log")
    [ -n "$address" ] && [ "$(curl -s "$address/readyz" || true)" = Healthy ] && break
    sleep 0.2
done
expect "$(curl -s "$address/v1/models")" '"default":"world-clip"'
curl -sf "$address/v1/scenes/1" -o "$work/scene.png"
expect "$(curl -sf --data-binary "@$work/scene.png" "$address/v1/segment?names=sky&names=grass")" '"regions":['
expect "$(curl -sf --data-binary "@$work/scene.png" "$address/share?name=sky")" '"share":'
kill -TERM "$server"
wait "$server" && server= || { echo "error: the application did not end well" >&2; exit 1; }
echo "samples: FirstMasks, PhotoSearch and MinimalApi did what they say"
