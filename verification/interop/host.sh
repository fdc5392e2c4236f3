# Sourced by run, and by verification/benchmarks/kernel: what happens on the host. Only processes started here are
# ended, by their id. Who sources it sets: root, the project; interop, this folder; target, where results go; cases, the
# folder of the cases; guests and memory; packages.

# names of all runs, in the order in which they are run; and of each: transport, file, limit, description, why it is off
names=()
declare -A transport_of=() file_of=() limit_of=() text_of=() off=()
pids=()

source "$root/verification/packages.sh"

say() {
    printf '==> %s\n' "$*"
}

die() {
    printf '==> %s\n' "$*" >&2
    exit 1
}

# directive FILE NAME: of the comments at the top of a case
directive() {
    sed -n "s/^# $2: *//p" "$1" | head -n 1
}

# The cases that may take longest come first.
read_cases() {
    local file base transport name
    for file in "$cases"/*.sh; do
        base=$(basename "$file" .sh)
        for transport in $(directive "$file" transports); do
            name=$base@$transport
            file_of[$name]=$base
            transport_of[$name]=$transport
            limit_of[$name]=$(directive "$file" limit)
            text_of[$name]=$(sed -n '1s/^# *//p' "$file")
            [[ $transport =~ ^(userspace|kernel)$ && ${limit_of[$name]} =~ ^[0-9]+$ ]] \
                || die "$file: no 'transports' or 'limit' as the README describes them"
            if [[ $transport == kernel && ! -f $root/sock/kernel/pom.xml ]]; then
                off[$name]="there is no sock/kernel yet"
            elif [[ $(directive "$file" needs) == newest-jdk && -z $(newest_jdk) ]]; then
                off[$name]="there is no JDK later than 17 in /usr/lib/jvm"
            fi
        done
    done
    mapfile -t names < <(for name in "${!limit_of[@]}"; do echo "${limit_of[$name]} $name"; done \
        | sort -k1,1nr -k2 | cut -d' ' -f2)
}

# select_cases [NAME…]: leaves those in names
select_cases() {
    [[ $# -gt 0 ]] || return 0
    local chosen=() name wanted found
    for wanted in "$@"; do
        found=false
        for name in "${names[@]}"; do
            if [[ $name == "$wanted" || ${file_of[$name]} == "$wanted" ]]; then
                chosen+=("$name")
                found=true
            fi
        done
        $found || die "There is no case '$wanted'; there are:"$'\n'"$(printf '    %s\n' "${names[@]}")"
    done
    names=("${chosen[@]}")
}

list_cases() {
    local name
    for name in $(printf '%s\n' "${names[@]}" | sort); do
        printf '%-40s %s%s\n' "$name" "${text_of[$name]}" "${off[$name]:+ (off: ${off[$name]})}"
    done
}

check_machine() {
    [[ $(uname -s) == Linux ]] || die "This needs Linux: User-Mode Linux runs on nothing else"
    [[ $(uname -m) == x86_64 ]] || die "This needs x86_64: User-Mode Linux is there for x86 only, this is $(uname -m)"
    command -v dpkg-query >/dev/null || die "This needs Debian's packages: ${packages[*]}"
    [[ $root != *[[:space:]]* ]] || die "The path of the project must not have spaces: $root"
}

# Prints "<feature version> <home>" of each JDK, the oldest first.
jdks() {
    local release home version
    for release in /usr/lib/jvm/*/release; do
        home=${release%/release}
        [[ -x $home/bin/javac && ! -L $home ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
        if [[ -n $version ]]; then printf '%s %s\n' "$version" "$home"; fi
    done | sort -n
}

newest_jdk() {
    jdks | awk '$1 > 17 { home = $2 } END { print home }'
}

choose_jdks() {
    JAVA_HOME=${JAVA_HOME:-$(jdks | awk '$1 == 17 { print $2; exit }')}
    [[ -x $JAVA_HOME/bin/java ]] || die "No JDK 17 in /usr/lib/jvm; set JAVA_HOME"
    export JAVA_HOME
}

build_all() {
    local modules=verification/interop,sample-app
    if [[ -f $root/sock/kernel/pom.xml ]]; then modules+=,sock/kernel; fi
    say "Building"
    # Each module leaves its class path in target/test.classpath. Nothing is installed into the local repository.
    (cd "$root" && mvn -q -B -ntp -Pinterop -pl "$modules" -am -DskipTests package dependency:build-classpath \
        -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test)
    mkdir -p "$target/ebin"
    erlc -o "$target/ebin" "$interop"/peers/*.erl
    make -s -C "$root/verification/peers" OUT="$target/peers"
    archive_classes
    archive_sample
}

class_path() {
    printf '%s:%s' "$(echo "$target"/sock-interop-*.jar)" "$(<"$target/test.classpath")"
}

# An archive of the classes that a transfer needs: it halves the time that a JVM takes to start, which is long in a guest.
# Without it everything works, too. The transfer is between two processes on this host's loopback.
archive_classes() {
    local options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(class_path)") common=(--send true --receive true)
    local port=$((20000 + RANDOM % 10000)) listener i
    rm -f "$target/classes.jsa"
    : >"$target/archive.log"
    "$JAVA_HOME/bin/java" "${options[@]}" -XX:ArchiveClassesAtExit="$target/classes.jsa" dev.sock.interop.Main bulk \
        --listen true --accept 1 --port 5001 --udp-port "$port" --messages 100 --limit 20 "${common[@]}" \
        >"$target/archive.log" 2>&1 &
    listener=$!
    pids+=("$listener")
    for ((i = 0; i < 100; i++)); do
        if grep -q '"event":"open"' "$target/archive.log"; then break; fi
        sleep 0.1
    done
    timeout -k 5 30 "$JAVA_HOME/bin/java" "${options[@]}" dev.sock.interop.Main bulk --remote-port 5001 --messages 100 \
        --udp-port $((port + 1)) --remote-udp-port "$port" "${common[@]}" >>"$target/archive.log" 2>&1 || true
    wait "$listener" || true
    pids=()
}

# The same for the sample application, as Spring Boot's documentation describes it. It ends before it opens anything.
archive_sample() {
    rm -rf "$target"/sample "$target/sample.jsa"
    "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$root"/sample-app/target/sock-sample-app-*.jar \
        extract --destination "$target/sample" >/dev/null
    timeout -k 5 60 "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -XX:ArchiveClassesAtExit="$target/sample.jsa" -Dspring.context.exit=onRefresh \
        -jar "$target"/sample/sock-sample-app-*.jar >"$target/sample.log" 2>&1 || true
}

# What the cases of this folder need to know beside the JDKs.
interop_settings() {
    [[ -s $target/test.classpath && -d $target/ebin ]] || die "Nothing was built yet: leave --no-build away"
    printf 'SAMPLE_APPLICATION=%q\n' "$(echo "$target"/sample/sock-sample-app-*.jar)"
    printf 'BULK_SECONDS=%q\n' "${BULK_SECONDS:-60}"
    printf 'CLASS_PATH=%q\n' "$(class_path)"
}

# prepare SETTINGS: what the guests read: modules with their list, the settings, some of them printed by the command
# SETTINGS, and the queue; and empty folders for what they write.
prepare() {
    local name version
    rm -rf "$target"/{cases,claims,guests,queue}
    mkdir -p "$target"/{cases,claims,guests}
    for version in /usr/lib/uml/modules/*; do
        if [[ ! -f $target/modules/lib/modules/${version##*/}/modules.dep ]]; then
            mkdir -p "$target/modules/lib/modules"
            cp -r "$version" "$target/modules/lib/modules/"
            depmod -b "$target/modules" "${version##*/}"
        fi
    done
    {
        printf 'JAVA_HOME=%q\n' "$JAVA_HOME"
        printf 'NEWEST_JAVA_HOME=%q\n' "$(newest_jdk)"
        "$1"
    } >"$target/settings"
    for name in "${names[@]}"; do
        [[ -z ${off[$name]:-} ]] || continue
        mkdir "$target/cases/$name"
        printf '%s %s %s %s\n' "$name" "${transport_of[$name]}" "$cases/${file_of[$name]}.sh" "${limit_of[$name]}"
    done >"$target/queue"
    [[ -s $target/queue ]] || die "Nothing to run: $(printf '%s\n' "${off[@]}" | sort -u)"
}

# The guest's memory is a file: /dev/shm if it is large enough, else beside the results.
memory_folder() {
    local bytes
    bytes=$(numfmt --from=iec "$memory")
    if [[ -w /dev/shm && $(df --output=avail -B1 /dev/shm | tail -n 1) -gt $((bytes * guests)) ]]; then
        echo /dev/shm
    else
        echo "$target/guests"
    fi
}

clean_up() {
    local pid
    allow_services
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}

run_guests() {
    local lane
    say "Running $(wc -l <"$target/queue") cases, $guests kernels at a time"
    for ((lane = 1; lane <= guests; lane++)); do
        lane "$lane" 2>>"$target/guests/lane-$lane.log" &
        pids+=($!)
    done
    for lane in "${pids[@]}"; do wait "$lane" || true; done
    pids=()
}

unclaimed() {
    local name rest
    while read -r name rest; do
        [[ -d $target/claims/$name ]] || return 0
    done <"$target/queue"
    return 1
}

# lane NUMBER: boots one guest after the other while there are cases nobody has taken; one guest is enough unless it dies.
lane() {
    local lane=$1 boot=0 guest uml= failures=0
    trap 'kill_guest; exit 143' TERM
    trap - EXIT
    while unclaimed && ((failures < 2)); do
        boot=$((boot + 1))
        guest=$lane-$boot
        # a group of its own, so that all processes that stand for the guest's can be ended with it
        TMPDIR=$(memory_folder) setsid linux.uml mem="$memory" root=/dev/root rootfstype=hostfs hostfs=/ rootflags=/ ro \
            init="$interop/guest" INTEROP="$interop" TARGET="$target" GUEST="$guest" \
            con=null con0=null,fd:2 con1=fd:0,fd:1 quiet </dev/null >"$target/guests/$guest.log" 2>&1 &
        uml=$!
        if watch_guest; then failures=0; else failures=$((failures + 1)); fi
        uml=
    done
}

kill_guest() {
    if [[ -n $uml ]]; then
        kill -KILL -- "-$uml" 2>/dev/null || true
        wait "$uml" 2>/dev/null || true
    fi
}

# Prints the results of the guest's cases as they come, and ends a guest that does not get on. False if it never came up.
watch_guest() {
    local start=$SECONDS name now
    declare -A told=() since=()
    while kill -0 "$uml" 2>/dev/null; do
        sleep 0.5
        tell_results
        if [[ ! -e $target/guests/$guest.up ]] && ((SECONDS - start > 90)); then
            printf 'Not up after 90 s: killed\n' >>"$target/guests/$guest.log"
            kill_guest
        fi
        for name in $(claimed); do
            since[$name]=${since[$name]:-$SECONDS}
            now=$((SECONDS - since[$name]))
            if [[ ! -e $target/cases/$name/result ]] && ((now > limit_of[$name] + 30)); then
                printf 'FAIL %d the kernel hung, and was killed (its console: %s)\n' "$now" \
                    "$target/guests/$guest.log" >"$target/cases/$name/result"
                kill_guest
            fi
        done
    done
    wait "$uml" 2>/dev/null || true
    for name in $(claimed); do
        [[ -e $target/cases/$name/result ]] \
            || printf 'FAIL %d the kernel died (its console: %s)\n' "$((SECONDS - ${since[$name]:-$SECONDS}))" \
                "$target/guests/$guest.log" >"$target/cases/$name/result"
    done
    tell_results
    [[ -e $target/guests/$guest.up ]]
}

# names that this guest has taken
claimed() {
    local file
    for file in "$target"/claims/*/guest; do
        [[ -e $file && $(<"$file") == "$guest" ]] || continue
        file=${file%/guest}
        printf '%s\n' "${file##*/}"
    done
}

tell_results() {
    local name verdict seconds reason
    for name in $(claimed); do
        [[ -z ${told[$name]:-} && -e $target/cases/$name/result ]] || continue
        told[$name]=true
        read -r verdict seconds reason <"$target/cases/$name/result"
        if [[ $verdict == ok ]]; then
            printf 'ok    %s  %.0f s\n' "$name" "$seconds"
        else
            printf 'FAIL  %s  %.0f s  %s\n      %s\n' "$name" "$seconds" "$reason" "$target/cases/$name"
        fi
    done
}

escape() {
    tr -d '\000-\010\013-\037' | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# failure NAME REASON: for the XML, with the end of each log
failure() {
    local log
    printf '    <failure message="%s">' "$(escape <<<"$2")"
    for log in "$target/cases/$1"/*log; do
        if [[ -s $log ]]; then printf '\n%s:\n%s' "${log##*/}" "$(tail -n 30 "$log" | escape)"; fi
    done
    printf '\n</failure>\n'
}

# The JUnit XML and the last line. False if a case has failed.
report() {
    local name verdict seconds reason failed=0 count=0 body=
    for name in "${names[@]}"; do
        if [[ -n ${off[$name]:-} ]]; then
            printf 'off   %s: %s\n' "$name" "${off[$name]}"
            continue
        fi
        count=$((count + 1))
        if [[ -e $target/cases/$name/result ]]; then
            read -r verdict seconds reason <"$target/cases/$name/result"
        else
            verdict=FAIL seconds=0 reason="no kernel came up to run it, see $target/guests"
            printf 'FAIL  %s  %s\n' "$name" "$reason"
        fi
        body+="  <testcase classname=\"interop.${transport_of[$name]}\" name=\"${file_of[$name]}\" time=\"$seconds\">"$'\n'
        if [[ $verdict != ok ]]; then
            failed=$((failed + 1))
            body+=$(failure "$name" "$reason")$'\n'
        fi
        body+="  </testcase>"$'\n'
    done
    {
        printf '<?xml version="1.0" encoding="UTF-8"?>\n'
        printf '<testsuite name="interop" tests="%d" failures="%d" errors="0" skipped="0" time="%d">\n' \
            "$count" "$failed" "$((SECONDS - started))"
        printf '%s</testsuite>\n' "$body"
    } >"$target/TEST-interop.xml"
    say "$((count - failed)) of $count cases passed in $((SECONDS - started)) s"
    ((failed == 0))
}
