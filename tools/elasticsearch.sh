#!/usr/bin/env bash
# A development node of Elasticsearch without Docker: fetched by Maven once, put together under var/elasticsearch, started here.
#   elasticsearch.sh install            fetch and compile, once
#   elasticsearch.sh run HOME PORT      serve in the foreground, data and logs under HOME; further -E settings follow as name=value
#   elasticsearch.sh start              answer at ELASTICSEARCH_URL (http://127.0.0.1:9200), in the background unless one is there
set -euo pipefail
cd "$(dirname "$0")/.."

kit=$PWD/var/elasticsearch/kit
heap=${ES_HEAP:-512m}

install() {
    local wanted
    wanted=$(cat tools/elasticsearch.sh tools/elasticsearch/* | sha256sum | cut -d' ' -f1)
    [[ -f $kit/installed && $(cat "$kit/installed") == "$wanted" ]] && return
    if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then tools/packages.sh maven default-jre-headless; fi
    echo "fetching Elasticsearch by Maven ..." >&2
    rm -rf "$kit" && mkdir -p "$kit/jars" "$kit/lib" "$kit/modules/transport-netty4" "$kit/classes"
    mvn -q -B -f tools/elasticsearch/pom.xml dependency:copy-dependencies -DoutputDirectory="$kit/jars" >&2
    mv "$kit"/jars/ecj-*.jar "$kit/ecj.jar"
    mv "$kit"/jars/netty-*.jar "$kit"/jars/transport-netty4-*.jar "$kit/modules/transport-netty4/"
    mv "$kit"/jars/*.jar "$kit/lib/"
    local version
    version=$(basename "$kit"/lib/elasticsearch-8*.jar .jar); version=${version#elasticsearch-}
    cat > "$kit/modules/transport-netty4/plugin-descriptor.properties" <<TEXT
description=HTTP and transport
name=transport-netty4
version=$version
elasticsearch.version=$version
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
has.native.controller=false
TEXT
    java -jar "$kit/ecj.jar" -17 -proc:none -nowarn -cp "$(printf '%s:' "$kit"/lib/*.jar)" -d "$kit/classes" tools/elasticsearch/Node.java >&2
    echo "$wanted" > "$kit/installed"
}

run() {
    local home=$1 port=$2; shift 2
    mkdir -p "$home/config" "$home/tmp" "$home/logs"
    ln -sfn "$kit/lib" "$home/lib"; ln -sfn "$kit/modules" "$home/modules"; mkdir -p "$home/plugins"
    cp tools/elasticsearch/log4j2.properties "$home/config/"
    {
        echo "http.port: $port"
        echo "network.host: 127.0.0.1"
        echo "cluster.routing.allocation.disk.threshold_enabled: false"
        local single=yes setting
        for setting in "$@"; do
            [[ $setting == discovery.* || $setting == cluster.initial_master_nodes=* ]] && single=no
            echo "${setting%%=*}: ${setting#*=}"
        done
        [[ $single == yes ]] && echo "discovery.type: single-node"
        true
    } > "$home/config/elasticsearch.yml"
    local vectors=()
    java --list-modules | grep -q '^jdk.incubator.vector@' && vectors=(--add-modules=jdk.incubator.vector)
    exec java "${vectors[@]}" "-Xms$heap" "-Xmx$heap" -XX:+UseSerialGC -Djava.security.manager=allow -Djava.io.tmpdir="$home/tmp" -Des.path.home="$home" \
        -Dlog4j.shutdownHookEnabled=false -Dlog4j2.disable.jmx=true -Djava.awt.headless=true \
        -cp "$kit/classes:$kit/lib/*" Node "$home"
}

answers() { curl -fs -o /dev/null --max-time 3 "$1/_cluster/health?wait_for_status=yellow&timeout=2s"; }

start() {
    local url=${ELASTICSEARCH_URL:-http://127.0.0.1:9200}
    answers "$url" && { echo "Elasticsearch answers at $url"; return; }
    [[ $url =~ ^http://(127\.0\.0\.1|localhost):([0-9]+)/?$ ]] || { echo "nothing answers at $url" >&2; exit 1; }
    local port=${BASH_REMATCH[2]} home=$PWD/var/elasticsearch/node
    install
    mkdir -p "$home"
    nohup setsid "$0" run "$home" "$port" > "$home/console.log" 2>&1 < /dev/null &
    local node=$!
    for _ in $(seq 120); do
        answers "$url" && { echo "Elasticsearch answers at $url (process $node)"; return; }
        kill -0 "$node" 2>/dev/null || { tail -20 "$home/console.log" >&2; echo "Elasticsearch did not start" >&2; exit 1; }
        sleep 0.5
    done
    echo "Elasticsearch did not answer within a minute; see $home/console.log" >&2; exit 1
}

case ${1:-} in
    install) install ;;
    run) shift; run "$@" ;;
    start) start ;;
    *) sed -n '2,5p' "$0"; exit 2 ;;
esac
