# The connect_init client of gen_sctp's manual, of whom we accept one association and refuse the other
# transports: userspace
# limit: 60
second_path
ours first console --local "$ours1" --port 2006 --accept 1 --greeting one
ours second console --local "$ours2" --port 2007 --accept 0
await first '"event":"open"'
await second '"event":"open"'
erlang client ex3 client "$ours1" 2006 "$ours2" 2007
await client 'Association 1 connect result: comm_up'
await client 'Association 2 connect result: cant_assoc'
finish client
never second COMM_UP
