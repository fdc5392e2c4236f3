# usrsctp and we add and remove addresses and ask for another primary one, each on the other's association, by ASCONF and AUTH
# transports: userspace kernel
# limit: 150
second_path
usrsctp_as_peer
ours ours console --local "$ours1" --port 2006 --accept 1 --dynamic-addresses true
await ours '"event":"open"'
start theirs peer "$target/peers/usrsctp_addresses" --local "$peer1" --udp-port "$udp_port" --address "$ours1" \
    --peer-udp-port "$udp_port" --port 2006
await theirs '"event":"connected"'
await ours '"change":"COMM_UP"'
tell theirs send hello
await ours '"text":"hello"'
tell theirs add "$peer2"
await theirs '"what":"add","address":"[0-9.]*","error":""'
await ours "\"address\":\"$peer2\",\"change\":\"ADDED\""
await ours "\"address\":\"$peer2\",\"change\":\"CONFIRMED\""
tell theirs primary "$peer2"
await ours "\"address\":\"$peer2\",\"change\":\"MADE_PRIMARY\""
tell ours send 0 to the new one
await theirs '"text":"to the new one"'
tell theirs remove "$peer2"
await ours "\"address\":\"$peer2\",\"change\":\"REMOVED\""
tell ours send 0 to the first one
await theirs '"text":"to the first one"'
# what it sends to our second address leaves from its second one, whatever it says: it chooses no source in UDP
tell theirs add "$peer2"
await ours "\"address\":\"$peer2\",\"change\":\"CONFIRMED\"" 30 2
tell ours add "$ours2"
await ours '"event":"added"'
await theirs "\"address\":\"$ours2\",\"change\":\"added\""
await theirs "\"address\":\"$ours2\",\"change\":\"confirmed\""
tell ours primary "$ours2"
await ours '"event":"asked"'
await theirs "\"address\":\"$ours2\",\"change\":\"made-primary\""
tell ours remove "$ours1"
await ours '"event":"removed"'
await theirs "\"address\":\"$ours1\",\"change\":\"removed\""
tell theirs send goodbye
await ours '"text":"goodbye"'
never ours '"event":"not-'
close_input theirs
await ours '"change":"SHUTDOWN_COMPLETE"'
finish theirs
close_input ours
finish ours
