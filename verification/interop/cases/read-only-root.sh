# Read-only root: userspace does without native libraries; kernel says what it lacks, and runs once it has a folder
# transports: userspace kernel
# limit: 90
[[ ! -w /tmp ]] || fail "/tmp can be written to"
erlang server sctp_server server "$peer1" 2006
await server 'Listening on'

# console NAME OPTION…: ours, with /tmp for temporary files, which is on the read-only root, and more options for Java
console() {
    local name=$1
    shift
    start "$name" "${java[@]}" -Djava.io.tmpdir=/tmp -Duser.home=/root "$@" dev.sock.interop.Main console \
        --transport "$TRANSPORT" --local "$ours1" --remote "$peer1"
}

says_hello() {
    tell "$1" connect
    await "$1" '"change":"COMM_UP"'
    tell "$1" send 0 "Hello from $1"
    await server "Hello from $1"
}

if [[ $TRANSPORT == kernel ]]; then
    console without
    await without "native library cannot be loaded"
    await without "'/tmp'.*-Djna.tmpdir=.*-Djna.boot.library.path="
    ! kill -0 "${pids[without]}" 2>/dev/null || end without
    # one from which nothing can be loaded is no better
    mkdir -p /run/noexec
    mount -t tmpfs -o noexec noexec /run/noexec
    console noexec -Djna.tmpdir=/run/noexec
    await noexec "native library cannot be loaded"
    await noexec "'/run/noexec'.*noexec.*-Djna.tmpdir="
    ! kill -0 "${pids[noexec]}" 2>/dev/null || end noexec
    console remedied -Djna.tmpdir=/run/tmp
    says_hello remedied
else
    console without
    says_hello without
    console remedied -Dio.netty.native.workdir=/run/tmp
    says_hello remedied
fi
end server
