# sctp_darn of lksctp-tools sends us the lines that it is given
# transports: userspace kernel
# limit: 60
ours server console --local "$ours1" --port 2006 --accept 1
await server '"event":"open"'
start client peer stdbuf -oL sctp_darn -H "$peer1" -P 2007 -h "$ours1" -p 2006 -s
tell client from sctp_darn to sock
await server '"event":"message",.*from sctp_darn to sock'
tell client another line
await server 'another line'
end client
await server '"change":"SHUTDOWN_COMPLETE"'
