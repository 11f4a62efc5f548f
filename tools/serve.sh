#!/usr/bin/env bash
# Serve the demo: one worker process beside gunicorn; both end together.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${PORT:-8000}
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is taken. Choose another: make demo PORT=8080" >&2; exit 1
fi
export TANSUO_DEMO=1

.venv/bin/flask --app wsgi worker &
worker=$!
.venv/bin/gunicorn --config gunicorn.conf.py wsgi:app &
web=$!
trap 'kill "$web" "$worker" 2>/dev/null || true; wait' EXIT INT TERM

for _ in $(seq 150); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
    kill -0 "$web" 2>/dev/null || exit 1
    sleep 0.1
done
cat <<TEXT

  碳索 Tansuo   http://127.0.0.1:$port

  sign in with the password tansuo-demo-2026 as
    enterprise@example.org   university@example.org   broker@example.org   organiser@example.org
    expert@example.org       curator@example.org      admin@example.org

  Ctrl-C ends the demo.
TEXT
wait -n "$web" "$worker"
