# Sourced by the scripts: figures of several runs, and the cells of the tables.

# keep KEY VALUE: one value more for a cell.
declare -A values=()
keep() {
    [[ $2 =~ ^[0-9.]+$ ]] || die "No figure for $1"
    values[$1]="${values[$1]:-} $2"
}

sorted() {
    tr -s ' ' '\n' <<<"${values[$1]# }" | sort -g
}

median() {
    sorted "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

cell() {
    sorted "$1" | awk -v median="$(median "$1")" '
        function text(x) { return sprintf(x >= 100 ? "%.0f" : "%.1f", x) }
        { v[NR] = $1 } END { printf "%s (%s–%s)", text(median), text(v[1]), text(v[NR]) }'
}

ratio() {
    if [[ -n ${values[$1]:-} && -n ${values[$2]:-} ]]; then
        awk -v a="$(median "$1")" -v b="$(median "$2")" 'BEGIN { printf "%.2f", a / b }'
    else
        printf -- –
    fi
}
