#!/usr/bin/env bash
# Counts which lines and branches of the libraries the tests run (coverlet), and fails where fewer are than eng/coverage.txt says. The service, the page and
# the commands, which tests start as programs of their own, are not counted.
#
#     dotnet build MaskClip.slnx -c Release
#     eng/coverage.sh [--update]      --update writes what was reached into eng/coverage.txt
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v python3 >/dev/null || { echo "skipped: there is no python3 to read the reports with"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for project in Annotations Evaluation; do
    # Coverlet rewrites a library where it lies, and there it is linked to every other copy (Directory.Build.props): it gets one of its own.
    for file in "tests/MaskClip.$project.Tests/bin/Release/net10.0/MaskClip.$project".{dll,pdb}; do cp -p "$file" "$file.own"; mv "$file.own" "$file"; done
    dotnet test --project "tests/MaskClip.$project.Tests" -c Release --no-build --no-progress --results-directory "$work/$project" \
        --coverlet --coverlet-single-hit --coverlet-output-format cobertura --coverlet-include "[MaskClip.$project]*" | tail -n 8
done
python3 - "$work" "${1:-}" <<'PYTHON'
import glob, re, sys
floor_file = "eng/coverage.txt"
floors = dict(line.split() for line in open(floor_file) if line.strip() and not line.startswith("#")) if glob.glob(floor_file) else {}
reached, fallen = {}, []
for report in glob.glob(f"{sys.argv[1]}/**/coverage.cobertura*.xml", recursive=True):
    text = open(report, encoding="utf-8").read()
    for name, line, branch in re.findall(r'<package name="([\w.]+)" line-rate="([\d.]+)" branch-rate="([\d.]+)"', text):
        reached[f"{name}:lines"], reached[f"{name}:branches"] = 100 * float(line), 100 * float(branch)
if not reached: sys.exit("error: there is no coverage report")
for name, share in sorted(reached.items()):
    floor = float(floors.get(name, 0))
    print(f"{name} {share:.1f} % (at least {floor:.1f})")
    if share < floor: fallen.append(name)
if sys.argv[2] == "--update":
    with open(floor_file, "w") as file:
        file.write("# Shares in percent that eng/coverage.sh holds; a point below what was reached when this was written.\n")
        file.writelines(f"{name} {share - 1:.1f}\n" for name, share in sorted(reached.items()))
elif fallen: sys.exit(f"error: fewer are run than before: {', '.join(fallen)}")
PYTHON
