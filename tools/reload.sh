#!/usr/bin/env bash
# Put a new release in the place of a running gunicorn without refusing a request: reload.sh PIDFILE [SECONDS TO WAIT]
# gunicorn must have been started with WEB_PIDFILE=PIDFILE. If the new release does not start, the old one goes on serving.
set -euo pipefail

pidfile=${1:?name the file that WEB_PIDFILE names} patience=${2:-120}
old=$(cat "$pidfile")
kill -USR2 "$old" # starts the new release beside the old one, on the same socket
for _ in $(seq $((patience * 5))); do
    sleep 0.2
    new=$(cat "$pidfile.2" 2>/dev/null) || continue
    if [[ -e $pidfile.$new.ready ]]; then
        kill -TERM "$old" # finishes the pages that it is at
        until [[ $(cat "$pidfile" 2>/dev/null) == "$new" ]]; do sleep 0.2; done # the old one has ended
        rm -f "$pidfile.$old.ready"
        echo "process $new serves in the place of $old"
        exit 0
    fi
done
echo "the new release did not start within $patience seconds; $old goes on serving" >&2
exit 1
