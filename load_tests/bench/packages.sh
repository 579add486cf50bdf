#!/bin/sh
# What the bench needs from the system and pip cannot bring. Root on Debian: it is installed.
# Anybody else: it is named, and the run ends here rather than leaving rows out.
set -eu

command_of() { command -v "$1" >/dev/null; }
postgresql() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command_of initdb; }
c_library() { ls /usr/include/*/bits/libc-header-start.h /usr/include/dlfcn.h >/dev/null 2>&1; }

missing=
need() {
    package=$1
    shift
    "$@" || missing="$missing $package"
}

need wrk command_of wrk
need postgresql postgresql
need gcc command_of cc
need libc6-dev c_library

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command_of apt-get; then
    echo "Installing what the bench needs:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names, meant to be split
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi

echo "The bench needs these Debian packages:$missing" >&2
echo "Install them as root:  apt-get install --no-install-recommends$missing" >&2
exit 1
