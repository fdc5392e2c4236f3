# Every type of chunk of RFC 9260, captured as we send it: tshark finds none malformed and no wrong checksum
# transports: userspace
# limit: 240
source "$INTEROP/captured.sh"
fail_over_quickly
capture_ours

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

check_packets 0 1 2 3 4 5 6 7 8 9 10 11 14
