# ncat --sctp listens: a line in each direction, then a graceful end
# transports: userspace kernel
# limit: 60
start server peer ncat --sctp -v -l "$peer1" 2006
await server 'Listening on'
ours client console --local "$ours1" --remote "$peer1"
tell client connect
await client '"change":"COMM_UP"'
tell client send 0 from sock to ncat
await server 'from sock to ncat'
tell server from ncat to sock
await client '"event":"message","stream":0,.*from ncat to sock'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
finish server
