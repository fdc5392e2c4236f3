# 10 % loss, 50 ms delay, reordering, duplicates: gen_sctp sends us 10,000 messages of 100 bytes, whole and in order
# transports: userspace kernel
# limit: 330
disturb
# The values for networks of one's own: with those of RFC 9260 a few time-outs in a row take minutes
peer sysctl -qw net.sctp.rto_min=200 net.sctp.rto_initial=300 net.sctp.rto_max=2000
ours server bulk --listen true --accept 1 --local "$ours1" --port 2006 --streams 10 --receive true
await server '"event":"open"'
erlang client bulk main local="$peer1" remote="$ours1" remote-port=2006 streams=10 send=true messages=10000 sizes=100
finish client 280
finish server 20
equal "sent" 10000 "$(field client sent)"
whole client server
for namespace in env peer; do
    "$namespace" tc -s qdisc show dev net1 | grep -q "dropped [1-9]" || fail "nothing was lost in $namespace"
done
