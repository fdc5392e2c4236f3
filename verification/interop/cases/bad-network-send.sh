# 10 % loss, 50 ms delay, reordering, duplicates: we send gen_sctp 10,000 messages of 100 bytes, whole and in order
# transports: userspace kernel
# limit: 330
disturb
erlang server bulk main listen=true local="$peer1" port=2006 streams=10 receive=true
await server '"event":"open"'
# The values for networks of one's own: with those of RFC 9260 a few time-outs in a row take minutes
ours client bulk --local "$ours1" --remote "$peer1" --streams 10 --send true --messages 10000 --sizes 100 \
    --rto-initial 300 --rto-min 200 --rto-max 2000
finish client 280
finish server 20
equal "sent" 10000 "$(field client sent)"
whole client server
equal "failed" 0 "$(field client failed)"
for namespace in env peer; do
    "$namespace" tc -s qdisc show dev net1 | grep -q "dropped [1-9]" || fail "nothing was lost in $namespace"
done
