# Two addresses each, gen_sctp opens to us: our address goes and returns, then a link; messages both ways all the time
# transports: userspace kernel
# limit: 120
second_path
fail_over_quickly
ours ours bulk --listen true --accept 1 --local "$ours1,$ours2" --port 2006 "${quick_failover[@]}" \
    --send true --receive true --rate 50
await ours '"event":"open"'
erlang theirs bulk main local="$peer1,$peer2" remote="$ours1" remote-port=2006 streams=10 receive=true send=true rate=50
await theirs comm_up
await ours "\"address\":\"$peer2\",\"change\":\"(CONFIRMED|AVAILABLE)\""
path_goes_and_returns 1 "ip address del $ours1/24 dev net1" "ip address add $ours1/24 dev net1"
path_goes_and_returns 2 "ip link set net2 down" "ip link set net2 up"
tell ours stop
tell theirs stop
finish ours
finish theirs
whole ours theirs
whole theirs ours
equal "graceful" true "$(field ours graceful)"
equal "failed" 0 "$(field ours failed)"
