#!/bin/sh
# The fold against the reference model, where there are Python and the model.
#
#   sh compare.sh ORACLE_FOLD MODEL_DIRECTORY
set -eu
if ! command -v python3 >/dev/null; then
	echo "skipped: no python3"
	exit 77
fi
exec python3 "$(dirname "$0")/compare.py" "$1" "$2"
