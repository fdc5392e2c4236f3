# The link is gone for longer than our messages live: they fail, gen_sctp is told by FORWARD TSN, and gets what follows
# transports: userspace kernel
# limit: 120
source "$INTEROP/given-up.sh"
erlang server sctp_server server "$peer1" 2006
await server 'Listening on'
ours client console --local "$ours1" --remote "$peer1" "${quick_losses[@]}"
tell client connect
await client '"change":"COMM_UP"'
tell client send 1 before
await server '<<"before">>'
capture_packets
before=$(control_chunks)
cut_the_link
tell client policy lifetime 300
for _ in {1..20}; do tell client fill 1 1000; done
tell client fill 1 20000
await client '"event":"send-failed","sent":false' 30
eventually 30 "no FORWARD TSN left within 30 s" more_control_chunks_than "$before"
restore_the_link
tell client policy full
tell client send 1 after
await server '<<"after">>'
await client '"event":"send-failed"' 30 21
never server 'xxxx'
tell client statistics
await client 'abandonedUnsent=[1-9]'
await client 'abandonedSent=[1-9]'
tell client shutdown
await client '"change":"SHUTDOWN_COMPLETE"'
forward_tsn_from "$ours1"
equal "failed" 21 "$(printed client '"event":"send-failed"')"
close_input client
finish client
end server
