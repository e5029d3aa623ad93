#!/usr/bin/env bash
# ./andon in a source checkout: what it builds and when, with a fake Maven and a fake Java.
# shellcheck source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

# checkout: a small one in $work/house; `builds` has one line for each build.
checkout() {
  house=$work/house builds=$work/builds
  mkdir -p "$house"/{conda,config,cache/src,frontend/src} "$work/path"
  cp andon pom.xml "$house/"
  cp -R conda/bin "$house/conda/bin"
  touch "$house"/{cache,frontend}/pom.xml "$house/cache/src/A.java" "$house/frontend/src/a.ts" "$builds"
  cat >"$work/path/mvn" <<MAVEN
#!/bin/sh
echo "\$JAVA_HOME \$*" >>"$builds"
echo "[INFO] Building Andon cache 0.1.0    [2/7]"
if [ -e "$work/broken" ]; then
  echo "[ERROR] this does not compile"
  exit 1
fi
mkdir -p conda/target/andon-0.1.0/lib
cp -R conda/bin conda/target/andon-0.1.0/
touch conda/target/andon-0.1.0/lib/a.jar
MAVEN
  chmod +x "$work/path/mvn"
  fake_java 99
  sed -i 's|<version>[^<]*</version>|<version>0.1.0</version>|' "$house/pom.xml"
  find "$house" -exec touch -d '1 hour ago' {} +
  export PATH=$work/path:$PATH JAVA_HOME=$fake
}

built() {
  local times
  times=$(wc -l <"$builds")
  ((times == $1)) || wrong "built $times times, not $1"
}

test_help_and_usage_errors_need_no_build() {
  checkout
  expect 0 "$house/andon" help
  [[ $out == *run* && $out == *check* && $out == *test* ]]
  expect 64 "$house/andon"
  expect 64 "$house/andon" dance
  says "unknown command 'dance'; there are: run, check, status, refresh, accept, logs, config, breaker, maintenance, audit, reload, restart, watchdog, test, help"
  expect 64 "$house/andon" run --dance
  expect 64 "$house/andon" test --dance
  one_line
  built 0
}

test_the_first_run_builds_with_progress_and_starts_on_the_checkouts_configuration() {
  checkout
  expect 0 "$house/andon" check --plant x
  built 1
  [[ $(<"$builds") == "$fake "*package* ]]
  says 'andon: building cache (2/7)'
  [[ $out == *"-Dandon.home=$house"*"$house/conda/target/andon-0.1.0/lib/a.jar"*$'check\n--plant\nx' ]]
}

test_only_a_changed_source_is_built_again() {
  checkout
  free_port
  expect 0 "$house/andon" run --port "$port"
  built 1
  echo changed >"$house/config/application.properties"
  mkdir -p "$house/frontend/"{dist,node_modules,target} "$house/cache/target"
  touch "$house/frontend/dist/index.html" "$house/cache/target/A.class"
  expect 0 "$house/andon" run --port "$port"
  [[ -z $err ]]
  built 1
  touch "$house/cache/src/A.java"
  expect 0 "$house/andon" run --port "$port"
  built 2
  rm "$house/frontend/src/a.ts"
  expect 0 "$house/andon" run --port "$port"
  built 3
  touch "$house/pom.xml"
  expect 0 "$house/andon" check
  built 4
  expect 0 "$house/andon" check
  built 4
}

test_a_failed_build_ends_with_1_says_why_and_is_tried_again() {
  checkout
  touch "$work/broken"
  expect 1 "$house/andon" check
  says '[ERROR] this does not compile'
  says 'the build failed; all of it is in target/build.log'
  expect 1 "$house/andon" check
  rm "$work/broken"
  expect 0 "$house/andon" check
  built 3
}

test_a_quick_start_that_cannot_be_prepared_is_one_line_and_no_failure() {
  checkout
  expect 0 "$house/andon" check
  says 'andon: preparing a quick start'
  says 'andon: no quick start prepared (Andon did not become ready)'
  [[ $(grep -c 'quick start' <<<"$err") == 2 ]]
  [[ -z $(find "$house/conda/target" -name '*aot*' ! -name aot.sh) ]]
}

test_a_used_port_ends_before_any_build() {
  checkout
  hold_port
  expect 69 "$house/andon" run --port "$port"
  one_line
  ((millis < 2000)) || wrong "took $millis ms"
  expect 69 env ANDON_HTTP_PORT="$port" "$house/andon" run
  one_line
  built 0
}

# without_maven: `tools` is a path with what the script needs, and no Maven.
without_maven() {
  local tool
  tools=$work/tools
  mkdir "$tools"
  for tool in bash env readlink find touch mkdir mv rm cp ln tail mktemp timeout flock node npm; do
    ln -s "$(type -P "$tool")" "$tools/$tool"
  done
}

test_a_missing_maven_is_named() {
  checkout
  without_maven
  expect 1 env PATH="$tools" "$house/andon" check
  says 'mvn is missing: install it (Debian: apt-get install maven)'
  one_line_but_progress
}

one_line_but_progress() {
  [[ $(grep -vc 'andon: building' <<<"$err") == 1 ]] || wrong "expected one line, not: $err"
}

test_root_on_debian_gets_a_missing_maven_installed() {
  ((EUID == 0)) || { echo "not root" && exit 77; }
  checkout
  without_maven
  cat >"$tools/apt-get" <<APT
#!/bin/sh
echo "\$*" >>"$work/apt"
case "\$*" in *install*maven*) ln -s "$work/path/mvn" "$tools/mvn" ;; esac
APT
  chmod +x "$tools/apt-get"
  expect 0 env PATH="$tools" "$house/andon" check
  says 'andon: installing maven (apt)'
  built 1
  [[ $(<"$work/apt") == *update*install*-y*maven* ]]
  expect 0 env PATH="$tools" "$house/andon" check
  (($(wc -l <"$work/apt") == 2))
}

test_what_acts_on_a_table_is_in_the_help_and_handed_to_java() {
  local act
  checkout
  expect 0 "$house/andon" logs --level warn
  [[ $out == *$'io.andon.routes.Main\nlogs\n--level\nwarn' ]]
  expect 0 "$house/andon" watchdog --once
  [[ $out == *$'io.andon.routes.Main\nwatchdog\n--once' ]]
  for act in status config audit; do
    expect 0 "$house/andon" "$act" --json
    [[ $out == *$'io.andon.routes.Main\n'"$act"$'\n--json' ]]
  done
  expect 0 "$house/andon" breaker open source
  [[ $out == *$'io.andon.routes.Main\nbreaker\nopen\nsource' ]]
  expect 0 "$house/andon" maintenance start --for 2h --reason 'new disks'
  [[ $out == *$'io.andon.routes.Main\nmaintenance\nstart\n--for\n2h\n--reason\nnew disks' ]]
  for act in refresh accept; do
    expect 0 "$house/andon" help
    [[ $out == *"$act TABLE"*--json* ]]
    expect 0 "$house/andon" "$act" lots --json
    [[ $out == *"-Dandon.home=$house"*$'io.andon.routes.Main\n'"$act"$'\nlots\n--json' ]]
  done
  [[ -z $err ]]
  built 1
}

run_tests
