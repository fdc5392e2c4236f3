# Every twentieth packet is lost and usrsctp sends each message once: we get what arrives, and it ends well
# transports: userspace kernel
# limit: 150
source "$INTEROP/given-up.sh"
usrsctp_as_peer
ours server console --local "$ours1" --port 2006 --accept 1 "${quick_losses[@]}"
await server '"event":"open"'
lose_packets 5%
start client peer "$target/peers/usrsctp_client" --local "$peer1" --udp-port "$udp_port" --address "$ours1" \
    --peer-udp-port "$udp_port" --port 2006 --messages 200 --size 1000 --streams 3 --retransmissions 0 --rto-max 1000 \
    --hold
await client '"acknowledged":true' 120
# else the last packet of all may be lost, and nobody is there any more who would answer
restore_the_link
tell client
finish client
await server '"change":"SHUTDOWN_COMPLETE"'
came=$(printed server '"event":"message",.*"bytes":1000')
failed=$(field client failed)
printf '%s came, %s failed\n' "$came" "$failed"
((came > 0 && failed > 0 && came < 200 && came + failed >= 200)) || fail "$came came and $failed failed of 200"
close_input server
finish server
