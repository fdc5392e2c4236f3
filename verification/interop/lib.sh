# What cases are written with. Sourced inside the booted kernel, see the README.
#
# Our side is in the namespace of the case, the peer in one called "peer". Between them is one network, or two after
# second_path. CASE_FOLDER is the case's own folder for logs; TRANSPORT is what our side has to use.

target=$TARGET
source "$target/settings"

ours1=10.9.1.1
ours2=10.9.2.1
peer1=10.9.1.2
peer2=10.9.2.2
ours1_ipv6=fd09:1::1
peer1_ipv6=fd09:1::2
# the UDP port of both sides (RFC 6951)
udp_port=9899

declare -A pids=() inputs=()

fail() {
    printf '%s\n' "$*" | tee "$CASE_FOLDER/reason"
    exit 1
}

# The peer's namespace.
peer() {
    nsenter --net=/run/netns/peer "$@"
}

set_up_network() {
    mount -t tmpfs netns /run/netns
    # on loopback's own, of 65536, the kernel's SCTP crawls
    ip link set lo up mtu 1500
    ip netns add peer
    peer ip link set lo up
    network 1
    if [[ $TRANSPORT == userspace ]]; then encapsulate peer; fi
}

# A network between the two. Without the limits the kernel would hand over several packets in one, which no real network
# does; in UDP such a packet has no valid checksum.
network() {
    ip link add "net$1" gso_max_size 1500 type veth peer name "net$1" netns peer
    peer ip link set "net$1" gso_max_size 1500
    ip address add "10.9.$1.1/24" dev "net$1"
    peer ip address add "10.9.$1.2/24" dev "net$1"
    ip address add "fd09:$1::1/64" dev "net$1" nodad
    peer ip address add "fd09:$1::2/64" dev "net$1" nodad
    ip link set "net$1" up
    peer ip link set "net$1" up
}

second_path() {
    network 2
}

# Options of our side, and settings of the peer's kernel, with which a dead path is left within seconds.
quick_failover=(--rto-initial 200 --rto-min 100 --rto-max 400 --heartbeat-interval 500 --sack-delay 50
    --path-max-retransmissions 2)
fail_over_quickly() {
    peer sysctl -qw net.sctp.rto_min=100 net.sctp.rto_initial=200 net.sctp.rto_max=400 net.sctp.hb_interval=500 \
        net.sctp.path_max_retrans=2 net.sctp.sack_timeout=50
}

# path_goes_and_returns NUMBER TAKE GIVE: runs the command TAKE; both sides, "ours" and "theirs", must tell that the path
# has gone. Then the command GIVE; both must tell that it is back.
path_goes_and_returns() {
    local take=$2 give=$3 ours gone back
    local mine="\"address\":\"10.9.$1.2\",\"change\"" theirs="\"address\":\"10.9.$1.1\",\"change\""
    ours=$(printed ours "$mine:\"UNREACHABLE\"")
    gone=$(printed theirs "$theirs:\"addr_unreachable\"")
    printf '%s\n' "$take"
    $take
    await_another ours "$mine:\"UNREACHABLE\"" "$ours"
    await_another theirs "$theirs:\"addr_unreachable\"" "$gone"
    ours=$(printed ours "$mine:\"AVAILABLE\"")
    back=$(printed theirs "$theirs:\"addr_available\"")
    printf '%s\n' "$give"
    $give
    await_another ours "$mine:\"AVAILABLE\"" "$ours"
    await_another theirs "$theirs:\"addr_available\"" "$back"
}

# A bad network, in both directions.
disturb() {
    local namespace
    for namespace in env peer; do
        "$namespace" tc qdisc replace dev net1 root netem \
            delay 50ms 5ms loss 10% reorder 5% 50% duplicate 2% limit 10000
    done
}

# Makes the kernel of a namespace speak SCTP in UDP: "peer", or nothing for our own.
encapsulate() {
    "$@" sysctl -qw net.sctp.udp_port="$udp_port" net.sctp.encap_port="$udp_port"
}

# usrsctp has the peer's UDP port, not the kernel there; our side speaks SCTP in UDP, on the kernel transport, too.
usrsctp_as_peer() {
    peer sysctl -qw net.sctp.udp_port=0
    if [[ $TRANSPORT == kernel ]]; then encapsulate; fi
}

# start NAME COMMAND…: in the background. It prints into NAME.log; its input comes from "tell".
start() {
    local name=$1 input
    shift
    # for whoever looks before it has begun
    : >"$CASE_FOLDER/$name.log"
    mkfifo "/run/tmp/$CASE-$name"
    # not through the function, whose shell would stand between us and the process
    if [[ $1 == peer ]]; then set -- nsenter --net=/run/netns/peer "${@:2}"; fi
    # open for reading too, or this would wait for the process to open it
    exec {input}<>"/run/tmp/$CASE-$name"
    inputs[$name]=$input
    "$@" >"$CASE_FOLDER/$name.log" 2>&1 <"/run/tmp/$CASE-$name" {input}>&- &
    pids[$name]=$!
    printf '%s: %s\n' "$name" "$*"
}

# tell NAME LINE: a line on the standard input of a process.
tell() {
    local name=$1
    shift
    printf '%s\n' "$*" >&"${inputs[$name]}"
}

# close_input NAME: the end of its standard input.
close_input() {
    local input=${inputs[$1]}
    exec {input}>&-
}

# await NAME PATTERN [SECONDS] [TIMES]: waits until a process has printed this (an extended regular expression).
await() {
    local name=$1 pattern=$2 seconds=${3:-30} times=${4:-1} end=$((SECONDS + ${3:-30})) alive=true
    until (($(printed "$name" "$pattern") >= times)); do
        # it may have printed it at its end
        $alive || fail "$name ended without '$pattern'"
        kill -0 "${pids[$name]}" 2>/dev/null || alive=false
        ((SECONDS < end)) || fail "$name has not printed '$pattern' within $seconds s"
        sleep 0.1
    done
}

# printed NAME PATTERN: how many lines with this a process has printed
printed() {
    grep -cE -- "$2" "$CASE_FOLDER/$1.log" || true
}

# await_another NAME PATTERN COUNT [SECONDS]: waits until there are more such lines than COUNT, which "printed" told before.
await_another() {
    await "$1" "$2" "${4:-30}" $(($3 + 1))
}

# eventually SECONDS WHAT COMMAND…: repeats a command until it succeeds.
eventually() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < end)) || fail "$what"
        sleep 0.2
    done
}

# never NAME PATTERN: it has not printed this.
never() {
    if grep -E -- "$2" "$CASE_FOLDER/$1.log"; then fail "$1 has printed '$2'"; fi
}

# finish NAME [SECONDS]: waits until a process has ended by itself, with exit code 0.
finish() {
    local name=$1 end=$((SECONDS + ${2:-30})) code=0
    while kill -0 "${pids[$name]}" 2>/dev/null; do
        ((SECONDS < end)) || fail "$name has not ended within ${2:-30} s"
        sleep 0.1
    done
    wait "${pids[$name]}" || code=$?
    [[ $code == 0 ]] || fail "$name ended with exit code $code"
}

# end NAME: ends a process that does not end by itself.
end() {
    kill -TERM "${pids[$1]}" 2>/dev/null || true
    wait "${pids[$1]}" 2>/dev/null || true
}

java=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Djava.io.tmpdir=/run/tmp)
export CLASSPATH=$CLASS_PATH

# ours NAME COMMAND OPTION…: one of our programs, on the transport of this run.
ours() {
    local name=$1 command=$2
    shift 2
    start "$name" "${java[@]}" -XX:SharedArchiveFile="$target/classes.jsa" dev.sock.interop.Main "$command" --transport "$TRANSPORT" "$@"
}

# java_peer NAME COMMAND OPTION…: one of our programs on com.sun.nio.sctp, as the peer.
java_peer() {
    local name=$1
    shift
    start "$name" peer "${java[@]}" -XX:SharedArchiveFile="$target/classes.jsa" dev.sock.interop.Main "$@"
}

# erlang NAME MODULE FUNCTION ARGUMENT…: as the peer.
erlang() {
    local name=$1 module=$2 function=$3
    shift 3
    start "$name" peer erl -noshell -pa "$target/ebin" -run "$module" "$function" "$@"
}

# field NAME FIELD: a value of the last line of JSON with this field that NAME has printed.
field() {
    sed -n 's/.*"'"$2"'":"\{0,1\}\([A-Za-z0-9_.-]*\).*/\1/p' "$CASE_FOLDER/$1.log" | tail -n 1
}

# equal WHAT EXPECTED ACTUAL
equal() {
    [[ -n $2 && $2 == "$3" ]] || fail "$1: '$2' and '$3'"
    printf '%s: %s\n' "$1" "$2"
}

# whole NAME NAME: what the first has sent is what the second has received, as each of them counted and hashed it.
whole() {
    equal "wrong messages from $1 to $2" 0 "$(field "$2" receivedWrong)"
    equal "messages from $1 to $2" "$(field "$1" sent)" "$(field "$2" received)"
    equal "bytes from $1 to $2" "$(field "$1" sentBytes)" "$(field "$2" receivedBytes)"
    equal "hash from $1 to $2" "$(field "$1" sentHash)" "$(field "$2" receivedHash)"
}

# counter NAME [NAMESPACE]: of the kernel's SCTP, in the peer's namespace or "ours".
counter() {
    "${2:-peer}" awk -v name="$1" '$1 == name { print $2 }' /proc/net/sctp/snmp
}

# contract MODULE CLASS JAVA_HOME: runs a test class of a module with JUnit. Every test must have run, and have passed.
contract() {
    local module=$INTEROP/../../$1 class=$2 home=$3 reports=$CASE_FOLDER/reports code=0 summary tests options=()
    if "$home/bin/java" --help | grep -q -- --enable-native-access; then options=(--enable-native-access=ALL-UNNAMED); fi
    "$home/bin/java" "${java[@]:1}" "${options[@]}" -jar "$target/junit-console.jar" execute --disable-banner \
        --details tree --disable-ansi-colors --fail-if-no-tests --reports-dir "$reports" --select-class "$class" \
        --class-path "$module/target/test-classes:$module/target/classes:$(<"$module/target/test.classpath")" || code=$?
    # JUnit counts aborted tests as skipped here
    summary=$(grep -ho '<testsuite [^>]*>' "$reports/TEST-junit-jupiter.xml") || fail "JUnit has left no report"
    [[ $summary == *' skipped="0" failures="0" errors="0" '* ]] \
        || fail "not every test has passed:$(not_passed "$reports/TEST-junit-jupiter.xml") of $summary"
    tests=$(sed -n 's/.* tests="\([0-9]*\)".*/\1/p' <<<"$summary")
    ((tests > 0)) || fail "no test has run: $summary"
    [[ $code == 0 ]] || fail "JUnit ended with exit code $code"
    printf '%s tests\n' "$tests"
}

# not_passed REPORT: the names of the tests that a report of JUnit's says have failed or were skipped, and why
not_passed() {
    awk '/<testcase / { name = $0; sub(/.*<testcase name="/, "", name); sub(/".*/, "", name) }
        /<(failure|error|skipped)/ { why = $0; sub(/.*message="/, ": ", why); sub(/".*/, "", why)
            printf " %s%s;", name, substr(why, 1, 200) }' "$1"
}

tell_what_the_kernel_knows() {
    local namespace file
    for namespace in peer env; do
        for file in eps assocs remaddr snmp; do
            printf '%s %s\n' "$namespace" "$file"
            "$namespace" cat "/proc/net/sctp/$file"
        done
    done >"$CASE_FOLDER/sctp.txt" 2>&1 || true
}
