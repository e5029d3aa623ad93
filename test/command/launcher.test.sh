#!/usr/bin/env bash
# The launcher of an installed copy, with a fake Java that prints its arguments.
# shellcheck source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

test_help_says_the_commands_and_ends_well() {
  fake_distribution
  expect 0 "$andon" help
  [[ $out == *run* && $out == *check* ]]
  expect 0 "$andon" run --help
}

test_no_command_is_a_usage_error() {
  fake_distribution
  expect 64 "$andon"
  says Usage:
}

test_an_unknown_command_is_a_usage_error_that_lists_the_commands() {
  fake_distribution
  expect 64 "$andon" dance
  says "unknown command 'dance'; there are: run, check"
  one_line
}

test_run_refuses_arguments_it_does_not_know() {
  local arguments
  fake_distribution
  for arguments in --dance --port '--port x' '--port 65536' '-D key' '--plant'; do
    # shellcheck disable=SC2086
    expect 64 "$andon" run $arguments
    one_line
  done
}

test_run_hands_home_class_path_in_order_and_arguments_to_java() {
  fake_distribution
  fake_java 99
  free_port
  JAVA_HOME=$fake expect 0 "$andon" run --port "$port" --plant x -D a.b=c
  [[ $out == *"-Dandon.home=$work/andon"* ]]
  [[ $out == *"$work/andon/lib/a.jar:$work/andon/lib/b.jar"* ]]
  [[ $out == *$'io.andon.routes.Main\nrun\n--port\n'"$port"$'\n--plant\nx\n-D\na.b=c' ]]
}

test_a_driver_that_is_not_shipped_is_found_beside_the_configuration() {
  fake_distribution
  fake_java 99
  mkdir "$work/andon/drivers"
  touch "$work/andon/drivers/ojdbc11.jar"
  JAVA_HOME=$fake expect 0 "$andon" check
  [[ $out == *"$work/andon/lib/b.jar:$work/andon/drivers/ojdbc11.jar"* ]]
}

test_a_launcher_called_by_a_link_finds_its_home() {
  fake_distribution
  fake_java 99
  ln -s "$andon" "$work/link"
  JAVA_HOME=$fake expect 0 "$work/link" check
  [[ $out == *"-Dandon.home=$work/andon"* ]]
}

test_java_home_goes_first() {
  fake_distribution
  fake_java 99
  JAVA_HOME=$fake expect 0 "$andon" check
  [[ $out == "$fake/bin/java"* ]]
}

# Which Java is found, without those that this machine has.
found() (
  # shellcheck source=conda/bin/launch.sh
  source conda/bin/launch.sh
  jvm_folder=$work/jvm
  HOME=$work PATH='' find_java "$1" && printf '%s\n' "$java"
)

test_a_java_that_is_too_old_is_passed_over() {
  local old
  fake_java 17 && old=$fake
  fake_java 99
  mkdir "$work/jvm"
  export JAVA_HOME=$old
  ! found java || wrong "found one that is too old"
  [[ $(CONDA_PREFIX=$fake found java) == "$fake" ]]
  ln -s "$old" "$work/jvm/a"
  ln -s "$fake" "$work/jvm/b"
  [[ $(found java) == "$work/jvm/b" ]]
}

test_a_java_that_cannot_compile_does_not_build() {
  fake_java 99
  rm "$fake/bin/javac"
  export JAVA_HOME=$fake
  found java
  ! found javac || wrong "found one without a compiler"
}

test_the_heap_can_be_set() {
  fake_distribution
  fake_java 99
  ANDON_HEAP=3g JAVA_HOME=$fake expect 0 "$andon" check
  [[ $out == *-Xmx3g*-XX:SoftMaxHeapSize=3g* ]]
  ANDON_HEAP=much JAVA_HOME=$fake expect 78 "$andon" check
  one_line
}

test_a_cache_is_used_until_a_jar_or_the_flags_are_written_again() {
  fake_distribution
  fake_java 99
  local lib=$work/andon/lib
  export JAVA_HOME=$fake
  expect 0 "$andon" check
  [[ $out != *-XX:AOTCache* ]]
  touch -d '1 minute' "$lib/andon.aot"
  expect 0 "$andon" check
  [[ $out == *"-XX:AOTCache=$lib/andon.aot"* ]]
  touch "$lib/andon.aot"
  within 5 written_after "$lib/a.jar" "$lib/andon.aot"
  expect 0 "$andon" check
  [[ $out != *-XX:AOTCache* ]]
  touch "$lib/andon.aot"
  within 5 written_after "$work/andon/bin/jvm.options" "$lib/andon.aot"
  expect 0 "$andon" check
  [[ $out != *-XX:AOTCache* ]]
}

# written_after FILE OTHER: gives it an old date, which is all that a change of content may show.
written_after() {
  touch -d '1 hour ago' "$1"
  [[ -n $(find "$1" -cnewer "$2") ]]
}

test_a_used_port_ends_with_69_and_one_line() {
  fake_distribution
  hold_port
  expect 69 "$andon" run --port "$port"
  one_line
  says "port $port is in use"
  ((millis < 2000)) || wrong "took $millis ms"
}

test_the_port_is_looked_for_in_arguments_then_environment_then_file() {
  local used
  fake_distribution
  fake_java 99
  hold_port && used=$port
  free_port
  export JAVA_HOME=$fake
  printf '# comment\nandon.http.port = %s\n' "$used" >"$work/andon/config/application.properties"
  expect 69 "$andon" run
  expect 0 env ANDON_HTTP_PORT="$port" "$andon" run
  expect 0 "$andon" run -D andon.http.port="$port"
  expect 69 env ANDON_HTTP_PORT="$port" "$andon" run "-Dandon.http.port=$used"
  expect 69 env ANDON_HTTP_PORT="$port" ANDON_HTTP_HOST=0.0.0.0 "$andon" run --port="$used"
}

test_a_socket_from_systemd_is_not_taken_for_a_used_port() {
  fake_distribution
  fake_java 99
  hold_port
  LISTEN_FDS=1 JAVA_HOME=$fake expect 0 "$andon" run --port "$port"
}

test_what_acts_on_a_table_is_in_the_help_and_handed_to_java() {
  local act
  fake_distribution
  fake_java 99
  JAVA_HOME=$fake expect 0 "$andon" logs --follow
  [[ $out == *$'io.andon.routes.Main\nlogs\n--follow' ]]
  JAVA_HOME=$fake expect 0 "$andon" watchdog --json
  [[ $out == *$'io.andon.routes.Main\nwatchdog\n--json' ]]
  for act in status config audit; do
    JAVA_HOME=$fake expect 0 "$andon" "$act" --json
    [[ $out == *$'io.andon.routes.Main\n'"$act"$'\n--json' ]]
  done
  JAVA_HOME=$fake expect 0 "$andon" breaker open source
  [[ $out == *$'io.andon.routes.Main\nbreaker\nopen\nsource' ]]
  JAVA_HOME=$fake expect 0 "$andon" maintenance start --for 2h --reason 'new disks'
  [[ $out == *$'io.andon.routes.Main\nmaintenance\nstart\n--for\n2h\n--reason\nnew disks' ]]
  for act in refresh accept; do
    expect 0 "$andon" help
    [[ $out == *"$act TABLE"*--json* ]]
    JAVA_HOME=$fake expect 0 "$andon" "$act" lots --json --port 8081
    [[ $out == *"-Dandon.home=$work/andon"*$'io.andon.routes.Main\n'"$act"$'\nlots\n--json\n--port\n8081' ]]
    [[ -z $err ]]
  done
}

run_tests
