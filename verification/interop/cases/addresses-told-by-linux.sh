# We hear that the peer's kernel adds an address and removes it, by sctp_darn of lksctp-tools
# transports: userspace kernel
# limit: 120
second_path
peer sysctl -qw net.sctp.addip_enable=1 net.sctp.auth_enable=1
ours server console --local "$ours1,$ours2" --port 2006 --accept 1 --dynamic-addresses true
await server '"event":"open"'
start client peer stdbuf -oL sctp_darn -H "$peer1" -P 2007 -h "$ours1" -p 2006 -I -s
tell client snd=10
await server '"event":"message","stream":0,.*"bytes":10'
tell client "bindx-add=$peer2"
await server "\"address\":\"$peer2\",\"change\":\"ADDED\""
await server "\"address\":\"$peer2\",\"change\":\"CONFIRMED\""
tell client snd=20
await server '"event":"message","stream":0,.*"bytes":20'
tell client "bindx-rem=$peer2"
await server "\"address\":\"$peer2\",\"change\":\"REMOVED\""
tell client snd=30
await server '"event":"message","stream":0,.*"bytes":30'
end client
