# Every fifth packet is lost and usrsctp sends each message once: we get what arrives, in order, and it ends well
# transports: userspace kernel
# limit: 120
source "$INTEROP/given-up.sh"
usrsctp_as_peer
ours server console --local "$ours1" --port 2006 --accept 1 "${quick_losses[@]}"
await server '"event":"open"'
lose_packets 20%
start client peer "$target/peers/usrsctp_client" --local "$peer1" --udp-port "$udp_port" --address "$ours1" \
    --peer-udp-port "$udp_port" --port 2006 --messages 100 --size 1000 --streams 3 --retransmissions 0
finish client 90
await server '"change":"SHUTDOWN_COMPLETE"'
came=$(printed server '"event":"message",.*"bytes":1000')
failed=$(field client failed)
printf '%s came, %s failed\n' "$came" "$failed"
((came > 0 && failed > 0 && came < 100 && came + failed >= 100)) || fail "$came came and $failed failed of 100"
close_input server
finish server
