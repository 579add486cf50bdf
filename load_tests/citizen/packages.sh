#!/bin/sh
# What the check needs from the system and pip cannot bring: a browser for eyes, one for text, and
# Node and Java for the two judges that npm brings (Lighthouse 12 runs on Debian's Node 18).
# Root on Debian: it is installed. Anybody else: it is named, and the run ends here.
set -eu

command_of() { command -v "$1" >/dev/null; }
font() { command_of fc-list && fc-list ':lang=vi' family | grep -qi noto; }
asian_font() { command_of fc-list && [ -n "$(fc-list ':lang=ko' family)" ]; }
pango() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q libpangoft2-1.0.so.0; }

missing=
need() {
    package=$1
    shift
    "$@" || missing="$missing $package"
}

need chromium command_of chromium
need nodejs command_of node
need npm command_of npm
need default-jre-headless command_of java
need w3m command_of w3m
need poppler-utils command_of pdftoppm
need fontconfig command_of fc-list
need fonts-noto-core font
need fonts-wqy-microhei asian_font
need libpangoft2-1.0-0 pango

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command_of apt-get; then
    echo "Installing what the check needs:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of names, meant to be split
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi

echo "The check needs these Debian packages:$missing" >&2
echo "Install them as root:  apt-get install --no-install-recommends$missing" >&2
exit 1
