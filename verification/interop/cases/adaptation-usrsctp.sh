# Each side hears which adaptation layer the other has; the other is usrsctp
# transports: userspace kernel
# limit: 60
usrsctp_as_peer
start server peer "$target/peers/usrsctp_echo" --local "$peer1" --udp-port "$udp_port" --port 2006 --associations 1 \
    --adaptation 1234567
await server '"ready":true'
ours client console --local "$ours1" --remote "$peer1" --remote-udp-port "$udp_port" --adaptation 7654321
tell client connect
await client '"event":"adaptation","indication":1234567'
await server '"event":"adaptation","indication":7654321'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
close_input client
finish client
finish server
