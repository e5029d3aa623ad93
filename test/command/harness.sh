# shellcheck shell=bash disable=SC2034
# How the tests of the scripts are written: functions called test_*, each run in a shell and a folder
# ($work) of its own, from the repository's root. To be sourced; `run_tests` ends the file.

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
unset ANDON_HTTP_PORT ANDON_HTTP_HOST ANDON_HEAP LISTEN_FDS

# expect CODE PROGRAM…: runs it to its end, for a minute at most; `out` and `err` become what it
# printed, `millis` its time.
expect() {
  local wanted=$1 code=0 begun=${EPOCHREALTIME/./}
  shift
  timeout -k 5 60 "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  millis=$(((${EPOCHREALTIME/./} - begun) / 1000))
  out=$(<"$work/out") err=$(<"$work/err")
  [[ $code == "$wanted" ]] || wrong "$* ended with $code, not $wanted: $out $err"
}

wrong() {
  printf '%s\n' "$*"
  exit 1
}

# says TEXT: standard error has it. one_line: and nothing else.
says() { [[ $err == *"$1"* ]] || wrong "expected '$1', not: $err"; }
one_line() { [[ $err != *$'\n'* && -n $err && -z $out ]] || wrong "expected one line, not: $out$err"; }

# within SECONDS COMMAND…: waits until it succeeds.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    ((SECONDS <= until)) || wrong "never came true: $*"
    read -r -t 0.05 <> <(:) || true
  done
}

listens() { (: <"/dev/tcp/127.0.0.1/$1"); }
gone() { ! kill -0 "$1"; }

free_port() {
  port=$((20000 + RANDOM % 10000))
  ! listens "$port" 2>/dev/null || free_port
}

# hold_port: another program listens on a free port, `port`, until the test ends.
hold_port() {
  free_port
  node -e "require('net').createServer().listen($port, '127.0.0.1')" &
  within 10 listens "$port"
}

# fake_java VERSION: `fake` becomes a Java home whose java prints its arguments, one a line.
fake_java() {
  fake=$work/java-$1
  mkdir -p "$fake/bin"
  printf 'JAVA_VERSION="%s.0.1"\n' "$1" >"$fake/release"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nprintf "%%s\\n" "$0" "$@"\n' >"$fake/bin/java"
  cp "$fake/bin/java" "$fake/bin/javac"
  chmod +x "$fake/bin/java" "$fake/bin/javac"
}

# fake_distribution: `andon` becomes the launcher of one with two empty jars.
fake_distribution() {
  mkdir -p "$work/andon/lib" "$work/andon/config"
  cp -R conda/bin "$work/andon/bin"
  touch "$work/andon/lib/b.jar" "$work/andon/lib/a.jar"
  andon=$work/andon/bin/andon
}

# find_distribution: `andon` becomes the launcher of the one that was built; fails without one.
find_distribution() {
  distribution=${ANDON_TEST_DISTRIBUTION-$(compgen -G "$PWD/conda/target/andon-*" | head -n 1)}
  andon=$distribution/bin/andon
  [[ -n $distribution ]]
}

# begin: starts Andon on a free port and an empty data directory; `pid` is its process.
begin() {
  free_port
  "$andon" run --port "$port" -D "andon.data-dir=$work/data" >"$work/started" 2>&1 &
  pid=$!
  within 60 announced
}

announced() { grep -q "http://[^ ]*:$port" "$work/started"; }

end_jobs() {
  local job
  for job in $(jobs -p); do kill -KILL -- "-$job" 2>/dev/null || true; done
}

run_tests() {
  local name outcome failed=0
  for name in $(compgen -A function test_); do
    work=$(mktemp -d)
    (
      trap end_jobs EXIT
      # Job control: what is started with & has a group of its own and, as in a terminal, SIGINT.
      set -em
      exec 9>&1
      BASH_XTRACEFD=9
      set -x
      "$name"
    ) >"$work/log" 2>&1
    outcome=$?
    name=${name#test_}
    case $outcome in
      0) printf 'ok - %s\n' "${name//_/ }" ;;
      77) printf 'ok - %s # SKIP %s\n' "${name//_/ }" "$(grep -v '^+' "$work/log" | tail -n 1)" ;;
      *)
        failed=1
        printf 'not ok - %s\n' "${name//_/ }"
        tail -n 12 "$work/log" | sed 's/^/#   /'
        ;;
    esac
    rm -rf "$work"
  done
  exit "$failed"
}
