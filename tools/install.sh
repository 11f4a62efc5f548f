#!/usr/bin/env bash
# Make .venv from the locks; again in a moment when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/.installed
wanted=$(cat requirements*.txt tools/install.sh | sha256sum | cut -d' ' -f1)
if [[ -f $stamp && $(cat "$stamp") == "$wanted" ]]; then exit 0; fi

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or later is needed; set PYTHON to one." >&2; exit 1
fi
if [[ ! -x .venv/bin/python ]]; then
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then tools/packages.sh python3-venv; fi
    "$python" -m venv .venv
fi

echo "installing the dependencies (torch is the slow part) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv==0.13.9'
export VIRTUAL_ENV=$PWD/.venv
uv=.venv/bin/uv
"$uv" pip install --quiet --no-deps --require-hashes -r requirements.txt -r requirements-dev.txt

torch=$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' requirements-torch.txt)
if "$uv" pip show --quiet torch 2>/dev/null; then :
elif UV_HTTP_TIMEOUT=20 UV_HTTP_RETRIES=0 "$uv" pip install --quiet --torch-backend cpu "$torch" 2>/dev/null; then
    echo "$torch installed from the CPU index"
else
    echo "the CPU index of torch does not answer: installing the registry's default build (several GB)"
    "$uv" pip install --quiet --no-deps --require-hashes -r requirements-torch.txt
fi
echo "$wanted" > "$stamp"
