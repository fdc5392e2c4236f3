# We and a Linux kernel reset streams and the association, and add streams, each at the wish of either
# transports: userspace kernel
# limit: 150
source "$INTEROP/streams.sh"
start server peer "${java[@]}" -XX:SharedArchiveFile="$target/classes.jsa" dev.sock.interop.Main console \
    --transport kernel --local "$peer1" --port 2006 --accept 1 --reconfigure true
await server '"event":"open"'
ours client console --local "$ours1" --remote "$peer1" --reconfigure true
tell client connect
await client '"change":"COMM_UP"'
await server '"change":"COMM_UP"'
same client server 1 "0"
same client server 1 "0 1"
same client server 2 "0"
same server client 3 "0"
same server client 3 "0 1"

tell client reset-streams 1
await client '"event":"reconfigured","what":"reset-streams"'
await client '"event":"streams-reset","direction":"OUTBOUND"'
await server '"event":"streams-reset","direction":"INBOUND"'
same client server 1 "0 1 0"
same client server 2 "0 1"

tell client request-reset 3
await client '"event":"reconfigured","what":"request-reset"'
await client '"event":"streams-reset","direction":"INBOUND"'
await server '"event":"streams-reset","direction":"OUTBOUND"'
same server client 3 "0 1 0"

tell server reset-streams
await server '"event":"reconfigured","what":"reset-streams"'
same server client 3 "0 1 0 0"

tell server request-reset 2
await server '"event":"reconfigured","what":"request-reset"'
same client server 2 "0 1 0"

tell client add-streams 3 2
await client '"event":"reconfigured","what":"add-streams"'
await server '"event":"streams-added","outboundStreams":12,"inboundStreams":13'
await client '"event":"streams-added","outboundStreams":13,"inboundStreams":12'
same client server 12 "0"
same server client 11 "0"

tell server add-streams 1 1
await server '"event":"reconfigured","what":"add-streams"'
await client '"event":"streams-added","outboundStreams":14,"inboundStreams":13'
await server '"event":"streams-added","outboundStreams":13,"inboundStreams":14'
same client server 13 "0"
same server client 12 "0"

tell client reset-association
await client '"event":"reconfigured","what":"reset-association"'
await server '"event":"association-reset"'
same client server 1 "0 1 0 0"
same client server 1 "0 1 0 0 1"
same server client 3 "0 1 0 0 0"
equal "next TSN of the client" "$(field client localTsn)" "$(field server peerTsn)"
equal "next TSN of the server" "$(field server localTsn)" "$(field client peerTsn)"

tell server reset-association
await server '"event":"reconfigured","what":"reset-association"'
same client server 1 "0 1 0 0 1 0"
same server client 3 "0 1 0 0 0 0"

tell client shutdown
await server '"change":"SHUTDOWN_COMPLETE"'
close_input client
finish client
close_input server
finish server
