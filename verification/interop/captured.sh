# What the cases that look at our packets share. Sourced by them, beside lib.sh.

# Captures what passes the first network, until check_packets.
capture_ours() {
    start capture dumpcap -q -i net1 -f "udp port $udp_port" -w "/run/tmp/$CASE.pcapng"
    await capture 'File: '
}

# decode FILTER FIELD…: of the packets that we have sent
decode() {
    local filter=$1 fields=()
    shift
    for field in "$@"; do fields+=(-e "$field"); done
    tshark -r "$CASE_FOLDER/packets.pcapng" -d "udp.port==$udp_port,sctp" -o "sctp.checksum:CRC 32c" \
        -Y "ip.src == $ours1 && ($filter)" -T fields "${fields[@]}" 2>>"$CASE_FOLDER/tshark.log"
}

# check_packets TYPE…: of each of these types of chunk there is one, and tshark finds fault with no packet.
check_packets() {
    local type
    kill -INT "${pids[capture]}"
    finish capture
    cp "/run/tmp/$CASE.pcapng" "$CASE_FOLDER/packets.pcapng"
    decode sctp sctp.chunk_type | tr ',' '\n' | sort -n | uniq -c | tee "$CASE_FOLDER/chunks.log"
    for type in "$@"; do
        grep -qE " $type\$" "$CASE_FOLDER/chunks.log" || fail "no chunk of type $type was captured"
    done
    decode '_ws.malformed || _ws.expert.severity == error || sctp.checksum.status != 1 || !sctp' \
        frame.number sctp.chunk_type sctp.checksum.status _ws.expert.message | tee "$CASE_FOLDER/bad.log"
    [[ ! -s $CASE_FOLDER/bad.log ]] || fail "tshark complains: $(head -n 1 "$CASE_FOLDER/bad.log")"
}
