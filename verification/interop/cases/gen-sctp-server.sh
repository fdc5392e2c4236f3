# The server of gen_sctp's manual: we open 5 streams, send on 0, cannot send on 5, abort
# transports: userspace kernel
# limit: 60
erlang server sctp_server server "$peer1" 2006
await server 'Listening on'
ours client console --local "$ours1" --remote "$peer1" --streams 5
tell client connect
await client '"change":"COMM_UP","outboundStreams":5'
await server comm_up
tell client send 0 Test 0
await server '<<"Test 0">>'
tell client send 5 Test 5
await client '"event":"refused","stream":5,"reason":"INVALID_STREAM"'
tell client abort enough
await client '"change":"COMM_LOST"'
await server comm_lost
never server 'Test 5'
end server
