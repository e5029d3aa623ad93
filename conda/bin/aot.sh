#!/usr/bin/env bash
# Prepares quick starts: runs this distribution once on a small demo plant and keeps what the JVM
# learnt, its AOT cache, as lib/andon.aot. A failure is one line and exit code 1: nothing needs the
# cache. See docs/decisions/0006-aot-cache.md.
set -euo pipefail

distribution=$(readlink -f "${BASH_SOURCE[0]}")
distribution=${distribution%/bin/aot.sh}
# shellcheck source=conda/bin/launch.sh
source "$distribution/bin/launch.sh"

readonly READY_SECONDS=60 WRITTEN_SECONDS=60
# What a board asks for when it opens, and what watches it.
readonly PATHS=(/ /api/plant /api/wip/overview/summary /api/wip/overview/matrix
  /api/wip/overview/hold /api/wip/lots /api/resource/status /api/dashboard/kpi
  /api/dashboard/workcenter-cards /health /observe/metrics)

give_up() { fail 1 "no quick start prepared ($1); a start takes some seconds longer"; }

clean_up() {
  [[ -z ${group:-} ]] || kill -KILL -- "-$group" || true
  [[ -z ${work:-} ]] || rm -rf "$work"
} 2>/dev/null

# within SECONDS COMMAND…: waits until it succeeds; false when it does not, or Andon has ended.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) && alive || return 1
    read -r -t 0.1 <> <(:) || true
  done
} 2>/dev/null

alive() { kill -0 "$group"; }
ended() { ! alive; }

# get PATH [SECONDS]: whether it answers 200; reads for that long at most.
get() {
  local line=''
  {
    printf '%s\r\n' "GET $1 HTTP/1.1" 'Host: 127.0.0.1' 'Accept-Encoding: br, gzip' \
      'Connection: close' '' >&3
    read -r -t 10 line <&3
    timeout "${2:-10}" cat <&3 >/dev/null || true
  } 3<>"/dev/tcp/127.0.0.1/$port"
  [[ $line == *' 200 '* ]]
} 2>/dev/null

# Only the demo plant, whatever the settings here name: never somebody's database.
learn() {
  # shellcheck disable=SC2086
  unset ${!ANDON_@} LISTEN_FDS LISTEN_PID LISTEN_FDNAMES NOTIFY_SOCKET WATCHDOG_USEC
  learn_to=$work/andon.aot
  start "$work" "$distribution" run --port "$port" --plant demo -D andon.demo.lots=2000 \
    -D "andon.data-dir=$work/data"
}

need_java java
trap clean_up EXIT
work=$(mktemp -d "$distribution/lib/.aot.XXXXXX" 2>/dev/null) ||
  give_up "$distribution/lib cannot be written"
mkdir "$work/config"
ln -s "$distribution/config/plants" "$work/config/plants"
# A jar that is replaced from now on is newer than the cache.
touch "$work/begun"
port=$((20000 + RANDOM % 10000))
while (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done

# Job control: the JVM and the second one that writes the cache are a group, to be ended as one.
set -m
learn </dev/null >"$work/log" 2>&1 &
group=$!
set +m
within "$READY_SECONDS" get /health/ready || give_up "Andon did not become ready"
for round in 1 2 3; do
  for path in "${PATHS[@]}"; do
    get "$path" || give_up "$path failed in round $round"
  done
done
get /api/events 1 || give_up "/api/events failed"

kill -TERM "$group"
within "$WRITTEN_SECONDS" ended || give_up "not written in $WRITTEN_SECONDS s"
wait "$group" || give_up "Andon ended with $?"
[[ -s $work/andon.aot ]] || give_up "the JVM wrote none"
touch -r "$work/begun" "$work/andon.aot"
mv -f "$work/andon.aot" "$distribution/lib/andon.aot" || give_up "it cannot be put in place"
