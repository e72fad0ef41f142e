#!/bin/sh
# Installs what .ci/packages, or another list beside it, names and is not there
# yet. Quiet when nothing is missing, or when all goes well.
#
#   sh .ci/install.sh [LIST]
set -eu

list=$(dirname "$0")/${1:-packages}
missing=
for package in $(sed 's/#.*//' "$list"); do
	# pkg-config may be provided by pkgconf; anything that answers for the name will do.
	state=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
	case $state in
	ii*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || {
	echo "missing, and no apt-get to install them with:$missing" >&2
	exit 1
}
root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || {
		echo "missing; install them as root: apt-get install$missing" >&2
		exit 1
	}
	root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "installing:$missing" >&2
# The lists may be old or, in a fresh container, not there at all.
# shellcheck disable=SC2086
if ! { $root apt-get update -qq &&
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
	>"$log" 2>&1 </dev/null; then
	cat "$log" >&2
	exit 1
fi
