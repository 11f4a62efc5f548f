#!/usr/bin/env bash
# Compile requirements/*.in into locks of versions and hashes, without addresses.
# torch and the CUDA packages of its default build stay in a lock of their own, so that a CPU build can take their place.
set -euo pipefail
cd "$(dirname "$0")/../requirements"

uv=../.venv/bin/uv
compile() { "$uv" pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"; }
apart=$("$uv" pip compile --quiet --no-annotate --no-header torch.in | sed -n -E 's/^((nvidia|cuda|triton|torch)[^=]*)==.*/--no-emit-package \1/p')

compile base.in $apart -o ../requirements.txt
compile dev.in $apart -c ../requirements.txt -o ../requirements-dev.txt
compile torch.in -c ../requirements.txt -o ../requirements-torch.txt
