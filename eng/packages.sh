#!/usr/bin/env bash
# Packs every library and the tools into a folder, looks into the packages, and uses them as their users do: installs the tools and runs them,
# restores two projects that know nothing of this repository, one of them published ahead of time and trimmed.
#
#     dotnet build MaskClip.slnx -c Release
#     eng/packages.sh [FOLDER] [SYSTEM...]       systems as linux-x64; 'all' makes every system's tools; default: this machine's
#
# MASKCLIP_TOOLS names fewer tools ("Cli Serve Label"). MASKCLIP_REPOSITORY_URL says which repository the packages are from. Nothing is left outside FOLDER.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-artifacts/packages}")
shift || true
tools=${MASKCLIP_TOOLS:-Cli Serve Train Label}
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || { kill -TERM "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
expect() { grep -qF -- "$2" <<< "$1" || { echo "error: '$2' is not in what the program says: $1" >&2; exit 1; }; }
took() { echo "$1: $SECONDS s"; SECONDS=0; }
here=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
mkdir -p "$folder"
rm -f "$folder"/MaskClip*.nupkg "$folder"/MaskClip*.snupkg
SECONDS=0

dotnet msbuild eng/Libraries.proj -t:Pack -p:Configuration=Release -p:PackageOutputPath="$folder" -m -v:q --nologo
took "libraries packed"
for tool in $tools; do
    systems=("${@:-$here}")
    if [ "${systems[0]}" = all ]; then dotnet pack "src/MaskClip.$tool" -c Release -o "$folder" -v q --nologo
    # In quotes of MSBuild's own, or a semicolon would begin another property.
    else dotnet pack "src/MaskClip.$tool" -c Release -o "$folder" -v q --nologo "-p:ToolPackageRuntimeIdentifiers=\"$(IFS=';'; echo "${systems[*]}")\""; fi
done
took "tools packed"
dotnet run -c Release eng/check-packages.cs -- "$folder"
took "packages looked into"

# Nothing of ours goes into the machine's own package cache, where it would hide the next run's: it lends what it has, ours stay in a folder.
cat > "$work/NuGet.config" <<CONFIG
<configuration>
  <packageSources><add key="packed" value="$folder" /></packageSources>
  <config><add key="globalPackagesFolder" value="$work/cache" /></config>
  <fallbackPackageFolders><add key="machine" value="$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')" /></fallbackPackageFolders>
</configuration>
CONFIG
version=$(basename "$folder"/MaskClip.World.*.nupkg .nupkg); version=${version#MaskClip.World.}
export MASKCLIP_HOME="$work/home"
for tool in $tools; do
    [ -e "$folder/MaskClip.$tool.$here.$version.nupkg" ] || continue
    (cd "$work" && dotnet tool install "MaskClip.$tool" --version "$version" --tool-path "$work/tools" --add-source "$folder" > /dev/null)
done
took "tools installed"
maskclip="$work/tools/maskclip"
output=$("$maskclip" --version); expect "$output" "$version"
output=$("$maskclip" segment --sample --prompt "sky, grass" --output "$work/postcard" 2>&1); expect "$output" "sky"
[ -s "$work/postcard/postcard.overlay.png" ]
output=$("$maskclip" segment "$work/postcard/postcard.overlay.png" --prompt cat --output "$work/photo" --json 2>/dev/null); expect "$output" '"model":"photo'
if [ -e "$work/tools/maskclip-train" ]; then
    output=$(PATH="$work/tools:$PATH" "$maskclip" train --images "$work/none" --prompt cat --output "$work/run" 2>&1) && exit 1
    expect "$output" "none"
    # A step of a tiny network: libtorch is there and works.
    output=$(PATH="$work/tools:$PATH" "$maskclip" train clip --world --steps 1 --batch 4 --width 64 --layers 1 --text-width 64 --text-layers 1 \
        --image-size 32 --embedding 32 --eval-scenes 0 --device cpu --output "$work/run" 2>&1) || { echo "$output" >&2; exit 1; }
    [ -s "$work/run/model.safetensors" ]
fi
if [ -e "$work/tools/maskclip-label" ]; then
    output=$(PATH="$work/tools:$PATH" "$maskclip" label "$work/postcard/postcard.overlay.png" --model world-clip --prompt "sky, grass" --format coco --output "$work/job" 2>&1) ||
        { echo "$output" >&2; exit 1; }
    [ -n "$(find "$work/job" -name instances.json -size +0)" ]
fi
(cd "$work" && PATH="$work/tools:$PATH" exec "$maskclip" serve --port 0) > "$work/log" 2>&1 &
server=$!
for _ in $(seq 300); do
    address=$(sed -n 's/.*\(http:\/\/127.0.0.1:[0-9]*\).*/\1/p' "$work/log" | head -n 1)
    [ -n "$address" ] && [ "$(curl -s "$address/readyz" || true)" = Healthy ] && break
    sleep 0.2
done
expect "$(curl -s "$address/v1/models")" '"default":"photo"'
kill -TERM "$server"; wait "$server" || true; server=
took "tools used"

project() {
    mkdir -p "$work/$1"
    cp "samples/$1/Program.cs" "$work/$1"
    cat > "$work/$1/$1.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization><TreatWarningsAsErrors>true</TreatWarningsAsErrors>$2
  </PropertyGroup>
  <ItemGroup>$(printf '<PackageReference Include="%s" Version="'"$version"'" />' "${@:3}")</ItemGroup>
</Project>
PROJECT
}
project FirstMasks "" MaskClip MaskClip.World MaskClip.Models.World
(cd "$work/FirstMasks" && dotnet build -c Release -v q --nologo)
output=$(cd "$work" && "$work/FirstMasks/bin/Release/net10.0/FirstMasks"); expect "$output" "sky:"
took "a project that references the packages"

command -v gcc >/dev/null || command -v clang >/dev/null || { echo "skipped: there is no gcc or clang to compile ahead of time with"; exit 0; }
project AheadOfTime "<PublishAot>true</PublishAot><TrimmerSingleWarn>false</TrimmerSingleWarn>" MaskClip MaskClip.World MaskClip.Evaluation MaskClip.Models.World
(cd "$work/AheadOfTime" && dotnet publish -c Release -o "$work/program" -v q --nologo)
output=$("$work/program/AheadOfTime")
echo "$output"
for expected in "sky" "grass" "postcard.heatmap.sky.png" "postcard.json" "postcard.mask.png" "postcard.overlay.png" "accuracy 1.000"; do expect "$output" "$expected"; done
echo "program: $(stat -c %s "$work/program/AheadOfTime") bytes"
took "compiled ahead of time"
