# The link is gone for longer than gen_sctp's messages live: its FORWARD TSN reaches us, and what follows, in order
# transports: userspace kernel
# limit: 120
source "$INTEROP/given-up.sh"
ours server console --local "$ours1" --port 2006 --accept 1 "${quick_losses[@]}"
await server '"event":"open"'
peer sysctl -qw net.sctp.rto_min=200 net.sctp.rto_initial=300 net.sctp.rto_max=600
erlang client perishable main "$peer1" "$ours1" 2006
await server '"text":"before"'
capture_packets
cut_the_link
tell client
await client 'sent 20000 bytes'
# its kernel drops what it has not sent by then, and tells so
await client sctp_send_failed
restore_the_link
tell client
await server '"text":"after"'
equal "messages" 2 "$(printed server '"event":"message"')"
tell server statistics
await server 'receiveBufferUsed=0'
tell client
await server '"change":"SHUTDOWN_COMPLETE"'
finish client
forward_tsn_from "$peer1"
close_input server
finish server
