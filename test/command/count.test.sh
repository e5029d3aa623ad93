#!/usr/bin/env bash
# The counting of ./andon test, over reports as the runners write them.
# shellcheck source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

counter=$PWD/test/count.mjs

# reports: all stages ended well, with one passed test each; two in the front end's module.
reports() {
  mkdir -p "$work/reports" "$work/cache/target/surefire-reports" "$work/frontend/target"
  cd "$work"
  printf '%s 0 7\n' maven browser command alerts >reports/stages
  surefire '<testcase name="a" classname="io.andon.ATest" time="0.1"/>'
  vitest '{"fullName": "adds", "status": "passed", "failureMessages": []}'
  echo '{"passed": 1, "failed": 0, "skipped": 0, "tests": [{"name": "page", "ok": true}]}' \
    >frontend/target/e2e.json
  printf '# noise\nok - a script works\n' >reports/command.log
  printf 'ok - an alert fires\n' >reports/alerts.log
}

surefire() {
  printf '<testsuite name="x">\n%s\n</testsuite>\n' "$1" >cache/target/surefire-reports/TEST-x.xml
}

vitest() {
  printf '{"testResults": [{"name": "a.test.ts", "status": "%s", "message": "%s",
    "assertionResults": [%s]}]}' "${2:-passed}" "${3:-}" "$1" >frontend/target/vitest.json
}

ends() {
  expect "$1" node "$counter" reports
  [[ ${out##*$'\n'} == "$2" ]] || wrong "ended in: $out"
}

shows() { [[ $out == *"$1"* ]] || wrong "expected '$1' in: $out"; }

test_all_stages_are_added_up() {
  reports
  ends 0 '5 passed, 0 failed'
}

test_failures_are_named_with_the_first_line_of_their_message() {
  reports
  surefire '<testcase name="a" classname="io.andon.ATest"><failure message="1 &lt; 2&#10;more">x</failure></testcase>
<testcase name="b &quot;c&quot;" classname="io.andon.ATest"><system-out><![CDATA[<failure ]]></system-out></testcase>
<testcase name="d" classname="io.andon.ATest"><error message="no" type="E"/></testcase>
<testcase name="e" classname="io.andon.ATest"><skipped message="later"/></testcase>'
  printf 'maven 1 7\nbrowser not-run 0\ncommand 0 7\n' >reports/stages
  ends 1 '3 passed, 2 failed, 1 skipped'
  shows $'FAILED ATest.a: 1 < 2\n'
  shows 'FAILED ATest.d: no'
  shows 'browser: not run'
}

test_a_stage_that_fails_without_naming_a_test_counts_as_one_failure() {
  reports
  printf 'maven 1 7\nbrowser 0 7\ncommand 0 7\n' >reports/stages
  ends 1 '4 passed, 1 failed'
  shows 'FAILED maven ended with 1: see reports/maven.log'
}

test_a_missing_report_is_a_failure() {
  reports
  rm frontend/target/vitest.json frontend/target/e2e.json
  ends 1 '3 passed, 2 failed'
  shows 'frontend/target/e2e.json'
}

test_a_unit_test_file_that_does_not_load_is_a_failure() {
  reports
  vitest '' failed 'cannot import x'
  ends 1 '4 passed, 1 failed'
  shows 'FAILED a.test.ts: cannot import x'
}

test_failed_browser_and_script_tests_are_named() {
  reports
  printf '%s\n' '{"skipped": 2, "tests": [{"name": "page", "ok": false, "message": "no row\nat x"}]}' \
    >frontend/target/e2e.json
  printf 'not ok - a script works\n#   it did not\nok - b # SKIP not here\n' >reports/command.log
  printf 'maven 0 7\nbrowser 1 7\ncommand 1 7\n' >reports/stages
  ends 1 '2 passed, 2 failed, 3 skipped'
  shows $'FAILED page: no row\n'
  shows 'FAILED a script works: it did not'
}

test_a_run_that_ran_nothing_has_failed() {
  reports
  surefire ''
  vitest ''
  echo '{"tests": []}' >frontend/target/e2e.json
  echo | tee reports/command.log >reports/alerts.log
  ends 1 '0 passed, 0 failed'
}

run_tests
