# What the cases about streams share. Sourced by them, beside lib.sh.

# numbers NAME STREAM: the stream sequence numbers that NAME has got on a stream, in order
numbers() {
    sed -nE 's/.*"event":"message","stream":'"$2"',.*"ssn":([0-9]+).*/\1/p' "$CASE_FOLDER/$1.log" | xargs
}

# same FROM TO STREAM NUMBERS: FROM sends one more message on a stream; then these are the numbers that TO has got
same() {
    local known
    known=$(printed "$2" '"event":"message"')
    tell "$1" send "$3" "hello from $1"
    await_another "$2" '"event":"message"' "$known"
    equal "numbers of stream $3 at $2" "$4" "$(numbers "$2" "$3")"
}
