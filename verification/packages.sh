# Sourced by .ci/run and verification/interop/host.sh: installs Debian packages. Who sources it has "say" and "die", sets
# packages, and calls allow_services when it ends, whatever the reason.

policy=/usr/sbin/policy-rc.d
own_policy=false

as_root() {
    if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

# A package must not start its server: policy-rc.d is how Debian is told. One that is there already is left alone.
forbid_services() {
    if [[ ! -e $policy && ! -L $policy ]]; then
        own_policy=true
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
}

allow_services() {
    if $own_policy; then
        own_policy=false
        as_root rm -f "$policy"
    fi
}

installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

install_packages() {
    local missing=() package before after
    for package in "${packages[@]}"; do
        installed "$package" || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "Installing ${missing[*]}"
    as_root true 2>/dev/null || die "These packages are missing, and installing them needs root: ${missing[*]}"
    before=$(pgrep -x prometheus || true)
    forbid_services
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}"
    allow_services
    after=$(pgrep -x prometheus || true)
    [[ $after == "$before" ]] || die "The installation started a Prometheus server (process ${after//$'\n'/ })"
}
