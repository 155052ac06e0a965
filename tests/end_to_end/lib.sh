# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# For the end-to-end tests, which run the real program: `source lib.sh`, checks, then `finish`. The program is
# $1 of the test. Each test works in a directory of its own, gone at the end.
set -u
amdahl=$(realpath "$1") # of the calling test
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LC_ALL=C
unset NO_COLOR CLICOLOR_FORCE

checks_passed=0
checks_failed=0
work=$(mktemp -d -t amdahl-end-to-end.XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

pass() {
  checks_passed=$((checks_passed + 1))
}

fail() {
  checks_failed=$((checks_failed + 1))
  echo "FAILED: $*" >&2
  echo "  stdout: $(head -c 2000 out 2> /dev/null)" >&2
  echo "  stderr: $(head -c 2000 err 2> /dev/null)" >&2
}

# run STATUS COMMAND…: runs it with its output in the files out and err, and checks how it ends.
run() {
  local wanted=$1 got
  shift
  "$@" > out 2> err < /dev/null
  got=$?
  if [[ $got == "$wanted" ]]; then
    pass
  else
    fail "'$*' ended with $got, expected $wanted"
  fi
}

# holds FILE TEXT…: every text stands in the file, to the letter.
holds() {
  local file=$1 text
  shift
  for text in "$@"; do
    if grep -qF -- "$text" "$file"; then
      pass
    else
      fail "$file does not hold '$text'"
    fi
  done
}

# same WHAT ACTUAL EXPECTED
same() {
  if [[ $2 == "$3" ]]; then
    pass
  else
    fail "$1 is '$2', expected '$3'"
  fi
}

# is WHAT COMMAND…: the command succeeds.
is() {
  local what=$1
  shift
  if "$@" > /dev/null 2>&1; then
    pass
  else
    fail "$what"
  fi
}

# one_sentence: stderr is one line that names the program.
one_sentence() {
  same "the number of lines on stderr" "$(wc -l < err)" 1
  holds err "amdahl: "
}

# csv_column FILE NAME: the column's cells, one a line. For files without quoted commas.
csv_column() {
  awk -F, -v name="$2" '/^#/ { next } !column { for (i = 1; i <= NF; i++) if ($i == name) column = i; next }
    { print $column }' "$1"
}

# csv_of_speedup FILE NAME: the same of samples.csv, of the rows that a speed-up is made of.
csv_of_speedup() {
  paste -d, <(csv_column "$1" role) <(csv_column "$1" "$2") | sed -nE 's/^(asked|anchor),//p'
}

finish() {
  echo "$checks_passed checks passed, $checks_failed failed"
  [[ $checks_failed == 0 && $checks_passed -gt 0 ]]
  exit
}
