# The connect_init client of gen_sctp's manual: two associations at once, both get a message, one is shut down
# transports: userspace kernel
# limit: 60
second_path
ours first console --local "$ours1" --port 2006 --accept 1 --greeting one
ours second console --local "$ours2" --port 2007 --accept 1 --greeting two
await first '"event":"open"'
await second '"event":"open"'
erlang client ex3 client "$ours1" 2006 "$ours2" 2007
await client 'Connections initiated'
await client 'Association 1 connect result: comm_up'
await client 'Association 2 connect result: comm_up'
await client 'Association 1: received .*<<"one">>|<<"one">>'
await client '<<"two">>'
await first '"change":"COMM_UP","outboundStreams":10,"inboundStreams":5'
await second '"change":"COMM_UP","outboundStreams":10,"inboundStreams":5'
tell second shutdown
await second '"change":"SHUTDOWN_COMPLETE"'
await client 'shutdown_comp'
# it ends when nothing has come for 5 seconds, and closes its socket: a graceful end of the other association
finish client
await first '"change":"(SHUTDOWN_COMPLETE|COMM_LOST)"'
