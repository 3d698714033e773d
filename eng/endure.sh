#!/usr/bin/env bash
# Endurance of `maskclip segment`: kill -9, a full disk, many photos of many sizes, two processes. Prints what it measured; exits 1 where
# something is not as it should be. What it needs: a built command, a folder for drawn photos, and for the full disk the right to mount.
#   eng/endure.sh [kill|disk|soak|two]...            all four where none is named
#   KILLS=40 KILL_PHOTOS=200 PHOTOS=10000 MASKCLIP=path/of/MaskClip.Cli eng/endure.sh
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
C=${MASKCLIP:-src/MaskClip.Cli/bin/Release/net10.0/MaskClip.Cli}
C=$(realpath "$C")
T=$(mktemp -d)
export MASKCLIP_HOME=${MASKCLIP_HOME:-$T/home}
trap 'umount "$T/small" 2>/dev/null; rm -rf "$T"' EXIT
status=0
NAMES=(-p sky -p grass -p tree -b cloud)
MODEL=(--model world-clip)

say() { echo "$(date +%H:%M:%S) $*"; }
wrong() { say "WRONG: $*"; status=1; }
results() { find "$1" -name "*.json" ! -name options.json 2>/dev/null | wc -l; }

# Drawn photos of some sizes: the small world's scenes, cut by their seeds alone.
draw() {
    "$C" sample --count "$2" --size "$3" --output "$1" -q >/dev/null || { wrong "photos cannot be drawn"; exit 1; }
    [ -d "$1/images" ] || { wrong "there are no images in $1"; exit 1; }
}

same() { # the results in two folders, byte by byte, without the records of the runs
    diff -rq --exclude=segment.jsonl --exclude=options.json "$1" "$2" >/dev/null
}

kills() {
    local kills=${KILLS:-40} photos=${KILL_PHOTOS:-200} done=0 before
    draw "$T/kill" "$photos" 160x112
    run() { "$C" segment "$T/kill/images" "${NAMES[@]}" "${MODEL[@]}" --save mask,json -q -o "$1" "${@:2}"; }
    run "$T/whole" || wrong "the undisturbed run ends with $?"
    for ((; done < kills; done++)); do
        before=$(results "$T/cut")
        run "$T/cut" --resume 2>/dev/null & local P=$!
        # Somewhere between its start and a few photos later.
        local until=$((before + RANDOM % (2 * photos / kills + 1)))
        while kill -0 $P 2>/dev/null && [ "$(results "$T/cut")" -le "$until" ]; do sleep 0.02; done
        kill -9 $P 2>/dev/null; wait $P 2>/dev/null
    done
    run "$T/cut" --resume || wrong "the last run ends with $?"
    same "$T/whole" "$T/cut" && say "kill: $kills kills over $photos photos end with the results of one run" || wrong "results differ after $kills kills"
    [ -z "$(find "$T/cut" -name '*.tmp')" ] || wrong "temporary files of killed runs are left"
}

disk() {
    mkdir -p "$T/small"
    if ! mount -t tmpfs -o size=2m tmpfs "$T/small" 2>/dev/null; then say "disk: skipped, nothing can be mounted here"; return; fi
    draw "$T/full" 200 160x112
    local error code
    error=$(timeout 120 "$C" segment "$T/full/images" "${NAMES[@]}" "${MODEL[@]}" -o "$T/small/out" 2>&1); code=$?
    local made; made=$(results "$T/small/out")
    [ "$code" -eq 1 ] || wrong "a full disk ends with $code"
    grep -q -- "--resume goes on" <<<"$error" || wrong "a full disk does not say how to go on: $error"
    [ "$made" -lt 200 ] || wrong "the disk was not full"
    [ -z "$(find "$T/small" -name '*.tmp')" ] || wrong "temporary files are left on the full disk"
    mount -o remount,size=64m "$T/small"
    "$C" segment "$T/full/images" "${NAMES[@]}" "${MODEL[@]}" -o "$T/small/out" --resume -q || wrong "with room again it ends with $?"
    "$C" segment "$T/full/images" "${NAMES[@]}" "${MODEL[@]}" -o "$T/roomy" -q
    same "$T/small/out" "$T/roomy" && say "disk: full after $made of 200 photos, exit 1; resumed with room: the results of one run" || wrong "results differ after a full disk"
    umount "$T/small"
}

soak() {
    # As many photos as are asked for, of 160 sizes, by links to the drawn ones: decoding, embedding and writing are those of real files.
    local photos=${PHOTOS:-10000} sizes=160
    mkdir -p "$T/soak"
    for ((i = 0; i < sizes; i++)); do
        "$C" sample --count 1 --seed $((1000 + i)) --size $((160 + i * 7 % 320))x$((120 + i * 13 % 240)) --output "$T/sizes/$i" -q >/dev/null
        mv "$T/sizes/$i"/images/* "$T/soak/s$i.png"
    done
    mkdir -p "$T/in"
    for ((i = 0; i < photos; i++)); do ln "$T/soak/s$((i % sizes)).png" "$T/in/$(printf %06d $i).png"; done
    "$C" segment "$T/in" "${NAMES[@]}" "${MODEL[@]}" --save json -q -o "$T/soaked" & local P=$!
    local rss=() n
    while kill -0 $P 2>/dev/null; do
        sleep 5
        n=$(results "$T/soaked")
        rss+=("$n $(awk '/VmRSS/ { print int($2 / 1024) }' /proc/$P/status 2>/dev/null)")
        [ $((${#rss[@]} % 6)) -eq 0 ] && say "soak: $n photos, ${rss[-1]#* } MB"
    done
    wait $P || wrong "the soak ends with $?"
    # At rest: the mean of the third quarter of the photos against that of the last.
    printf '%s\n' "${rss[@]}" | awk -v all="$photos" '
        NF == 2 && $1 > all / 2 && $1 <= 3 * all / 4 { a += $2; na++ }
        NF == 2 && $1 > 3 * all / 4 { b += $2; nb++ }
        END {
            if (!na || !nb) { print "too few measurements"; exit 1 }
            a /= na; b /= nb; grown = 100 * (b / a - 1)
            printf "soak: %d photos; third quarter %.0f MB, last quarter %.0f MB (%+.1f %%)\n", all, a, b, grown
            exit grown > 5
        }' || wrong "memory does not come to rest"
}

two() {
    draw "$T/both" 60 160x112
    local home="$T/home2" first second
    MASKCLIP_HOME=$home "$C" segment "$T/both/images" "${NAMES[@]}" "${MODEL[@]}" -q -o "$T/one" & first=$!
    MASKCLIP_HOME=$home "$C" segment "$T/both/images" "${NAMES[@]}" "${MODEL[@]}" -q -o "$T/one" 2>/dev/null & second=$!
    wait $first || wrong "one of two processes ends with $?"
    wait $second || wrong "the other of two processes ends with $?"
    "$C" segment "$T/both/images" "${NAMES[@]}" "${MODEL[@]}" -q -o "$T/alone"
    same "$T/one" "$T/alone" && say "two: two processes on one folder, one output and one new cache end with the results of one" || wrong "results of two processes differ"
    [ -z "$(find "$home" "$T/one" -name '*.tmp')" ] || wrong "temporary files of two processes are left"
}

[ $# -gt 0 ] || set -- kill disk two soak
for part in "$@"; do
    case $part in
        kill) kills ;; disk) disk ;; soak) soak ;; two) two ;;
        *) echo "Unknown part '$part'. Available: kill, disk, soak, two."; exit 2 ;;
    esac
done
exit $status
