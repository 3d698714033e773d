#!/usr/bin/env bash
# Key smoothing as published and with normalized weights, on photographs: the table of docs/from-scores-to-masks.md. The temperature is not chosen here but on training
# scenes of the small world (eng/miniature.sh). Prints a line for each cell; finished evaluations are kept.
#
#   RUNS=folder DATA=folder eng/key-smoothing.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

RUNS=${RUNS:-runs/key-smoothing}
DATA=${DATA:-../shared/data}
MINI=${MINI:-../shared/models/mini-clip/model.safetensors}
dotnet build src/MaskClip.Cli -c Release --nologo -v quiet
cli=(dotnet src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli.dll)

for weights in none paper 20; do
    case $weights in
        none) smoothing=() ;;
        paper) smoothing=(--key-smoothing) ;;
        *) smoothing=(--key-smoothing-temperature "$weights") ;;
    esac
    evaluate() { # NAME FLAGS...
        local folder=$RUNS/$1-$weights
        shift
        [ -s "$folder/report.json" ] || "${cli[@]}" eval --save json --resume --output "$folder" "$@" "${smoothing[@]}" > /dev/null
        echo "$folder: $(tr -d ' \n' < "$folder/report.json" | grep -o '"meanIoU":{[^}]*}' | head -1)"
    }
    # The first 150 of 440 photographs of VOC: eval subsets are enough to tell differences of several points.
    evaluate photo-voc --data "$DATA/voc2012-val-lowres" --layout voc20 --limit 150 --model photo --method maskclip
    evaluate photo-coco --data "$DATA/coco-panoptic-val" --layout coco-scene20 --model photo --method maskclip
    evaluate photo-camvid --data "$DATA/camvid-val" --layout camvid --model photo --method maskclip
    evaluate mini-camvid --data "$DATA/camvid-val" --layout camvid --size 224 --weights "$MINI"
    evaluate mini-coco --data "$DATA/coco-panoptic-val" --layout coco-scene20 --size 224 --weights "$MINI"
done
