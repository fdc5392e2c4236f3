# Each side hears which adaptation layer the other has, whoever calls
# transports: userspace kernel
# limit: 60
# gen_sctp swaps the bytes of the number once too often, so that these read the same backwards: 0x2a00002a and others.
erlang server adaptation server "$peer1" 2006 704643114
await server 'Listening'
ours client console --local "$ours1" --remote "$peer1" --adaptation 385875991
tell client connect
await client '"event":"adaptation","indication":704643114'
await server 'Indicated: 385875991'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
close_input client
finish client
end server
ours listener console --local "$ours1" --port 2007 --accept 1 --adaptation 1073741888
await listener '"event":"open"'
erlang caller adaptation client "$peer1" "$ours1" 2007 117440519
await listener '"event":"adaptation","indication":117440519'
await caller 'Indicated: 1073741888'
end caller
close_input listener
finish listener
