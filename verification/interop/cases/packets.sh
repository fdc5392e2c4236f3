# Every type of chunk that we send, captured: tshark finds none malformed and no wrong checksum
# transports: userspace
# limit: 240
fail_over_quickly
start capture dumpcap -q -i net1 -f 'udp port 9899' -w "/run/tmp/$CASE.pcapng"
await capture 'File: '

# INIT, COOKIE ECHO, DATA, SACK, SHUTDOWN, SHUTDOWN COMPLETE
erlang echo bulk main listen=true local="$peer1" port=2006 streams=10 send=true messages=50 receive=true
await echo '"event":"open"'
ours first bulk --local "$ours1" --remote "$peer1" --send true --messages 50 --receive true \
    --sizes 100,3000
finish first
finish echo

# INIT ACK, COOKIE ACK, SHUTDOWN ACK
ours second console --local "$ours1" --port 2006 --accept 1
await second '"event":"open"'
erlang client bulk main local="$peer1" remote="$ours1" remote-port=2006 streams=10 send=true messages=20
finish client
await second '"change":"SHUTDOWN_COMPLETE"'
close_input second
finish second

# HEARTBEAT, HEARTBEAT ACK, ABORT
erlang server sctp_server server "$peer1" 2007
await server 'Listening on'
ours third console --local "$ours1" --remote "$peer1" --remote-port 2007 --heartbeat-interval 500
tell third connect
await third '"change":"COMM_UP"'
heartbeats_answered() {
    tell third statistics
    grep -qE 'heartbeatAcksReceived=([3-9]|[1-9][0-9])' "$CASE_FOLDER/third.log"
}
eventually 30 "no heartbeats within 30 s" heartbeats_answered
tell third abort enough
await server comm_lost
close_input third
finish third

# ERROR: the cookie is older than it may be when it comes back. The kernel asks for a longer life, and gets in.
peer sysctl -qw net.sctp.rto_max=60000 net.sctp.rto_initial=5000
peer tc qdisc add dev net1 root netem delay 1200ms
ours fourth console --local "$ours1" --port 2006 --accept 1 --valid-cookie-life 1000
await fourth '"event":"open"'
start late peer ncat --sctp "$ours1" 2006
await fourth '"change":"COMM_UP"'
end late
await fourth '"change":"SHUTDOWN_COMPLETE"'
close_input fourth
finish fourth

kill -INT "${pids[capture]}"
finish capture
cp "/run/tmp/$CASE.pcapng" "$CASE_FOLDER/packets.pcapng"

# decode FILTER FIELD…: of the packets that we have sent
decode() {
    local filter=$1 fields=()
    shift
    for field in "$@"; do fields+=(-e "$field"); done
    tshark -r "$CASE_FOLDER/packets.pcapng" -d "udp.port==$udp_port,sctp" -o "sctp.checksum:CRC 32c" \
        -Y "ip.src == $ours1 && ($filter)" -T fields "${fields[@]}" 2>>"$CASE_FOLDER/tshark.log"
}

decode sctp sctp.chunk_type | tr ',' '\n' | sort -n | uniq -c | tee "$CASE_FOLDER/chunks.log"
for type in 0 1 2 3 4 5 6 7 8 9 10 11 14; do
    grep -qE " $type\$" "$CASE_FOLDER/chunks.log" || fail "no chunk of type $type was captured"
done
decode '_ws.malformed || _ws.expert.severity == error || sctp.checksum.status != 1 || !sctp' \
    frame.number sctp.chunk_type sctp.checksum.status _ws.expert.message | tee "$CASE_FOLDER/bad.log"
[[ ! -s $CASE_FOLDER/bad.log ]] || fail "tshark complains: $(head -n 1 "$CASE_FOLDER/bad.log")"
