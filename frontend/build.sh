#!/usr/bin/env bash
# The two slow steps of the front end, each done only when its input changed:
# build.sh install (npm ci) and build.sh build (npm run build).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

install() {
  local stamp=node_modules/.installed wanted
  wanted=$(cat package.json package-lock.json .npmrc 2>/dev/null | cksum; node --version)
  [[ -r $stamp && $(<"$stamp") == "$wanted" ]] && return 0
  npm ci --no-audit --no-fund
  printf '%s\n' "$wanted" >"$stamp"
}

build() {
  local sources=() path
  for path in *; do
    case $path in
      target | dist | node_modules | e2e | *.timestamp-*) ;;
      *) sources+=("$path") ;;
    esac
  done
  [[ -e dist/index.html && -e target/built &&
    -z $(find "${sources[@]}" node_modules/.installed -newer target/built -print -quit) ]] && return 0
  mkdir -p target
  touch target/built.begun
  npm run build
  mv target/built.begun target/built
}

case ${1:-} in
  install | build) "$1" ;;
  *) echo "usage: build.sh install|build" >&2 && exit 64 ;;
esac
