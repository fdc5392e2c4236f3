# sctp_test of lksctp-tools sends us messages of ten sizes, 1 to 32768 bytes, each ten times
# transports: userspace kernel
# limit: 60
ours server console --local "$ours1" --port 2006 --accept 1
await server '"event":"open"'
start client peer sctp_test -H "$peer1" -P 2007 -h "$ours1" -p 2006 -s -c 4 -x 10 -o 1
finish client
await server '"change":"SHUTDOWN_COMPLETE"'
for bytes in 1 1000 2000 3000 5000 10000 15000 20000 25000 32768; do
    equal "messages of $bytes bytes" 10 "$(grep -c "\"event\":\"message\".*\"unordered\":false,\"bytes\":$bytes[,}]" "$CASE_FOLDER/server.log")"
done
equal "messages" 100 "$(grep -c '"event":"message"' "$CASE_FOLDER/server.log")"
