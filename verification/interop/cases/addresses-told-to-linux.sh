# The peer's kernel hears that an address of ours is added, made primary, and that the first one is removed
# transports: userspace kernel
# limit: 120
second_path
peer sysctl -qw net.sctp.addip_enable=1 net.sctp.auth_enable=1
erlang server sctp_server server "$peer1" 2006
await server 'Listening on'
ours client console --local "$ours1" --remote "$peer1" --dynamic-addresses true
tell client connect
await client '"change":"COMM_UP"'
tell client send 0 before
await server '<<"before">>'
tell client add "$ours2"
await client '"event":"added"'
await server 'addr_added'
tell client primary "$ours2"
await client '"event":"asked"'
await server 'addr_made_prim'
tell client send 0 between
await server '<<"between">>'
tell client remove "$ours1"
await client '"event":"removed"'
await server 'addr_removed'
tell client send 0 after
await server '<<"after">>'
never client '"event":"not-'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
await server 'shutdown_comp'
end server
