#!/usr/bin/env bash
# Builds the documentation site into artifacts/site/html and follows its links. Needs npm, and what eng/api-reference.cs wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v npm >/dev/null || { echo "skipped: there is no npm to build the site with"; exit 0; }
# Without a registry in reach there is no site, as there is no page (web/Page.targets).
npm ci --no-audit --no-fund --silent || { echo "skipped: npm ci in site/ failed"; exit 0; }
npm run --silent build
