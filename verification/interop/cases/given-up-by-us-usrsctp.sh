# Every tenth packet is lost and we send each message once: usrsctp echoes what arrives, and we hear of the rest
# transports: userspace kernel
# limit: 120
source "$INTEROP/given-up.sh"
usrsctp_as_peer
start server peer "$target/peers/usrsctp_echo" --local "$peer1" --udp-port "$udp_port" --port 2006 --associations 1
await server '"ready":true'
ours client console --local "$ours1" --remote "$peer1" --remote-udp-port "$udp_port" "${quick_losses[@]}"
tell client connect
await client '"change":"COMM_UP"'
lose_packets 10%
tell client policy retransmissions 0
filler=$(printf 'x%.0s' {1..1000})
for n in {1..200}; do tell client send 1 "perhaps $n $filler"; done
await client '"event":"sent"' 60 200
tell client policy full
tell client send 1 certainly
await client '"event":"message",.*"text":"certainly"' 60
restore_the_link
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
finish server
back=$(printed client '"start":"perhaps ')
failed=$(printed client '"event":"send-failed"')
printf '%s came back, %s failed\n' "$back" "$failed"
((back > 0 && failed > 0 && back + failed >= 200)) || fail "$back came back and $failed failed of 200"
sed -n 's/.*"start":"perhaps \([0-9]*\) .*/\1/p' "$CASE_FOLDER/client.log" | sort -cn || fail "not in order"
close_input client
finish client
