#!/bin/sh
# Puts the peers of the tests into a cache folder, anew when their lock file
# has changed: $TINBAN_PEERS, or tinban-peers in the user's cache. No install
# script of a package is run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case $(uname) in
Darwin) cache=$HOME/Library/Caches ;;
*) cache=${XDG_CACHE_HOME:-$HOME/.cache} ;;
esac
to=${TINBAN_PEERS:-$cache/tinban-peers}
if cmp -s "$here/package-lock.json" "$to/installed"; then
	exit 0
fi
command -v npm >/dev/null || { echo "npm is missing; the peers of the tests need Node.js 20 or later" >&2; exit 1; }
mkdir -p "$to"
cp "$here/package.json" "$here/package-lock.json" "$to/"
npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --loglevel=error
cp "$to/package-lock.json" "$to/installed"
