#!/usr/bin/env bash
# Freeze what pyproject.toml resolves to today, run-time and development alike, as constraints for every install.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip -q install --upgrade 'pip>=25.1'
"$work/venv/bin/python" -m pip -q install -e '.[postgresql,semantic]' --group dev
{
  echo "# Exact versions for every install (pip install -c). Written by 'make lock'."
  "$work/venv/bin/python" -m pip freeze --exclude-editable
} > requirements.lock
