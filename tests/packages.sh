#!/bin/sh
# What the tests need from the system and pip cannot bring; with names, those packages alone.
# Root on Debian: it is installed, and no server among it is started. Anybody else: it is named, and
# the run ends here rather than leaving tests out.
set -eu

library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q "$1"; }
command_of() { PATH="$PATH:/sbin:/usr/sbin" command -v "$1" >/dev/null; }
postgresql() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command_of initdb; }
vietnamese_font() { command_of fc-list && fc-list ':lang=vi' family | grep -qi noto; }

# Debian starts every server it installs unless this file forbids it. One that stands already, with
# whatever it says, is somebody's decision.
policy=/usr/sbin/policy-rc.d
forbid_starting() {
    [ -e "$policy" ] && return
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

asked=" $* "
missing=
need() {
    package=$1
    shift
    case "$asked" in "  " | *" $package "*) "$@" || missing="$missing $package" ;; esac
}

need postgresql postgresql
need etcd-server command_of etcd
need haproxy command_of haproxy
need chromium command_of chromium
need fontconfig command_of fc-list
need fonts-noto-core vietnamese_font
need poppler-utils command_of pdftoppm
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command_of apt-get; then
    echo "Installing what is needed:$missing"
    export DEBIAN_FRONTEND=noninteractive
    forbid_starting
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names, meant to be split
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi

echo "These Debian packages are needed:$missing" >&2
echo "Install them as root:  apt-get install --no-install-recommends$missing" >&2
exit 1
