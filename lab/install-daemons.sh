#!/bin/sh
# Installs what the lab needs on a Debian machine: strongSwan, ip(8), nft(8), a C compiler, and libreswan unpacked beside.
# Needs root. No daemon is started: the lab starts its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends strongswan-charon strongswan-starter strongswan-swanctl libstrongswan-standard-plugins \
  libstrongswan-extra-plugins libcharon-extra-plugins iproute2 nftables gcc libc6-dev
"$here/unpack-libreswan.sh"
