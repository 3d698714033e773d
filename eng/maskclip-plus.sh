#!/usr/bin/env bash
# MaskCLIP+ with ../shared/models/mini-clip, a small CLIP with a ResNet, as teacher and as backbone: every run behind docs/maskclip-plus.md, then its tables.
#
#   eng/maskclip-plus.sh                 all runs, about two hours on two cores
#   eng/maskclip-plus.sh NAME...         only these (see below)
#   RUNS=folder DATA=folder STEPS=n LONG_STEPS=n eng/maskclip-plus.sh
#
# It can be stopped and started again at any moment: finished runs are kept, an unfinished one goes on at its last checkpoint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

RUNS=${RUNS:-runs/maskclip-plus}
DATA=${DATA:-../shared/data}
STEPS=${STEPS:-200}
LONG_STEPS=${LONG_STEPS:-1000}
UNSEEN="tree,car,sidewalk"

dotnet build src/MaskClip.Train -c Release --nologo -v quiet
train=(dotnet "$(ls src/MaskClip.Train/bin/Release/net10.0/*/MaskClip.Train.dll)")
wanted=("$@")

run() {
    local name=$1 entry
    shift
    if [ ${#wanted[@]} -gt 0 ]; then
        local chosen=no
        for entry in "${wanted[@]}"; do [ "$entry" = "$name" ] && chosen=yes; done
        [ "$chosen" = yes ] || return 0
    fi
    echo "== $name"
    "${train[@]}" "$@" --teacher ../shared/models/mini-clip/model.safetensors --student deeplabv2-clip --size 224 --crop 160 --dilations 3,6,9,12 --batch 4 --steps "$STEPS" \
        --eval-every $((STEPS / 2)) --checkpoint-every 50 --seed 1 --output "$RUNS/$name" --resume
}

# Street scenes: CamVid's training photographs, judged on its validation set.
streets=(--eval-data "$DATA/camvid-val" --eval-layout camvid)
photos=(--images "$DATA/camvid-train/images" "${streets[@]}")
run street-plain "${photos[@]}"
STEPS=$LONG_STEPS run street-plain-long "${photos[@]}"
run street-ks "${photos[@]}" --key-smoothing
run street-pd "${photos[@]}" --prompt-denoising
run street-kspd "${photos[@]}" --key-smoothing --prompt-denoising

# The same photographs with masks of eight classes of the eleven.
masks=(--data "$DATA/camvid-train" --layout camvid "${streets[@]}" --unseen "$UNSEEN")
run zero-shot-clip "${masks[@]}" --setting zero-shot --self-training-after never
run zero-shot-self "${masks[@]}" --setting zero-shot --self-training-after 10%
run fine-tuned-learned "${masks[@]}" --setting fine-tuning --classifier learned
run fine-tuned-mapped "${masks[@]}" --setting fine-tuning --classifier mapped-text
run supervised "${masks[@]}" --setting supervised

# Scenes: photographs of VOC and COCO, judged on twenty scene classes of other COCO photographs. Nearly twice as many classes take more steps.
STEPS=$LONG_STEPS
scenes=(--images "$DATA/voc2012-train/images" --images "$DATA/coco-panoptic-train/images" --eval-data "$DATA/coco-panoptic-val" --eval-layout coco-scene20)
run scene-plain "${scenes[@]}"
run scene-ks "${scenes[@]}" --key-smoothing
run scene-pd "${scenes[@]}" --prompt-denoising
run scene-kspd "${scenes[@]}" --key-smoothing --prompt-denoising

dotnet run -c Release eng/maskclip-plus-report.cs -- "$RUNS" docs/maskclip-plus.md
