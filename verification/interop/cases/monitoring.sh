# The sample application beside Prometheus: every query of the dashboard returns data, and a path that is cut fires its alert
# transports: userspace kernel
# limit: 400
monitoring=$INTEROP/../../sample-app/monitoring
prometheus=http://127.0.0.1:9090
dashboard=$monitoring/grafana/dashboards/sock.json

promtool check config --syntax-only "$monitoring/prometheus/prometheus.yml"
promtool check rules "$monitoring/prometheus/alerts.yml"
promtool test rules "$monitoring/prometheus/alerts-test.yml"

second_path
if [[ $TRANSPORT == kernel ]]; then encapsulate; fi
# the peer's UDP port is the application's, not the kernel's
peer sysctl -qw net.sctp.udp_port=0

# application TRANSPORT OWN-ADDRESSES PEER-ADDRESSES: sets $application, which finds a dead path within seconds
application() {
    local options=SOCK_ENDPOINTOVERRIDES_CLIENT_OPTIONS
    application=(env SOCK_TRANSPORT="$1"
        SOCK_ENDPOINTOVERRIDES_SERVER_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_SINK_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_CLIENT_LOCALADDRESSES="$2"
        SOCK_ENDPOINTOVERRIDES_CLIENT_ASSOCIATIONS_TOSERVER_REMOTEADDRESSES="$3"
        "$options"_RTO_INITIAL=500ms "$options"_RTO_MIN=200ms "$options"_RTO_MAX=1s
        "$options"_HEARTBEATINTERVAL=1s "$options"_PATHMAXRETRANSMISSIONS=2
        "${java[@]}" -XX:SharedArchiveFile="$target/sample.jsa" -jar "$SAMPLE_APPLICATION")
}

application "$TRANSPORT" "$ours1,$ours2" "$peer1,$peer2"
start ours "${application[@]}"
application userspace "$peer1,$peer2" "$ours1,$ours2"
start theirs peer "${application[@]}"
await ours 'Started SampleApplication' 120
await theirs 'Started SampleApplication' 120
start prometheus "$monitoring/run" --interval 2s
await prometheus 'Server is ready to receive web requests' 60

get() {
    curl -sf --max-time 10 "$@"
}

traffic() {
    while true; do
        get -o /dev/null -H 'Content-Type: application/json' \
            -d '{"association":"to-server","stream":1,"ppid":46,"text":"seen by Prometheus"}' \
            http://localhost:8080/messages || true
        sleep 0.1
    done
}

# query EXPRESSION: how many series it returns
query() {
    get --data-urlencode "query=$1" "$prometheus/api/v1/query" | jq -e 'select(.status == "success").data.result | length'
}

returns_data() {
    (($(query "$1") > 0))
}

# firing ALERT: the paths for which it fires
firing() {
    get "$prometheus/api/v1/alerts" | jq -r --arg name "$1" \
        '.data.alerts[] | select(.labels.alertname == $name and .state == "firing") | .labels.path // .labels.endpoint' | sort
}

fires_for() {
    [[ $(firing "$1") == "$2" ]]
}

eventually 60 "the client's paths are not both active" \
    returns_data 'sum by (association) (sock_path_active{association="to-server"}) == 2'
traffic >/dev/null 2>&1 &

# nothing is wrong until the path is cut
fires_for SockPathDown "" || fail "an alert fires before a path is cut"
peer ip link set net1 down
eventually 60 "no alert for the path that was cut" fires_for SockPathDown "$peer1"
fires_for SockNoPathWorks "" || fail "the other path works"
peer ip link set net1 up
cleared() {
    fires_for SockPathDown "" && returns_data "sock_path_active{endpoint=\"client\", path=\"$peer1\"} == 1"
}
eventually 60 "the alert has not cleared though the path is back" cleared
equal "paths of which the dashboard shows a failure" "$peer1" "$(get \
    --data-urlencode "query=resets(sock_path_active{endpoint=\"client\"}[5m]) > 0" "$prometheus/api/v1/query" \
    | jq -r '.data.result[].metric.path')"

# what the metrics are called
get http://localhost:8080/actuator/prometheus | grep -E '^(# (HELP|TYPE) )?sock_' >"$CASE_FOLDER/metrics"
promtool check metrics <"$CASE_FOLDER/metrics"

# every query of the dashboard, as Grafana would ask it, now that a path has failed and come back; of variables, what they
# are taken from
queries() {
    jq -r '.. | .expr? // empty' "$dashboard"
    jq -r '.templating.list[] | select(.type == "query").query.query' "$dashboard" \
        | sed -E 's/^label_values\((.*), ([a-z]+)\)$/count by (\2) (\1)/'
}
queries | sed -E 's/\$__rate_interval/15s/g; s/\$__range/1m/g; s/\$(instance|endpoint|association)/.*/g' \
    >"$CASE_FOLDER/queries"
(($(wc -l <"$CASE_FOLDER/queries") > 60)) || fail "the dashboard has hardly any query"
if grep -n '\$\|label_values' "$CASE_FOLDER/queries"; then fail "a variable of the dashboard is not known here"; fi
if grep -oE '[A-Za-z_:][A-Za-z0-9_:]*\{' "$CASE_FOLDER/queries" | grep -vE '^(sock|jvm|process)_'; then
    fail "a metric of the dashboard is none of sock, the JVM or the process"
fi
# what the kernel does not tell, of what the dashboard shows
absent_on_kernel='sock_path_(rttvar|ssthresh|flight_size|errors|failures|heartbeats|retransmissions|t3)'
absent_on_kernel+='|sock_association_errors|sock_endpoint_(fast_retransmissions|t3|packets_(out|bad|invalid)|cookies)'
mapfile -t unanswered <"$CASE_FOLDER/queries"
all_answered() {
    local expression still=()
    for expression in "${unanswered[@]}"; do
        if [[ $TRANSPORT == kernel && $expression =~ $absent_on_kernel ]]; then
            if returns_data "$expression"; then fail "the kernel does tell $expression"; fi
        elif ! returns_data "$expression"; then
            printf 'No data yet: %s\n' "$expression"
            still+=("$expression")
        fi
    done
    unanswered=("${still[@]}")
    ((${#still[@]} == 0))
}
eventually 60 "queries of the dashboard return no data, see the log" all_answered

for name in prometheus ours theirs; do end "$name"; done
