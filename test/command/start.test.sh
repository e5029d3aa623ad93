#!/usr/bin/env bash
# The built distribution, really started: how it ends, and what it leaves behind.
# shellcheck source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

find_distribution || { echo '# not run: nothing was built' && exit 0; }

# ends_well: the process ends by itself with 0 in ten seconds.
ends_well() {
  local code=0
  within 10 gone "$pid"
  wait "$pid" || code=$?
  ((code == 0)) || wrong "ended with $code: $(tail -n 20 "$work/started")"
  no_process_left
}

# No process has this test's folder among its arguments.
no_process_left() {
  local file
  for file in /proc/[0-9]*/cmdline; do
    if grep -qs "java.*$work/data" "$file"; then wrong "left behind: $file"; fi
  done
}

test_the_launcher_becomes_the_jvm() {
  begin
  [[ $(readlink "/proc/$pid/exe") == */java ]]
}

# with_cache: `andon` becomes one with the same jars elsewhere, and the cache of the distribution.
with_cache() {
  local cache=$distribution/lib/andon.aot
  [[ -e $cache ]] || { echo "no cache was prepared" && exit 77; }
  cp -pR "$distribution" "$work/andon"
  cp "$cache" "$work/andon/lib/andon.aot"
  andon=$work/andon/bin/andon
}

uses_cache() { grep -q 'andon\.aot' "/proc/$pid/maps"; }

test_a_start_uses_the_prepared_cache() {
  [[ -e $distribution/lib/andon.aot ]] || { echo "no cache was prepared" && exit 77; }
  begin
  uses_cache
  ! grep -F "[aot]" "$work/started" || wrong "the JVM complains"
}

test_a_start_without_a_cache_is_a_start() {
  with_cache
  rm "$work/andon/lib/andon.aot"
  begin
  ! uses_cache || wrong "uses one"
}

test_a_cache_of_another_class_path_is_ignored_without_a_word() {
  with_cache
  cp "$work/andon/lib/slf4j-api-"*.jar "$work/andon/lib/a-first.jar"
  touch "$work/andon/lib/andon.aot"
  begin
  grep -qz '^-XX:AOTCache=' "/proc/$pid/cmdline"
  ! uses_cache || wrong "uses one"
  ! grep -F "[aot]" "$work/started" || wrong "the JVM complains"
}

test_a_cache_that_is_damaged_or_of_other_flags_is_ignored_without_a_word() {
  with_cache
  head -c 1000000 "$distribution/lib/andon.aot" >"$work/andon/lib/andon.aot"
  expect 0 "$andon" check -D "andon.data-dir=$work/data" -D andon.demo.lots=100
  [[ $out$err != *'[aot]'* ]]
  printf '%s\n' -XX:-UseCompactObjectHeaders >>"$work/andon/bin/jvm.options"
  cp "$distribution/lib/andon.aot" "$work/andon/lib/andon.aot"
  expect 0 "$andon" check -D "andon.data-dir=$work/data" -D andon.demo.lots=100
  [[ $out$err != *'[aot]'* ]]
}

test_another_heap_keeps_the_cache() {
  with_cache
  export ANDON_HEAP=256m
  begin
  uses_cache
}

test_sigterm_ends_it_with_0() {
  begin
  kill -TERM "$pid"
  ends_well
}

test_ctrl_c_ends_it_with_0() {
  begin
  kill -INT "$pid"
  ends_well
}

test_a_second_one_on_the_same_port_ends_with_69_and_the_first_lives_on() {
  begin
  expect 69 "$andon" run --port "$port" -D "andon.data-dir=$work/other"
  one_line
  ((millis < 2000)) || wrong "took $millis ms"
  listens "$port"
}

# Past the launcher's own look at the port, as when another program takes it in the meantime.
test_the_jvm_itself_refuses_a_used_port_and_does_not_stay() {
  hold_port
  # shellcheck disable=SC2016
  expect 69 bash -c 'source "$0/bin/launch.sh"; need_java java; start "$0" "$0" "$@"' \
    "$distribution" run --port "$port" -D "andon.data-dir=$work/data"
  says "$port"
  no_process_left
}

test_bad_settings_end_with_78_and_leave_no_jvm() {
  free_port
  expect 78 "$andon" run --port "$port" -D "andon.data-dir=$work/data" -D andon.db.pool.max-size=none
  says andon.db.pool.max-size
  no_process_left
}

test_a_table_of_what_runs_is_refreshed_and_without_anything_refused_not_accepted() {
  local here
  begin
  here=(--port "$port" -D "andon.data-dir=$work/data")
  expect 0 "$andon" refresh resources "${here[@]}"
  [[ -z $err && $out == 'resources: applied. The table was read: published. '*' rows (version '* ]]
  expect 1 "$andon" accept lots "${here[@]}"
  [[ -z $err && $out == 'lots: rejected. No read of the table is refused now.'* ]]
  expect 1 "$andon" accept lots --json "${here[@]}"
  [[ -z $err && $out == '{"'*'"result":"rejected"'* ]]
  expect 1 "$andon" refresh dreams "${here[@]}"
  one_line
  says 'andon: NOT_FOUND: '
}

test_the_log_of_what_runs_is_shown_and_a_level_that_is_none_refused() {
  local here
  begin
  here=(--port "$port" -D "andon.data-dir=$work/data")
  expect 0 "$andon" logs "${here[@]}"
  [[ -z $err ]]
  expect 1 "$andon" logs --level loud "${here[@]}"
  one_line
  says 'andon: INVALID_PARAMETER: '
}

test_what_runs_is_shown_held_and_named_in_maintenance() {
  local here
  begin
  here=(--port "$port" -D "andon.data-dir=$work/data")
  expect 0 "$andon" status "${here[@]}"
  [[ -z $err && $out == 'UP since '*'lots '*'query '*'breaker source CLOSED' ]]
  expect 0 "$andon" config "${here[@]}"
  [[ -z $err && $out == 'fingerprint '*andon.http.port*"$port"*command-line* ]]
  expect 0 "$andon" breaker open source "${here[@]}"
  [[ $out == 'source: applied. '*'CLOSED -> FORCED_OPEN' ]]
  expect 2 "$andon" status "${here[@]}"
  [[ $out == 'DEGRADED since '*CIRCUIT_BREAKER_OPEN*'breaker source FORCED_OPEN since '* ]]
  expect 0 "$andon" breaker close source "${here[@]}"
  expect 1 "$andon" breaker open dream "${here[@]}"
  says 'andon: NOT_FOUND: '
  expect 0 "$andon" maintenance start --for 2h --reason 'new disks' "${here[@]}"
  expect 0 "$andon" status "${here[@]}"
  [[ $out == *'maintenance until '*': new disks'* ]]
  expect 0 "$andon" maintenance end "${here[@]}"
  expect 0 "$andon" audit "${here[@]}"
  [[ $(wc -l <<<"$out") == 5 && $out == *'/admin/api/maintenance/end: applied 200 '* ]]
}

test_without_a_running_andon_one_line_says_so() {
  mkdir "$work/data"
  echo 0123456789abcdef >"$work/data/admin-token"
  free_port
  expect 1 "$andon" refresh lots --port "$port" -D "andon.data-dir=$work/data"
  one_line
  says "andon: no Andon answers at http://127.0.0.1:$port"
}

run_tests
