#!/usr/bin/env bash
# Makes what needs no .NET on the machine where it runs: maskclip and maskclip-serve as self-contained single files, with the models beside them, an
# archive for each system, and the archives' checksums.
#
#     eng/publish.sh [FOLDER] [SYSTEM...]        default: artifacts/publish, this machine's system
#
# FOLDER/SYSTEM is what goes into the archive and, for linux-x64, into the container (Dockerfile).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-artifacts/publish}")
shift || true
systems=("$@")
[ ${#systems[@]} -gt 0 ] || systems=("$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)")
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
for system in "${systems[@]}"; do
    out="$folder/$system"
    rm -rf "$out"
    mkdir -p "$out"
    suffix=; [[ $system != win-* ]] || suffix=.exe
    for program in Cli:maskclip Serve:maskclip-serve; do
        assembly=MaskClip.${program%%:*}
        dotnet publish "src/$assembly" -c Release -r "$system" --self-contained true -o "$work/$system/$assembly" -v q --nologo \
            -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true -p:DebugType=embedded
        mv "$work/$system/$assembly/$assembly$suffix" "$out/${program##*:}$suffix"
    done
    mv "$work/$system/MaskClip.Cli/maskclip-models" "$out"
    cp LICENSE src/MaskClip.Models.Photo/model/NOTICES.md "$out"
    archive="maskclip-$version-$system.tar.gz"
    # The same files give the same archive: names in order, no owner, one time for all.
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2000-01-01 00:00Z' -C "$folder" --transform "s|^$system|maskclip-$version|" -cf - "$system" |
        gzip -n > "$folder/$archive"
    (cd "$folder" && sha256sum "$archive" > "$archive.sha256" && cat "$archive.sha256")
    du -sh "$out"/* | sed "s|$folder/||"
done
