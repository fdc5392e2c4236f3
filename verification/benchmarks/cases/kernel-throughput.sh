# One association from one process to another, on com.sun.nio.sctp and on sock's transports in turn
# transports: kernel
# limit: 60

# one run's sender and receiver, on the stack and with messages of the size; a line of figures
transfer() {
    local stack=$1 size=$2 name=$1-$2-$3 role= packets before options=() sending=() receiving=()
    case $stack in
        nio*) role=nio- ;;
        kernel*) options=(--transport kernel) ;;
        userspace*)
            options=(--transport userspace)
            receiving=(--udp-port "$udp_port")
            sending=(--udp-port "$udp_port" --peer-udp-port "$udp_port")
            ;;
        *) fail "Unknown stack: $stack" ;;
    esac
    # "-delay": with Nagle's algorithm, so that short messages wait until a packet is full
    if [[ $stack == *-delay ]]; then options+=(--no-delay 0); fi
    options+=(--clock-every 64)
    start "receiver-$name" peer "${benchmark_java[@]}" "${role}receive" --local "$peer1" --warmup "$WARMUP" \
        "${options[@]}" "${receiving[@]}"
    await "receiver-$name" '"ready":true' 60
    before=$(counter SctpOutSCTPPacks env)
    start "sender-$name" "${benchmark_java[@]}" "${role}send" --local "$ours1" --address "$peer1" --size "$size" \
        --seconds $((WARMUP + SECONDS_EACH)) "${options[@]}" "${sending[@]}"
    finish "sender-$name" $((WARMUP + SECONDS_EACH + 60))
    finish "receiver-$name" 30
    packets=$(($(counter SctpOutSCTPPacks env) - before))
    if [[ $stack == userspace* ]]; then packets=$(field "sender-$name" packetsOut); fi
    equal "messages, $name" "$(field "sender-$name" messages)" "$(field "receiver-$name" messages)"
    equal "corrupt, $name" 0 "$(field "receiver-$name" corrupt)"
    equal "disordered, $name" 0 "$(field "receiver-$name" disordered)"
    printf '%s %s %s %s %s\n' "$stack" "$size" "$(field "receiver-$name" messagesPerSecond)" \
        "$(field "receiver-$name" megabytesPerSecond)" \
        "$(($(field "sender-$name" messages) * size / packets))" >>"$CASE_FOLDER/figures"
    printf 'round %s, %s bytes, %s: %s messages/s\n' "$3" "$size" "$stack" \
        "$(field "receiver-$name" messagesPerSecond)"
}

# C2 works here as in production, unlike in the tests
benchmark_java=("$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" -Djava.io.tmpdir=/run/tmp dev.sock.benchmarks.Main)
uname -r >"$CASE_FOLDER/kernel"
for size in "${SIZES[@]}"; do
    for ((round = 1; round <= ROUNDS; round++)); do
        for stack in "${STACKS[@]}"; do
            transfer "$stack" "$size" "$round"
        done
    done
done
