# Over IPv6: gen_sctp to us and back, messages both ways
# transports: userspace kernel
# limit: 90
bulk=(--streams 10 --send true --receive true --messages 200 --sizes 100,1400,5000)
erlang theirs bulk main listen=true local="$peer1_ipv6" port=2006 streams=10 receive=true send=true messages=200
await theirs '"event":"open"'
ours ours bulk --local "$ours1_ipv6" --remote "$peer1_ipv6" "${bulk[@]}"
finish ours
finish theirs
whole ours theirs
whole theirs ours

ours ours2 bulk --listen true --accept 1 --local "$ours1_ipv6" --port 2006 "${bulk[@]}"
await ours2 '"event":"open"'
erlang theirs2 bulk main local="$peer1_ipv6" remote="$ours1_ipv6" remote-port=2006 streams=10 receive=true send=true \
    messages=200
finish ours2
finish theirs2
whole ours2 theirs2
whole theirs2 ours2
