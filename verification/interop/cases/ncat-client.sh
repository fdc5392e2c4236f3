# ncat --sctp calls us: its line comes back, then it ends gracefully
# transports: userspace kernel
# limit: 60
ours server console --local "$ours1" --port 2006 --accept 1 --echo true
await server '"event":"open"'
start client peer ncat --sctp -v "$ours1" 2006
await client 'Connected'
tell client from ncat to sock
await server '"event":"message","stream":0,.*from ncat to sock'
await client 'from ncat to sock'
tell server shutdown
await server '"change":"SHUTDOWN_COMPLETE"'
finish client
