#!/usr/bin/env bash
# Plain words on mini-clip and in the drawn world, and templates chosen by entropy: the tables between the marks of docs/results.md that name this script.
#
#     eng/words.sh            about half an hour on two cores; what is finished is not done again
#     eng/words.sh --fresh    everything anew
#     CLI=MaskClip.Cli.dll eng/words.sh    with a program that is built already
#
# Reports go to artifacts/words, which is not tracked. No photograph gets there: only figures are written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=../shared/data
words=../shared/models/photo-bridge
mini=../shared/models/mini-clip/model.safetensors
reports=artifacts/words
[ -d "$data" ] || { echo "error: there are no photographs at $data" >&2; exit 1; }
[ "${1:-}" != "--fresh" ] || rm -rf "$reports"
mkdir -p "$reports"

if [ -z "${CLI:-}" ]; then
    dotnet build src/MaskClip.Cli -c Release --nologo -v q
    CLI=src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli.dll
fi
evaluate() { # NAME/VARIANT FLAGS...
    local name=$1
    shift
    [ ! -f "$reports/$name/report.json" ] || return 0
    echo "== $name"
    dotnet "$CLI" eval --save json --resume --output "$reports/$name" "$@" > /dev/null
}

# The first photographs of VOC are enough to tell differences of a point or two.
voc=(--data "$data/voc2012-val-lowres" --limit 150)
camvid=(--data "$data/camvid-val" --layout camvid)
coco=(--data "$data/coco-panoptic-val" --layout coco-scene20)
cut -d'|' -f1 "$words/voc-synonyms.txt" > "$reports/voc-plain.txt"
behind="background: $(paste -sd, "$words/background-words.txt")"
{ echo "$behind"; cat "$reports/voc-plain.txt"; } > "$reports/voc-words.txt"
{ echo "$behind"; cat "$words/voc-synonyms.txt"; } > "$reports/voc-tuned.txt"

# ---- Templates by entropy: all of a set, and of each name the four that are surest on 32 of the photographs.
for set in camvid coco voc; do
    declare -n photos=$set
    names=() size=()
    [ $set != voc ] || names=(--layout voc20 --classes "$reports/voc-plain.txt")
    [ $set != camvid ] || size=(--size 448)
    evaluate "templates-mini-$set/all" "${photos[@]}" "${names[@]}" --weights "$mini"
    evaluate "templates-mini-$set/auto" "${photos[@]}" "${names[@]}" --weights "$mini" --templates auto
    evaluate "templates-photo-$set/own" "${photos[@]}" "${names[@]}" "${size[@]}" --model photo
    evaluate "templates-photo-$set/all" "${photos[@]}" "${names[@]}" "${size[@]}" --model photo --templates imagenet
    evaluate "templates-photo-$set/auto" "${photos[@]}" "${names[@]}" "${size[@]}" --model photo --templates auto:imagenet
done

# ---- Plain words: VOC with background on mini-clip.
for edges in none guided; do
    flags=(--layout voc21 "${voc[@]}" --weights "$mini")
    [ $edges = none ] || flags+=(--guided-filter)
    evaluate "plain-mini-word/$edges" "${flags[@]}"
    evaluate "plain-mini-words/$edges" "${flags[@]}" --classes "$reports/voc-words.txt"
    evaluate "plain-mini-auto/$edges" "${flags[@]}" --background auto
    evaluate "plain-mini-tuned/$edges" "${flags[@]}" --classes "$reports/voc-tuned.txt"
done

# ---- Plain words: 500 held-out scenes of the drawn world, by the names of its captions and by phrases that no caption has.
world=$reports/world
dotnet "$CLI" sample --count 500 --seed 2 --split test --size 128x128 --output "$world" > /dev/null
awk -F'\t' 'NR > 1 { name = $2; n = split($6, all, "|"); for (i = 1; i <= n; i++) if (index(all[i], "(phrase)")) { name = all[i]; sub(/ \(.*/, "", name); break } print name }' \
    "$world/classes.tsv" > "$reports/world-plain.txt"
for edges in none guided; do
    flags=(--data "$world" --model world-clip)
    [ $edges = none ] || flags+=(--guided-filter)
    evaluate "plain-world-tuned/$edges" "${flags[@]}"
    evaluate "plain-world-plain/$edges" "${flags[@]}" --classes "$reports/world-plain.txt"
done

dotnet run -c Release eng/words-report.cs -- "$reports" docs/results.md
