#!/usr/bin/env bash
# Install the npm tools of the tests, exactly as locked.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "Node 20 or newer with npm is needed for the tests of the extension." >&2; exit 1; }
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || {
  echo "Node 20 or newer is needed for the tests of the extension; this is $(node --version)." >&2
  exit 1
}
npm ci --silent --no-audit --no-fund --ignore-scripts
