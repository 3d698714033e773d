#!/usr/bin/env bash
# Publishes samples/AheadOfTime trimmed and compiled ahead of time, as a user of the libraries would, and runs it.
# Warnings are errors: our libraries must be ready for it. Needs a C linker (gcc or clang); without one it says so and does nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v gcc >/dev/null || command -v clang >/dev/null || { echo "skipped: there is no gcc or clang to link with"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Its own output folders: tests may be running from the usual ones.
dotnet publish samples/AheadOfTime -c Release --artifacts-path "$work" -o "$work/program" -v q --nologo
output=$("$work/program/AheadOfTime")
echo "$output"
echo "program: $(stat -c %s "$work/program/AheadOfTime") bytes"
for expected in "sky" "grass" "postcard.heatmap.sky.png" "postcard.json" "postcard.mask.png" "postcard.overlay.png" "accuracy 1.000"; do
    grep -qF -- "$expected" <<< "$output" || { echo "error: '$expected' is not in what the program says" >&2; exit 1; }
done
