#!/usr/bin/env bash
# Evaluates the model package photo on the photographs in ../shared/data and writes its tables into docs/results.md.
#
#     eng/photographs.sh            about half an hour on two cores; what is finished is not done again
#     eng/photographs.sh --fresh    everything anew
#
# Reports go to artifacts/photographs, which is not tracked. No photograph gets there: only figures are written.
# None of these photographs was in the training of the model's map (../shared/models/photo-bridge/README.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=../shared/data
words=../shared/models/photo-bridge
reports=artifacts/photographs
[ -d "$data" ] || { echo "error: there are no photographs at $data" >&2; exit 1; }
[ "${1:-}" != "--fresh" ] || rm -rf "$reports"
mkdir -p "$reports"

# VOC's twenty names in plain words, and with 22 words for the background.
cut -d'|' -f1 "$words/voc-synonyms.txt" > "$reports/voc-plain.txt"
{ echo "background: $(paste -sd, "$words/background-words.txt")"; cat "$reports/voc-plain.txt"; } > "$reports/voc-background.txt"

dotnet build src/MaskClip.Cli -c Release --nologo -v q
evaluate() { # SET LAYOUT NAME VARIANT [FLAGS...]
    local set=$1 layout=$2 name=$3 variant=$4
    shift 4
    [ ! -f "$reports/$name/$variant/report.json" ] || return 0
    echo "== $name: $variant"
    dotnet src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli.dll eval --data "$data/$set" --layout "$layout" --model photo \
        --save json --resume --output "$reports/$name/$variant" "$@" > /dev/null
}
variants() { # SET LAYOUT NAME [FLAGS...]: the ladder from one vector for the photo to all that helps, and what can follow the default
    local set=$1 layout=$2 name=$3
    shift 3
    evaluate "$set" "$layout" "$name" clip --method clip "$@"
    evaluate "$set" "$layout" "$name" maskclip --method maskclip "$@"
    evaluate "$set" "$layout" "$name" naclip "$@"
    evaluate "$set" "$layout" "$name" coarse --method naclip:strength=2,width=5 "$@"
    evaluate "$set" "$layout" "$name" presence --presence 0.6 "$@"
    evaluate "$set" "$layout" "$name" prototypes --prompt-denoising 0.6 --prototypes 0.2 "$@"
    evaluate "$set" "$layout" "$name" all --presence 0.6 --prompt-denoising 0.6 --prototypes 0.2 "$@"
    evaluate "$set" "$layout" "$name" smoothing --key-smoothing "$@"
    evaluate "$set" "$layout" "$name" denoising --prompt-denoising "$@"
    evaluate "$set" "$layout" "$name" int8 --precision int8 "$@"
    evaluate "$set" "$layout" "$name" guided --guided-filter "$@"
}

edges() { # SET LAYOUT NAME [FLAGS...]: what can be done along a photo's edges
    local set=$1 layout=$2 name=$3
    shift 3
    evaluate "$set" "$layout" "$name" propagated --propagate "$@"
    evaluate "$set" "$layout" "$name" pamr --pamr "$@"
}
plain() { # BACKGROUND-NAME [FLAGS...]: VOC with background and the data set's own plain names
    local name=$1
    shift
    evaluate voc2012-val-lowres voc21 "$name" naclip "$@"
    evaluate voc2012-val-lowres voc21 "$name" all --presence 0.6 --prompt-denoising 0.6 --prototypes 0.2 "$@"
    evaluate voc2012-val-lowres voc21 "$name" smooth --key-smoothing --presence 0.6 --prompt-denoising 0.6 --prototypes 0.2 "$@"
    evaluate voc2012-val-lowres voc21 "$name" smooth-guided --key-smoothing --presence 0.6 --prompt-denoising 0.6 --prototypes 0.2 --guided-filter "$@"
}

variants camvid-val camvid camvid --size 448
variants coco-panoptic-val coco-scene20 coco-val
variants voc2012-val-lowres voc21 voc21-true --classes "$reports/voc-background.txt" --true-names
variants voc2012-val-lowres voc21 voc21-all --classes "$reports/voc-background.txt"
variants voc2012-val-lowres voc20 voc20 --classes "$reports/voc-plain.txt"
edges camvid-val camvid camvid --size 448
edges coco-panoptic-val coco-scene20 coco-val
edges voc2012-val-lowres voc20 voc20 --classes "$reports/voc-plain.txt"
edges voc2012-val-lowres voc21 voc21-all --classes "$reports/voc-background.txt"
plain voc21-word
plain voc21-words --classes "$reports/voc-background.txt"
plain voc21-auto --background auto
[ -f "$reports/one-name.tsv" ] || dotnet run -c Release eng/one-name.cs -- "$data/voc2012-val-lowres" "$words/voc-synonyms.txt" \
    "$words/background-words.txt" "$reports/one-name.tsv"
for variant in naclip:"" presence:"--presence 0.6"; do
    evaluate voc2012-val-lowres voc20 voc20-synonyms "${variant%%:*}" --classes "$words/voc-synonyms.txt" ${variant#*:}
    evaluate coco-panoptic-train coco-scene20 coco-train "${variant%%:*}" ${variant#*:}
done

dotnet run -c Release eng/photographs-report.cs -- "$reports" docs/results.md
