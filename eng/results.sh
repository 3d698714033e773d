#!/usr/bin/env bash
# Evaluates ../shared/models/mini-clip, a small CLIP that learned from photographs, on the sets in ../shared/data and writes docs/results.md
# from the reports.
#
#     eng/results.sh            about half an hour on two cores; what is finished is not done again
#     eng/results.sh --fresh    everything anew
#
# Reports go to artifacts/results, which is not tracked. No photograph gets there: only figures are written.
# coco-panoptic-train and camvid-train are left out: the model has seen them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=../shared/data
model=../shared/models/mini-clip/model.safetensors
reports=artifacts/results
[ -d "$data" ] || { echo "error: there are no photographs at $data" >&2; exit 1; }
[ -f "$model" ] || { echo "error: there is no model at $model" >&2; exit 1; }
[ "${1:-}" != "--fresh" ] || rm -rf "$reports"

dotnet build src/MaskClip.Cli -c Release --nologo -v q
evaluate() { # SET LAYOUT VARIANT [FLAGS...]
    local set=$1 layout=$2 variant=$3
    shift 3
    echo "== $set ($layout): $variant"
    dotnet src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli.dll eval --data "$data/$set" --layout "$layout" --weights "$model" \
        --save json,csv --resume --output "$reports/$set.$layout/$variant" "$@" > /dev/null
}

for one in camvid-val:camvid coco-panoptic-val:coco-scene20 coco-panoptic-val:coco-panoptic \
    voc2012-val:voc20 voc2012-val-lowres:voc20 ade20k-sample:ade20k; do
    set=${one%%:*} layout=${one##*:}
    evaluate "$set" "$layout" clip --method clip
    evaluate "$set" "$layout" maskclip
    evaluate "$set" "$layout" ks --key-smoothing
    evaluate "$set" "$layout" pd --prompt-denoising
    evaluate "$set" "$layout" ks-pd --key-smoothing --prompt-denoising
    evaluate "$set" "$layout" clip-surgery --method clip-surgery
    evaluate "$set" "$layout" guided --guided-filter
    evaluate "$set" "$layout" pamr --pamr
    evaluate "$set" "$layout" reduced --vocabulary-reduction
done
evaluate camvid-val camvid corruptions --corruptions all
evaluate coco-panoptic-val coco-scene20 corruptions --corruptions all

[ -s "$reports/method-cost.md" ] || dotnet run -c Release --project bench/MaskClip.Benchmarks -- methods "$model" 224 > "$reports/method-cost.md"

dotnet run -c Release eng/render-results.cs -- "$reports" docs/results.md
