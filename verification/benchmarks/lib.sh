# Sourced by the scripts: builds, starts processes and ends them again. Only processes started here are ended, by pid.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
benchmarks=$root/verification/benchmarks
peers=$benchmarks/target/peers
work=$(mktemp -d)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
read -ra java_options <<<"${JAVA_OPTIONS:-}"
class_path="$benchmarks/target/classes:$benchmarks/target/lib/*"
pids=()

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# Those that have ended by themselves were waited for and are no longer in the list.
end_processes() {
    local pid
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
    pids=()
}

build() {
    say "Building"
    (cd "$root" && mvn -q -pl verification/benchmarks -am package -DskipTests) >&2
    if [[ ${1:-} == peers ]]; then
        [[ -f /usr/include/usrsctp.h ]] || die "No usrsctp.h: apt-get install gcc libc6-dev make libusrsctp-dev"
        make -s -C "$root/verification/peers" OUT="$peers" >&2
    fi
}

# A free UDP port, taken at random below the range that the kernel draws from, and no port twice; sets $free.
declare -A used_ports=()
free_port() {
    while true; do
        free=$((10000 + RANDOM % 20000))
        if [[ -z ${used_ports[$free]:-} ]] \
            && ! grep -qi ":$(printf '%04X' "$free") " /proc/net/udp /proc/net/udp6; then
            used_ports[$free]=1
            return
        fi
    done
}

# start NAME LIMIT COMMAND…: in the background, bounded in time; output in $work/NAME.out and .err, pid in $started.
start() {
    local name=$1 limit=$2
    shift 2
    : >"$work/$name.out"
    timeout -k 5 "$limit" "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
    started=$!
    pids+=("$started")
}

await_ready() {
    local name=$1 pid=$2 i
    for ((i = 0; i < 300; i++)); do
        if grep -q '"ready":true' "$work/$name.out"; then return; fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    failed "$name"
}

failed() {
    say "$1 failed:"
    tail -n 20 "$work/$1.out" "$work/$1.err" >&2
    exit 1
}

finish() {
    local name=$1 pid=$2
    wait "$pid" || failed "$name"
}

# field NAME FIELD: a number or word of the last line with this field that NAME printed.
field() {
    sed -n 's/.*"'"$2"'":\([a-z0-9.-]*\).*/\1/p' "$work/$1.out" | tail -n 1
}
