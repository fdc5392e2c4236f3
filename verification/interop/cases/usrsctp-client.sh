# usrsctp, in UDP, sends us messages and gets each back
# transports: userspace kernel
# limit: 90
usrsctp_as_peer
ours server console --local "$ours1" --port 2006 --accept 1 --echo true
await server '"event":"open"'
start client peer "$target/peers/usrsctp_client" --local "$peer1" --udp-port "$udp_port" --address "$ours1" \
    --peer-udp-port "$udp_port" --port 2006 --messages 300 --size 3000 --streams 5 --ppid 46 --echo
finish client
await server '"change":"SHUTDOWN_COMPLETE"'
equal "messages" 300 "$(printed server '"event":"message",.*"ppid":46,"unordered":false,"bytes":3000')"
