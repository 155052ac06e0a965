#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Exports: to the screen, to files, to a full disk; and --param, which nothing has.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

echo '{"unit_s": 2e-8, "jitter": 0.001}' > script.json
known=(sweep spin -p "0.5,0.9" --place "spread,compact" --engine scripted --script script.json --synthetic "core:4 pu:1"
  --rounds 8 --seed 2)

# Without gnuplot a line of its own says that there are no charts.
drawn() {
  command -v gnuplot > /dev/null
}

# On the screen there is the export alone; the rest is told beside it.
run 0 "$amdahl" "${known[@]}" --out csv --export-csv -
is "stdout is not summary.csv" cmp out csv/summary.csv
holds err "speed-up" "differences: " csv
run 0 "$amdahl" "${known[@]}" -q --out quiet --export-csv -
is "stdout with -q is not summary.csv" cmp out quiet/summary.csv
run 0 "$amdahl" summary csv --export-csv -
is "stdout of summary is not summary.csv" cmp out csv/summary.csv
run 0 "$amdahl" "${known[@]}" --out json --export-json -
same "the rows of the JSON" "$(jq '.summary | length' out)" $((2 * 2 * 3))
same "the differences of the JSON" "$(jq '.differences | length' out)" $((2 * 2))
run 0 "$amdahl" "${known[@]}" --out markdown --export-markdown -
same "lines of the Markdown that are neither title, table nor empty" "$(grep -cv -e '^###' -e '^|' -e '^$' out)" 0

# -q leaves the result and the directory.
run 0 "$amdahl" "${known[@]}" -q --out terse
drawn && same "the words on stderr with -q" "$(cat err)" ""
same "the lines on stdout with -q" "$(grep -c . out)" 3
same "the last line with -q" "$(tail -n 1 out)" terse
holds out "spin (scripted): on 4 cores at p = 0.9 the speed-up is" "spin (scripted, compact): on 4 cores"

# Several files at once, and the same numbers in each.
run 0 "$amdahl" summary csv --export-csv a.csv --export-json a.json --export-markdown a.md
is "the exported file is not summary.csv" cmp a.csv csv/summary.csv
same "the speed-ups of the JSON" \
  "$(jq -r '.summary[] | .speedup' a.json | awk '{ printf "%.12g\n", $1 }')" \
  "$(csv_column a.csv speedup | awk '{ printf "%.12g\n", $1 }')"
same "the tables of the Markdown" "$(grep -c '^### ' a.md)" 3

# A full disk takes the export, and not the run.
full() {
  local run=$1
  same "the state of $run" "$(jq -r .state "$run/run.json")" complete
  for file in samples.csv summary.csv differences.csv placement.csv; do
    is "$run/$file is missing" test -s "$run/$file"
  done
}
for form in csv json markdown; do
  run 1 "$amdahl" "${known[@]}" -q --out "kept-$form" "--export-$form" /dev/full
  drawn && one_sentence
  holds err "--export-$form: cannot write all of /dev/full" "No space left"
  full "kept-$form"
done
"$amdahl" "${known[@]}" -q --out beside --export-csv - > /dev/full 2> err
same "the status with a full stdout" "$?" 1
holds err "No space left"
full beside

# refused TEXT ARGUMENT…: one sentence, and nothing is measured.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" "${known[@]}" --out refused "$@"
  one_sentence
  holds err "$text"
  is "'$*' left a run behind" test ! -e refused
}
refused "--export-csv: cannot write nosuchdir/a.csv: No such file" --export-csv nosuchdir/a.csv
refused "name the same place, -" --export-csv - --export-markdown -
refused "--export-csv and --export-json name the same place, both" --export-csv both --export-json both
refused "has a parameter 'no-such'; \`amdahl list\` shows" --param no-such=3
refused "--param: 'no-such' is not NAME=VALUE" --param no-such
refused "--param needs a value" --param
refused "--param: the value is empty" --param=
refused "--scaling: 'tall' is no kind of scaling" --scaling strong,tall
refused "--place: a value of the list is empty" --place spread,,compact
refused "--engine: the scripted engine has a clock of its own" --engine threads,scripted

# A run that is read is not written over.
run 0 "$amdahl" "${known[@]}" -q --out whole
cp whole/samples.csv samples.csv
run 2 "$amdahl" summary whole --export-csv whole/samples.csv
holds err "--export-csv: whole/samples.csv is a file of the run itself"
is "the samples were written over" cmp samples.csv whole/samples.csv
finish
