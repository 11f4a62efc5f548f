#!/usr/bin/env bash
# Serve the demo: one worker process beside gunicorn; both end together.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/flask --app wsgi worker &
worker=$!
trap 'kill $worker 2>/dev/null || true; wait $worker 2>/dev/null || true' EXIT
.venv/bin/gunicorn --config gunicorn.conf.py wsgi:app &
web=$!
trap 'kill $web $worker 2>/dev/null || true; wait' INT TERM
wait $web
