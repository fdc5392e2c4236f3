# The client of gen_sctp's manual: its "Test 0" on stream 0 comes, stream 5 fails there, its abort is seen as lost
# transports: userspace kernel
# limit: 60
ours server console --local "$ours1" --port 2006 --accept 1
await server '"event":"open"'
erlang client sctp_client client "$ours1" 2006
await client 'Connection Successful'
await server '"change":"COMM_UP","outboundStreams":10,"inboundStreams":5'
await server '"event":"message","stream":0,.*"text":"Test 0"'
finish client
# what sending on stream 0, sending on stream 5, and aborting answered
equal "what the client printed" "ok {error,einval} ok" "$(tail -n 3 "$CASE_FOLDER/client.log" | tr '\n' ' ' | sed 's/ $//')"
# 12 is User-Initiated Abort
await server '"change":"COMM_LOST",.*"errorCode":12'
