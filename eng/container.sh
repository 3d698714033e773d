#!/usr/bin/env bash
# The Dockerfile's steps in a folder, for machines without Docker: what it copies, its variables, its user, its entry point and its health check are read
# from the file and tried. The program's folder is not the user's, so anything written there would fail.
#
#     eng/publish.sh artifacts/publish linux-x64
#     eng/container.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v curl >/dev/null || { echo "skipped: there is no curl to ask the service with"; exit 0; }
[ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || { echo "skipped: only root can become the container's user"; exit 0; }
root=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
    rm -rf "$root"
}
trap finish EXIT
chmod 755 "$root"
line() { sed -n "s/^$1 //p" Dockerfile | sed "s|\${SYSTEM}|$(sed -n 's/^ARG SYSTEM=//p' Dockerfile)|"; }
# Paths of the image are below $root here.
there() { sed -E "s#(^|[ =:\"])/(app|data|tmp)#\1$root/\2#g"; }
mkdir -p "$root/tmp" "$root/data"
chmod 1777 "$root/tmp"
user=$(line USER)
[[ $user =~ ^[0-9]+:[0-9]+$ && ${user%%:*} -ne 0 ]] || { echo "error: the Dockerfile's user is '$user'" >&2; exit 1; }
chown "$user" "$root/data"
read -r from to <<< "$(line COPY)"
[ -d "$from" ] || { echo "error: $from is not there: run eng/publish.sh first" >&2; exit 1; }
cp -r "$from" "$root$to"
chmod -R go-w,a+rX "$root$to"
mapfile -t entry < <(line ENTRYPOINT | there | python3 -c 'import json,sys; print("\n".join(json.load(sys.stdin)))')
mapfile -t arguments < <(line CMD | sed 's/8080/18080/; s/0\.0\.0\.0/127.0.0.1/' | python3 -c 'import json,sys; print("\n".join(json.load(sys.stdin)))')
read -ra variables <<< "$(line ENV | there)"
as_user() { env -i "${variables[@]}" setpriv --reuid "${user%%:*}" --regid "${user##*:}" --clear-groups --no-new-privs "$@"; }

touch "$root/before"
variables+=(MASKCLIP_API_KEY=0123456789)
(cd "$root/data" && as_user "${entry[@]}" "${arguments[@]}") > "$root/log" 2>&1 &
server=$!
health=$(sed -n 's/^HEALTHCHECK .*CMD //p' Dockerfile | sed 's/8080/18080/')
mapfile -t check < <(python3 -c 'import json,sys; print("\n".join(json.load(sys.stdin)))' <<< "$health")
healthy=
for _ in $(seq 300); do
    if as_user "${check[@]}" 2>/dev/null; then healthy=yes; break; fi
    sleep 0.2
done
[ -n "$healthy" ] || { echo "error: the health check never passed" >&2; cat "$root/log" >&2; exit 1; }
ask() { curl -sf -H 'X-Api-Key: 0123456789' "$@"; }
ask http://127.0.0.1:18080/v1/scenes/1 -o "$root/scene.png"
ask --data-binary "@$root/scene.png" 'http://127.0.0.1:18080/v1/segment?names=sky&names=grass' | grep -q '"regions":\['
pid=$(pgrep -g "$(ps -o pgid= "$server" | tr -d ' ')" -u "${user%%:*}" | head -n 1 || true)
[ -n "$pid" ] || { echo "error: the service does not run as $user" >&2; exit 1; }
kill -TERM "$pid"
wait "$server" || true
server=
as_user "${check[@]}" 2>/dev/null && { echo "error: the health check passes without a service" >&2; exit 1; }
output=$(cd "$root/data" && as_user "${entry[@]}" segment --sample --prompt sky --output "$root/data/out" 2>&1)
[ -s "$root/data/out/postcard.overlay.png" ] || { echo "error: $output" >&2; exit 1; }
written=$(find "$root" -newer "$root/before" -user "${user%%:*}" -not -path "$root/data*" -not -path "$root/tmp*" | head)
[ -z "$written" ] || { echo "error: it wrote $written" >&2; exit 1; }
echo "container: user $user, healthy, segments over HTTP and on the command line, writes only /data and /tmp"
