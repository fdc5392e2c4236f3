# The sample application on the transport against the sample application on userspace, each calling the other
# transports: userspace kernel
# limit: 180
if [[ $TRANSPORT == kernel ]]; then encapsulate; fi
# the peer's UDP port is the application's, not the kernel's
peer sysctl -qw net.sctp.udp_port=0

# application TRANSPORT OWN-ADDRESS PEER-ADDRESS: sets $application
application() {
    application=(env SOCK_TRANSPORT="$1"
        SOCK_ENDPOINTOVERRIDES_SERVER_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_SINK_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_CLIENT_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_CLIENT_ASSOCIATIONS_TOSERVER_REMOTEADDRESSES="$3"
        "${java[@]}" -XX:SharedArchiveFile="$target/sample.jsa" -jar "$SAMPLE_APPLICATION")
}

# a round-trip time that the kernel's clock, of 10 ms, can measure
env tc qdisc replace dev net1 root netem delay 40ms limit 10000
application "$TRANSPORT" "$ours1" "$peer1"
start ours "${application[@]}"
application userspace "$peer1" "$ours1"
start theirs peer "${application[@]}"
await ours 'Started SampleApplication' 120
await theirs 'Started SampleApplication' 120

get() {
    "$1" curl -sf --max-time 10 "http://localhost:8080$2"
}

shows() {
    get "$1" "$2" | grep -qE -- "$3"
}

say() {
    "$1" curl -sf --max-time 10 -o /dev/null -H 'Content-Type: application/json' \
        -d "{\"association\":\"to-server\",\"stream\":1,\"ppid\":46,\"text\":\"$2\"}" http://localhost:8080/messages
}

for side in env peer; do
    eventually 30 "the association of $side is not established" \
        shows "$side" /actuator/sock/client/to-server '"state":"ESTABLISHED"'
done
get env /actuator/sock/client/to-server
say env 'from ours'
say peer 'from theirs'
for side in env peer; do
    # at the one server, and back at the other's client
    eventually 30 "$side does not show both messages" shows "$side" /messages 'from ours.*from theirs|from theirs.*from ours'
done
equal "transport" "\"transport\":\"$TRANSPORT\"" \
    "$(get env /actuator/sock/client | grep -oE '"transport":"[a-z]*"' | head -n 1)"

# value NAME: of the association, as the actuator endpoint shows it
value() {
    get env /actuator/sock/client/to-server | sed -n 's/.*"'"$1"'":"\{0,1\}\([A-Za-z0-9]*\).*/\1/p'
}

# what the actuator endpoint shows agrees with what the kernel shows
if [[ $TRANSPORT == kernel ]]; then
    read -r id inbound outbound < <(awk '$13 == 30400 { for (i = 14; $i != "<->"; i++); print $7, $(i + 3), $(i + 4) }' \
        /proc/net/sctp/assocs)
    equal "inbound streams" "$inbound" "$(value inboundStreams)"
    equal "outbound streams" "$outbound" "$(value outboundStreams)"
    read -r rto state < <(awk -v id="$id" '$2 == id { print $4, $8 }' /proc/net/sctp/remaddr)
    equal "RTO, ms" "$((rto * 1000 / $(getconf CLK_TCK)))" "$(value rtoMs)"
    equal "state of the path" "2 ACTIVE" "$state $(get env /actuator/sock/client/to-server | sed 's/.*"paths"//' \
        | sed -n 's/.*"state":"\([A-Z]*\)".*/\1/p')"

    # and with what another program is told by getsockopt, the round-trip time in ticks of this kernel's clock; a heartbeat
    # in between may change it
    path() {
        "$target/peers/kernel_path" "${pids[ours]}" "$peer1" 30400 >"$CASE_FOLDER/kernel-path.log"
        told="srtt $(($(field kernel-path srtt) * 10)) cwnd $(field kernel-path cwnd) mtu $(field kernel-path mtu)"
        shown="srtt $(value srttMs) cwnd $(value cwnd) mtu $(value pathMtu)"
        [[ $told == "$shown" ]] || printf 'The kernel told: %s, the application: %s\n' "$told" "$shown"
        [[ $told == "$shown" ]]
    }
    eventually 10 "the application shows another path than the kernel, see the log" path
    equal "path" "$told" "$shown"
    (($(value srttMs) >= 40)) || fail "the round-trip time is shorter than the network's delay"
fi

for name in ours theirs; do
    end "$name"
    never "$name" ' (WARN|ERROR) .*sock'
done
