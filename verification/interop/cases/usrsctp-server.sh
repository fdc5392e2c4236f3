# usrsctp, in UDP, sends back what we send it
# transports: userspace kernel
# limit: 90
usrsctp_as_peer
start server peer "$target/peers/usrsctp_echo" --local "$peer1" --udp-port "$udp_port" --port 2006 --associations 1
await server '"ready":true'
ours client bulk --local "$ours1" --remote "$peer1" --remote-udp-port "$udp_port" --send true --receive true \
    --messages 2000 --sizes 1000,100,8000,1400,64
finish client
finish server
# what was sent came back
whole client client
equal "sent" 2000 "$(field client sent)"
equal "graceful" true "$(field client graceful)"
