# What the cases about partial reliability share. Sourced by them, beside lib.sh.

# Losses are found soon, so that lifetimes of some hundred milliseconds matter.
quick_losses=(--rto-initial 300 --rto-min 200 --rto-max 600 --sack-delay 20)

# All that is sent between the two sides is lost.
cut_the_link() {
    lose_packets 100%
}

# lose_packets SHARE: of what is sent in either direction, at random
lose_packets() {
    tc qdisc replace dev net1 root netem loss "$1"
    peer tc qdisc replace dev net1 root netem loss "$1"
}

restore_the_link() {
    tc qdisc del dev net1 root
    peer tc qdisc del dev net1 root
}

# How many control chunks our side, "client", has sent by now.
control_chunks() {
    local known
    known=$(printed client '"event":"statistics"')
    tell client statistics
    await_another client '"event":"statistics"' "$known"
    sed -n 's/.*outCtrlChunks=\([0-9]*\).*/\1/p' "$CASE_FOLDER/client.log" | tail -n 1
}

# more_control_chunks_than COUNT
more_control_chunks_than() {
    (($(control_chunks) > $1))
}

capture_packets() {
    start capture dumpcap -q -i net1 -w "/run/tmp/$CASE.pcapng"
    await capture 'File: '
}

# forward_tsn_from ADDRESS: there is one among the packets that were captured.
forward_tsn_from() {
    kill -INT "${pids[capture]}"
    finish capture
    cp "/run/tmp/$CASE.pcapng" "$CASE_FOLDER/packets.pcapng"
    tshark -r "$CASE_FOLDER/packets.pcapng" -d "udp.port==$udp_port,sctp" -Y "ip.src == $1 && sctp.chunk_type == 192" \
        -T fields -e sctp.forward_tsn_tsn -e sctp.forward_tsn_sid -e sctp.forward_tsn_ssn 2>>"$CASE_FOLDER/tshark.log" \
        | tee "$CASE_FOLDER/forward-tsn.log"
    [[ -s $CASE_FOLDER/forward-tsn.log ]] || fail "no FORWARD TSN was captured from $1"
}
