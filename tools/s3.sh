#!/usr/bin/env bash
# An S3 server for development and tests without Docker: s3proxy over a local folder, fetched by Maven once.
#   s3.sh install            fetch, once
#   s3.sh run HOME PORT      serve the buckets under HOME/buckets; keys from S3_SERVER_IDENTITY and S3_SERVER_SECRET
set -euo pipefail
cd "$(dirname "$0")/.."

kit=$PWD/var/s3/kit

install() {
    local wanted
    wanted=$(cat tools/s3.sh tools/s3/* | sha256sum | cut -d' ' -f1)
    [[ -f $kit/installed && $(cat "$kit/installed") == "$wanted" ]] && return
    if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then tools/packages.sh maven default-jre-headless; fi
    echo "fetching the S3 server by Maven ..." >&2
    rm -rf "$kit" && mkdir -p "$kit/jars"
    mvn -q -B -f tools/s3/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$kit/jars" >&2
    echo "$wanted" > "$kit/installed"
}

run() {
    local home=$1 port=$2
    mkdir -p "$home/buckets"
    cat > "$home/s3proxy.conf" <<TEXT
s3proxy.authorization=aws-v4
s3proxy.identity=${S3_SERVER_IDENTITY:?}
s3proxy.credential=${S3_SERVER_SECRET:?}
s3proxy.endpoint=http://127.0.0.1:$port
jclouds.provider=filesystem-nio2
jclouds.identity=folder
jclouds.credential=folder
jclouds.filesystem.basedir=$home/buckets
TEXT
    exec java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=tools/s3/logback.xml \
        -cp "$kit/jars/*" org.gaul.s3proxy.Main --properties "$home/s3proxy.conf"
}

case ${1:-} in
    install) install ;;
    run) install; run "${@:2}" ;;
    *) sed -n '2,4p' "$0"; exit 2 ;;
esac
