#!/usr/bin/env bash
# The house itself: its scripts and its papers.
# shellcheck source=test/command/harness.sh
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh"

test_every_script_passes_shellcheck() {
  local scripts
  mapfile -t scripts < <(grep -rlE '^#!/usr/bin/env bash|^# shellcheck shell=bash' \
    --exclude-dir={.git,target,node_modules,dist} .)
  ((${#scripts[@]} > 5))
  shellcheck -x "${scripts[@]}"
}

test_every_dependency_is_explained_and_every_explanation_has_its_dependency() {
  node test/dependencies.mjs
}

run_tests
