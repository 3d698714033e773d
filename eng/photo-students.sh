#!/usr/bin/env bash
# MaskCLIP+ on photographs with the model package photo as teacher: students of its own ResNet-18, from photographs without their masks. Then the table of
# docs/maskclip-plus.md.
#
#   eng/photo-students.sh                all runs
#   eng/photo-students.sh NAME...        only these
#   RUNS=folder DATA=folder STEPS=n SEEDS="1 2 3" eng/photo-students.sh
#   PAGE=copy.md eng/photo-students.sh   the table into a copy: it is of the runs in RUNS alone, and rows of others would be gone
#
# It can be stopped and started again at any moment: finished runs are kept, an unfinished one goes on at its last checkpoint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

RUNS=${RUNS:-runs/photo-students}
DATA=${DATA:-../shared/data}
STEPS=${STEPS:-60}
PAGE=${PAGE:-docs/maskclip-plus.md}
SEEDS=${SEEDS:-1 2 3}
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}
if [ -z "${TRAIN:-}" ]; then
    dotnet build src/MaskClip.Train -c Release --nologo -v quiet
    TRAIN=$(ls src/MaskClip.Train/bin/Release/net10.0/*/MaskClip.Train.dll)
fi
wanted=("$@")

run() { # NAME FLAGS...
    local name=$1
    shift
    if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then return 0; fi
    local seed
    for seed in $SEEDS; do
        local folder=$RUNS/$name/seed-$seed
        [ -s "$folder/result.json" ] && continue
        echo "== $name, seed $seed"
        dotnet "$TRAIN" --teacher photo --size 224 --crop 160 --batch 4 --bf16 --steps "$STEPS" --eval-every "$STEPS" --checkpoint-every 50 --seed "$seed" --output "$folder" --resume "$@"
    done
}

# Begins as its teacher, so that little is to be learned and the backbone moves slowly; the others learn a head from nothing.
context=(--student context-resnet18 --dilations 2,4,8 --lr 1e-3 --head-rate 10 --min-learning-rate 1e-5)
deeplab=(--student deeplabv2-resnet18 --dilations 3,6,9,12 --lr 3e-3 --head-rate 10 --min-learning-rate 1e-5)
plain=(--method maskclip)
refined=(--prototypes)

streets=(--images "$DATA/camvid-train/images" --eval-data "$DATA/camvid-val" --eval-layout camvid)
masks=(--data "$DATA/camvid-train" --layout camvid --eval-data "$DATA/camvid-val" --eval-layout camvid --unseen tree,car,sidewalk)
run street-context-plain "${streets[@]}" "${plain[@]}" "${context[@]}"
run street-context-scales "${streets[@]}" "${plain[@]}" --teacher-scales 2 "${context[@]}"
run street-context-refined "${streets[@]}" "${refined[@]}" "${context[@]}"
run street-imagenet-plain "${streets[@]}" "${plain[@]}" "${deeplab[@]}" --init imagenet
run street-random-plain "${streets[@]}" "${plain[@]}" "${deeplab[@]}" --init random
run street-zero-shot "${masks[@]}" "${plain[@]}" "${context[@]}" --setting zero-shot --self-training-after 50%
run street-fine-tuned "${masks[@]}" "${plain[@]}" "${context[@]}" --setting fine-tuning
run street-supervised "${masks[@]}" "${plain[@]}" "${context[@]}" --setting supervised

# voc2012-train shows seven of VOC's classes; the other photographs are COCO's.
scenes=(--images "$DATA/voc2012-train/images" --images "$DATA/coco-panoptic-train/images" --eval-data "$DATA/voc2012-val" --eval-layout voc20)
run voc-context-plain "${scenes[@]}" "${plain[@]}" "${context[@]}"
run voc-context-refined "${scenes[@]}" "${refined[@]}" "${context[@]}"
run voc-context-scales "${scenes[@]}" "${plain[@]}" "${context[@]}" --teacher-scales 1,2

dotnet run -c Release eng/photo-students-report.cs -- "$RUNS" "$PAGE"
