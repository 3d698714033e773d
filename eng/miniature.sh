#!/usr/bin/env bash
# The paper in miniature: a small CLIP of our own, trained on the small world, and every claim of the paper measured where the truth is known to the pixel.
# Makes docs/miniature.md, the two models and the figures that 'maskclip methods' shows of it.
#
#   eng/miniature.sh               all of it: less than three hours of two cores for the two models, then an hour and a half for the rest
#   eng/miniature.sh PART...       only these: world, vit, resnet, keep, tables, plus, report
#   RUNS=folder eng/miniature.sh
#
# It can be stopped and started again at any moment: finished parts are kept, an unfinished run goes on at its last checkpoint.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

RUNS=${RUNS:-runs/miniature}
parts=("$@")
wanted() { [ ${#parts[@]} -eq 0 ] || [[ " ${parts[*]} " == *" $1 "* ]]; }
# Threads that wait by spinning take the processors from those that draw the scenes.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-PASSIVE}

dotnet build src/MaskClip.Cli -c Release --nologo -v quiet
dotnet build src/MaskClip.Train -c Release --nologo -v quiet
cli=(dotnet src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli.dll)
train=(dotnet "$(ls src/MaskClip.Train/bin/Release/net10.0/*/MaskClip.Train.dll)")
world=$RUNS/world
packaged=src/MaskClip.Models.World/model/model.safetensors shipped=models/world-clip-resnet/model.safetensors
vit=$RUNS/vit/model.safetensors resnet=$RUNS/resnet/model.safetensors

# ---- Scenes: 500 of the test half to measure on and 200 larger ones; of the training half 200 to choose key smoothing's temperature on, and 10,000 of the training half for MaskCLIP+.
if wanted world; then
    "${cli[@]}" sample --count 500 --seed 2 --split test --size 128x128 --output "$world/test"
    "${cli[@]}" sample --count 200 --seed 5 --split test --size 448x448 --output "$world/large"
    "${cli[@]}" sample --count 200 --seed 9 --size 128x128 --output "$world/choice"
    "${cli[@]}" sample --count 10000 --seed 1 --size 128x128 --output "$world/train"
    # Test scenes in which a thing has a color that it never has in training, and the others.
    for half in held-out seen; do
        mkdir -p "$world/$half/images" "$world/$half/masks"
        cp "$world/test/classes.txt" "$world/$half/"
        awk -F'\t' -v half=$half 'NR > 1 && (half == "held-out") == ($7 != "") { print $1 }' "$world/test/manifest.tsv" | while read -r id; do
            cp -u "$world/test/images/$id.png" "$world/$half/images/"
            cp -u "$world/test/masks/$id.png" "$world/$half/masks/"
        done
    done
    # Names that no caption uses; a class that has none of a kind keeps its own.
    for kind in phrase compound unrelated; do
        awk -F'\t' -v kind="($kind)" 'NR > 1 { name = $2; n = split($6, all, "|"); for (i = 1; i <= n; i++) if (index(all[i], kind)) { name = all[i]; sub(/ \(.*/, "", name); break } print name }' \
            "$world/test/classes.tsv" > "$world/$kind.txt"
    done
fi

# ---- The two models. Most pictures are four close-ups. The ViT sees three of four patches: with one of four it is twice as fast and learns far less.
common=(clip --world --spare-covered --blank-words 0.1 --eval-scenes 100 --checkpoint-every 100 --half --trained-tokens --batch 96 --places-weight 1 --resume)
if wanted vit; then
    seeing=(--captions 8 --patches 192 --bf16)
    "${train[@]}" "${common[@]}" --context 48 "${seeing[@]}" --collages 0.7 --seed 1 --muon 8e-3 --steps 2200 --warm-up 40 --eval-every 200 --output "$RUNS/vit-begun"
    # Then more of each thing has to be near its name than its most telling spot.
    "${train[@]}" "${common[@]}" "${seeing[@]}" --collages 0.7 --seed 6 --init "$RUNS/vit-begun/model.safetensors" --places-sharpness 5 --lr 4e-4 --muon 3.2e-3 --steps 520 --warm-up 10 --eval-every 130 --output "$RUNS/vit-near"
    # Then it learns its own labels, refined, of what the captions say.
    "${train[@]}" "${common[@]}" "${seeing[@]}" --collages 0.2 --seed 3 --init "$RUNS/vit-near/model.safetensors" --places-sharpness 5 --self-training 2 --lr 4e-4 --muon 3e-3 --steps 360 --warm-up 10 --eval-every 120 --output "$RUNS/vit"
fi

if wanted resnet; then
    "${train[@]}" "${common[@]}" --context 48 --seed 1 --captions 8 --tower resnet --layers 2,2,2,1 --image-size 128 --collages 0.7 --muon 8e-3 --steps 1800 --warm-up 40 --eval-every 200 --output "$RUNS/resnet"
fi

# The ViT is the model package world-clip, the ResNet lies in models/. Where they were not trained anew, these are measured.
if wanted keep; then
    [ ! -s "$vit" ] || cp "$vit" "$packaged"
    [ ! -s "$resnet" ] || cp "$resnet" "$shipped"
fi
[ -s "$vit" ] || vit=$packaged
[ -s "$resnet" ] || resnet=$shipped

# ---- Tables. PAMR's neighbors are as near as these pictures are small.
near=(--pamr --pamr-dilations 2,4,8,12)
evaluate() { # NAME FOLDER [FLAGS...]
    local name=$1 folder=$2
    shift 2
    [ -s "$RUNS/tables/$name/report.json" ] && return 0
    echo "== $name"
    "${cli[@]}" eval --data "$world/$folder" --size "${size:-128}" --save json --resume --output "$RUNS/tables/$name" "$@" > /dev/null
}
if wanted tables; then
    for model in vit resnet; do
        evaluate $model-clip test --weights "${!model}" --method clip
        evaluate $model-maskclip test --weights "${!model}"
        evaluate $model-ks test --weights "${!model}" --key-smoothing
        evaluate $model-ks-20 test --weights "${!model}" --key-smoothing-temperature 20
        evaluate $model-choice choice --weights "${!model}"
        evaluate $model-choice-ks choice --weights "${!model}" --key-smoothing
        for t in 5 10 20 40 80; do evaluate $model-choice-ks-$t choice --weights "${!model}" --key-smoothing-temperature $t; done
        evaluate $model-pd test --weights "${!model}" --prompt-denoising
        evaluate $model-ks-pd test --weights "${!model}" --key-smoothing --prompt-denoising
        for side in 128 160 192 224; do size=$side evaluate "$model-large-$side" large --weights "${!model}"; done
    done
    for t in paper 20; do
        smoothed=(--key-smoothing)
        [ $t = paper ] || smoothed=(--key-smoothing-temperature $t)
        evaluate vit-ks-plain-$t test --weights "$vit" --method maskclip:keys=plain "${smoothed[@]}"
    done
    # ResCLIP reads blocks 6 to 9; this tower has six.
    for method in sclip clearclip naclip kk nonly gem clip-surgery scclip; do evaluate "vit-$method" test --weights "$vit" --method "$method"; done
    evaluate vit-pamr test --weights "$vit" --pamr
    evaluate vit-pamr-near test --weights "$vit" "${near[@]}"
    evaluate vit-sclip-pamr-near test --weights "$vit" --method sclip "${near[@]}"
    evaluate vit-sclip-flip-pamr-near test --weights "$vit" --method sclip --flip "${near[@]}"
    evaluate vit-reduced test --weights "$vit" --vocabulary-reduction
    evaluate vit-held-out held-out --weights "$vit"
    evaluate vit-seen seen --weights "$vit"
    for kind in phrase compound unrelated; do evaluate "vit-$kind" test --weights "$vit" --classes "$world/$kind.txt"; done
    evaluate vit-corruptions test --weights "$vit" --corruptions all --limit 100
fi

# ---- MaskCLIP+: the ViT teaches, 10,000 scenes are seen without their masks (or with those of 36 classes). Students are a DeepLab that begins as the ResNet above
# (so few steps are enough where its head learns fast and the backbone, which knows the world, slowly), and the ViT's own transformer. Both learn with Muon.
if wanted plus; then
    student() { # NAME FLAGS...
        local name=$1
        shift
        [ -s "$RUNS/plus/$name/result.json" ] && return 0
        echo "== plus $name"
        "${train[@]}" plus --eval-data "$world/test" --teacher "$vit" --crop 128 --augment none --bf16 --min-learning-rate 1e-5 --eval-every 500 --checkpoint-every 200 --seed 1 \
            --output "$RUNS/plus/$name" --resume "$@"
    }
    deeplab() { student "$@" --student deeplabv2-clip --init "$resnet" --dilations 2,4,6,8 --lr 1e-3 --head-rate 100 --muon 2e-3 --batch 16 --steps 250; }
    linear() { student "$@" --student linear-clip --lr 0.01 --muon 1.5e-3 --batch 32; }
    photos=(--images "$world/train/images" --classes "$world/test/classes.txt")
    masks=(--data "$world/train" --unseen "bus,boat,cow,bird,table,clock,kite,snow,road,mountain")
    linear linear-annotation-free "${photos[@]}" "${near[@]}" --steps 300
    linear linear-zero-shot-self "${masks[@]}" --setting zero-shot --self-training-after 50% --steps 1000
    linear linear-supervised "${masks[@]}" --setting supervised --steps 1000
    linear linear-fine-tuned-mapped "${masks[@]}" --setting fine-tuning --steps 250
    linear linear-fine-tuned "${masks[@]}" --setting fine-tuning --classifier learned --steps 250
    linear linear-fine-tuned-frozen "${masks[@]}" --setting fine-tuning --classifier frozen-text --steps 250
    deeplab annotation-free "${photos[@]}"
    deeplab annotation-free-pamr "${photos[@]}" "${near[@]}"
    deeplab annotation-free-ks-pd "${photos[@]}" --key-smoothing --prompt-denoising
    deeplab zero-shot-clip "${masks[@]}" --setting zero-shot --self-training-after never
    deeplab zero-shot-self "${masks[@]}" --setting zero-shot --self-training-after 50%
    deeplab fine-tuned-mapped "${masks[@]}" --setting fine-tuning
    deeplab fine-tuned "${masks[@]}" --setting fine-tuning --classifier learned
    deeplab fine-tuned-frozen "${masks[@]}" --setting fine-tuning --classifier frozen-text
    deeplab distilled "${photos[@]}" --setting distillation
    deeplab supervised "${masks[@]}" --setting supervised
fi

! wanted report || dotnet run -c Release eng/miniature-report.cs -- "$RUNS" docs/miniature.md src/MaskClip.Cli/Assets/local-figures.tsv
