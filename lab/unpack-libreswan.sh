#!/bin/sh
# Unpacks Debian's libreswan into .libreswan beside this folder, where the lab looks for it, and installs the libraries
# it needs. The package itself is not installed: it would take strongSwan's place.
set -eu
folder=$(cd "$(dirname "$0")/.." && pwd)/.libreswan
[ -x "$folder/usr/libexec/ipsec/pluto" ] && exit 0
apt-get install -y -qq --no-install-recommends libldns3 libevent-pthreads-2.1-7 libnss3-tools libcurl3-nss
download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
# apt fetches as a user of its own, who must be able to write here.
chmod 755 "$download"
(cd "$download" && apt-get download -qq libreswan)
mkdir -p "$folder"
dpkg -x "$download"/libreswan_*.deb "$folder"
