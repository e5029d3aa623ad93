#!/usr/bin/env bash
# The shipped alerts and a real scrape under Prometheus's own tools, in the Test Anything Protocol.
# The functions are called by run_tests.
# shellcheck disable=SC2317 source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/../command/harness.sh"

# tool NAME PACKAGE: skips the test without it, or fails where nothing may be skipped.
tool() {
  type -P "$1" >/dev/null && return
  echo "$1 is missing (Debian: $2)"
  [[ -n ${ANDON_TEST_STRICT:-} ]] && exit 1
  exit 77
}

test_the_rules_and_the_example_of_prometheus_are_valid() {
  tool promtool prometheus
  expect 0 promtool check rules config/alerts/andon.yaml
  expect 0 promtool check config config/alerts/prometheus.yml
}

test_the_example_of_the_alertmanager_is_valid() {
  tool amtool prometheus-alertmanager
  expect 0 amtool check-config config/alerts/alertmanager.yml
}

# goes_to RECEIVER LABEL…
goes_to() {
  expect 0 amtool config routes test --config.file=config/alerts/alertmanager.yml "${@:2}"
  [[ $out == "$1" ]] || wrong "${*:2} goes to $out"
}

test_only_what_is_critical_wakes_someone() {
  tool amtool prometheus-alertmanager
  goes_to on-call alertname=AndonDown severity=critical
  goes_to operators alertname=AndonTableStale severity=warning
  goes_to operators alertname=AndonRetryPressure severity=info
}

# As rules, since promtool has no other way to read a query; Grafana's own words filled in.
test_every_query_of_the_dashboards_is_one() {
  tool promtool prometheus
  node -e "
    const { readFileSync, readdirSync } = require('node:fs');
    const seek = (node) => Object(node) !== node ? [] : Object.entries(node)
      .flatMap(([key, value]) => key === 'expr' ? [value] : seek(value));
    const rules = readdirSync('config/grafana')
      .flatMap((file) => seek(JSON.parse(readFileSync('config/grafana/' + file, 'utf8'))))
      .map((query) => query.replaceAll('\$__rate_interval', '5m').replaceAll(/\\\$\w+/g, '.*'))
      .map((expr, i) => ({ record: 'query_' + i, expr }));
    console.log(JSON.stringify({ groups: [{ name: 'queries', rules }] }));" >"$work/queries.yaml"
  expect 0 promtool check rules "$work/queries.yaml"
  [[ $out =~ SUCCESS:\ ([0-9]+)\ rules ]] && ((BASH_REMATCH[1] > 50))
}

test_a_scrape_of_a_running_andon_is_as_promtool_wants_it() {
  tool promtool prometheus
  find_distribution || { echo "nothing was built" && exit 77; }
  begin
  within 60 node -e "fetch('http://127.0.0.1:$port/health/ready').then(r => process.exit(r.ok ? 0 : 1))"
  node -e "
    const get = (path) => fetch('http://127.0.0.1:$port' + path).then((reply) => reply.text());
    Promise.all(['/', '/api/wip/lots', '/api/nothing'].map(get))
      .then(() => get('/observe/metrics'))
      .then((text) => process.stdout.write(text));" >"$work/scrape"
  grep -q '^andon_table_rows{table="lots"}' "$work/scrape"
  promtool check metrics <"$work/scrape"
}

# A test for each file of promtool's own: when an alert fires, when it nearly does, when it ends.
for file in test/alerts/*.yaml; do
  alert=${file##*/}
  alert=${alert%.yaml}
  eval "test_${alert}_fires_when_it_should_and_only_then() {
    tool promtool prometheus
    expect 0 promtool test rules test/alerts/$alert.yaml
  }"
done

run_tests
