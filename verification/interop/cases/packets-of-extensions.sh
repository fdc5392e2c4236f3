# Every type of chunk of extensions, captured as we send it: tshark finds none malformed and no wrong checksum
# transports: userspace
# limit: 150
source "$INTEROP/captured.sh"
source "$INTEROP/given-up.sh"
second_path
peer sysctl -qw net.sctp.addip_enable=1 net.sctp.auth_enable=1
capture_ours
start server peer "${java[@]}" -XX:SharedArchiveFile="$target/classes.jsa" dev.sock.interop.Main console \
    --transport kernel --local "$peer1" --port 2006 --accept 1 --reconfigure true --dynamic-addresses true
await server '"event":"open"'
ours client console --local "$ours1" --remote "$peer1" --reconfigure true --dynamic-addresses true "${quick_losses[@]}"
tell client connect
await client '"change":"COMM_UP"'
await server '"change":"COMM_UP"'

# FORWARD TSN
cut_the_link
tell client policy lifetime 300
tell client send 1 perhaps
await client '"event":"send-failed"'
restore_the_link
tell client policy full
tell client send 1 certainly
await server '"text":"certainly"'

# RE-CONFIG
tell client reset-streams 1
await client '"event":"reconfigured","what":"reset-streams"'

# AUTH, ASCONF, ASCONF ACK
tell client add "$ours2"
await client '"event":"added"'
tell server add "$peer2"
await client "\"address\":\"$peer2\",\"change\":\"ADDED\""
await server '"event":"added"'

tell client shutdown
await server '"change":"SHUTDOWN_COMPLETE"'
close_input client
finish client
close_input server
finish server
check_packets 15 128 130 192 193
