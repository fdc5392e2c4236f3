# We and usrsctp, in UDP, reset and add streams, each at the wish of either
# transports: userspace kernel
# limit: 120
source "$INTEROP/streams.sh"
usrsctp_as_peer
start server peer "$target/peers/usrsctp_streams" --local "$peer1" --udp-port "$udp_port" --port 2006
await server '"ready":true'
ours client console --local "$ours1" --remote "$peer1" --remote-udp-port "$udp_port" --reconfigure true
tell client connect
await client '"change":"COMM_UP"'
same client server 1 "0"
same client server 1 "0 1"
same client server 2 "0"
same server client 3 "0"
same server client 3 "0 1"

tell client reset-streams 1
await client '"event":"reconfigured","what":"reset-streams"'
await server '"event":"streams-reset","incoming":true'
same client server 1 "0 1 0"
same client server 2 "0 1"

tell client request-reset 3
await client '"event":"streams-reset","direction":"INBOUND"'
await client '"event":"reconfigured","what":"request-reset"'
same server client 3 "0 1 0"

tell server reset-outgoing 3
await client '"event":"streams-reset","direction":"INBOUND"' 30 2
same server client 3 "0 1 0 0"

tell server reset-incoming 2
await client '"event":"streams-reset","direction":"OUTBOUND"' 30 2
same client server 2 "0 1 0"

tell client add-streams 3 0
await client '"event":"reconfigured","what":"add-streams"'
same client server 12 "0"

tell server add 2 0
await client '"event":"streams-added","outboundStreams":13,"inboundStreams":12'
same server client 11 "0"

tell client add-streams 0 1
await client '"event":"streams-added","outboundStreams":13,"inboundStreams":13'
same server client 12 "0"

tell server add 0 1
await client '"event":"streams-added","outboundStreams":14,"inboundStreams":13'
same client server 13 "0"

tell client reset-association
await client '"event":"reconfigured","what":"reset-association"'
await server '"event":"association-reset"'
same client server 1 "0 1 0 0"
same server client 3 "0 1 0 0 0"
same client server 1 "0 1 0 0 1"

tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
finish server
close_input client
finish client
