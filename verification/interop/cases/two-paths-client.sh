# Two addresses each, we open to gen_sctp: its address goes and returns, then a link; messages both ways all the time
# transports: userspace kernel
# limit: 120
second_path
fail_over_quickly
erlang theirs bulk main listen=true local="$peer1,$peer2" port=2006 streams=10 receive=true send=true rate=50
await theirs '"event":"open"'
ours ours bulk --local "$ours1,$ours2" --remote "$peer1" "${quick_failover[@]}" --send true --receive true --rate 50
await ours "\"address\":\"$peer2\",\"change\":\"(CONFIRMED|AVAILABLE)\""
path_goes_and_returns 1 "peer ip address del $peer1/24 dev net1" "peer ip address add $peer1/24 dev net1"
path_goes_and_returns 2 "peer ip link set net2 down" "peer ip link set net2 up"
tell ours stop
tell theirs stop
finish ours
finish theirs
whole ours theirs
whole theirs ours
equal "graceful" true "$(field ours graceful)"
equal "failed" 0 "$(field ours failed)"
