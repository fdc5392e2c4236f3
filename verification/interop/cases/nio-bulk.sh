# The JDK's com.sun.nio.sctp: both ways at the same time on 10 streams, for BULK_SECONDS; counts and hashes agree
# transports: userspace kernel
# limit: 240
# one packet, several, and what does not fill one
bulk=(--streams 10 --send true --receive true --seconds "$BULK_SECONDS" --sizes 1000,100,8000,1400,64)
java_peer server nio-bulk --listen true --local "$peer1" --port 2006 "${bulk[@]}"
await server '"event":"open"'
ours client bulk --local "$ours1" --remote "$peer1" "${bulk[@]}"
finish client 200
finish server 20
whole client server
whole server client
equal "graceful" true "$(field client graceful)"
equal "failed" 0 "$(field client failed)"
if [[ $TRANSPORT == userspace ]]; then
    # the kernel's own counters
    equal "chunks to the peer" "$(field client outOrderChunks)" "$(counter SctpInOrderChunks)"
    # what comes for a closed window is discarded and comes again
    (($(field client inOrderChunks) >= $(counter SctpOutOrderChunks))) || fail "not every chunk of the peer was counted"
    equal "packets from the peer" "$(counter SctpOutSCTPPacks)" "$(field client inSctpPacks)"
    equal "packets to the peer" "$(field client outSctpPacks)" "$(counter SctpInSCTPPacks)"
    equal "checksum errors at the peer" 0 "$(counter SctpChecksumErrors)"
    # nothing was lost; only a closed window makes chunks go out again
    (($(field client rtxChunks) * 100 <= $(field client outOrderChunks))) || fail "$(field client rtxChunks) chunks sent again"
fi
