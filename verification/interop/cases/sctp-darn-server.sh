# sctp_darn of lksctp-tools prints what we send
# transports: userspace kernel
# limit: 60
start server peer stdbuf -oL sctp_darn -H "$peer1" -P 2006 -l
await server 'listening'
ours client console --local "$ours1" --remote "$peer1"
tell client connect
await client '"change":"COMM_UP"'
tell client send 0 from sock to sctp_darn
# it takes the last byte for a line's end
await server 'DATA\(22\): +from sock to sctp_dar'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
await server 'SHUTDOWN'
end server
