# sctp_test of lksctp-tools receives what we send: 1 byte, a full packet, fragments, on several streams
# transports: userspace kernel
# limit: 60
start server peer sctp_test -H "$peer1" -P 2006 -l -d 2
await server 'Server: Receiving packets'
ours client console --local "$ours1" --remote "$peer1"
tell client connect
await client '"change":"COMM_UP"'
for bytes in 1 1000 1453 32768; do
    tell client fill 3 "$bytes"
done
for bytes in 1 1000 1453 32768; do
    await server "Data +$bytes bytes"
done
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
await server 'SHUTDOWN'
end server
