#!/usr/bin/env bash
# Install the named Debian packages, or those the tests drive, when run as root; else say the command.
set -euo pipefail

if [[ $# -gt 0 ]]; then wanted=("$@"); else wanted=(chromium fonts-noto-cjk postgresql maven default-jre-headless); fi
missing=()
for package in "${wanted[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -ne 0 ]]; then
    echo "These Debian packages are missing. Install them with:" >&2
    echo "    sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "installing Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
