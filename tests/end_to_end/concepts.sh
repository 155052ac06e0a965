#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# tools/check-concepts without its measuring: its judges on made-up runs, how it refuses, and the row that needs no
# machine. And docs/concepts.md: its commands are such, its charts are there, its tables are those of the points kept.
# shellcheck disable=SC2030,SC2031,SC2317 # the judges have a subshell of their own, and are called by name
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tree=$(realpath "$here/../..")
export AMDAHL=$amdahl

# judged COMMAND…: what a function of the judges prints, with the runs of this test.
judged() {
  (
    set -euo pipefail
    # shellcheck source-path=SCRIPTDIR source=../../tools/concepts/judge.sh
    source "$tree/tools/concepts/judge.sh"
    # shellcheck disable=SC2034 # of judge.sh
    scratch=$work verdict=holds
    "$@"
  ) 2>&1
}

same "an interval inside" "$(judged within "1 0.99 1.01" 0.9 1.1)" holds
same "an interval beside" "$(judged within "2 1.5 2.5" 0.9 1.1)" "does not hold"
same "an interval across" "$(judged within "1 0.8 1.01" 0.9 1.1)" "cannot tell"
same "no interval" "$(judged within "1 - -" 0.9 1.1)" "cannot tell"
same "no upper end" "$(judged within "7 6 8" 1 -)" holds
same "no lower end" "$(judged within "7 6 8" - 5)" "does not hold"
same "a comparison" "$(judged calculate "3 > 2 ? 1.5 : 0.5")" 1.5

# The worst part is the row's verdict.
worst() {
  judge "cannot tell" one > "$scratch/judged"
  judge "does not hold" two >> "$scratch/judged"
  judge holds three >> "$scratch/judged"
  echo "$verdict"
}
same "the worst of three" "$(judged worst)" "does not hold"

mkdir -p runs/made
cat > runs/made/summary.csv << 'END'
workload,params,p,n,tasks,samples,invalid,time_s,time_lo_s,time_hi_s,overlap,overlap_lo,overlap_hi
a,mode=x;k=2,,1,1,4,0,0.5,0.25,0.75,1,,
a,mode=xy;k=2,0.90000000000000002,2,16,4,3,0.125,,,7.5,7.25,7.75
END
cat > runs/made/samples.csv << 'END'
workload,params,p,n,tasks,role,units,time_s,digest
a,,1,1,1,sentinel,8,1,ff
a,,1,1,1,asked,8,3,0a
a,,1,2,8,asked,8,1,0a
a,,1,2,8,counted,8,2,0a
a,,1,2,8,best,8,2,77
a,,1,2,8,asked,16,2,0b
END
same "a figure" "$(judged interval made time_s params~mode=x)" "0.5 0.25 0.75"
same "a figure of its p" "$(judged interval made overlap p=0.9 n=2)" "7.5 7.25 7.75"
same "a figure without an interval" "$(judged interval made overlap tasks=1)" "1 - -"
same "no such point" "$(judged interval made time_s n=3)" "- - -"
same "as experienced, too few" "$(judged time_of made n=2)" "1.5 - -"
same "a column that is not there" "$(judged interval made tims)" \
  "$work/runs/made/summary.csv: no column tims"
same "the same answers" "$(judged same_answers made)" "4 samples at 2 numbers of cores and tasks, 2 works"
echo "a,,1,2,8,asked,16,2,0c" >> runs/made/samples.csv
same "another answer" "$(judged same_answers made)" "differs: a at n = 2, t = 8"
for time in 1 2 3 4 5 6 7 8 9; do
  echo "b,,1,4,8,asked,8,$time,0a"
done >> runs/made/samples.csv
same "as experienced" "$(judged experienced made n=4)" "5 1 9"

run 2 "$tree/tools/check-concepts" 19
holds err "'19' is none of the claims" "usage: tools/check-concepts"
run 2 "$tree/tools/check-concepts" 14 all
holds err "'all' is none of the claims"
run 2 env AMDAHL=/none/amdahl "$tree/tools/check-concepts" 1
holds err "there is no /none/amdahl yet"
run 0 "$tree/tools/check-concepts" 1
holds out "0.5 1.60 1.88 2.00; 0.9 3.08 6.40 10.00; 0.95 3.48 9.14 20.00; 0.99 3.88 13.91 100.00" \
  "1 hold, 0 do not hold, 0 cannot tell, 0 skipped"

# Each row that it documents has its function.
for row in {1..18}; do
  is "row $row is documented" grep -qE "^# +$row  " "$tree/tools/check-concepts"
  is "row $row is there" grep -qE "^row_$row\(\) \{" "$tree"/tools/concepts/{laws,waiting,sharing,answers,foreign}.sh
done

# What row 17 runs.
cp "$tree/tests/end_to_end/sleepers.c" .
run 0 "$amdahl" sweep ./sleepers.c -n 1 -t 100 --rounds 1 --quiet --out sleepers
same "the digests of sleepers.c" "$(csv_of_speedup sleepers/samples.csv digest | sort -u)" "$(printf '%016x' 100)"

sweeps=0
while read -r line; do
  read -r -a words <<< "$line"
  (cd "$tree" && "$amdahl" "${words[@]}" --dry-run) > out 2> err < /dev/null
  same "the status of 'amdahl $line --dry-run'" $? 0
  sweeps=$((sweeps + 1))
done < <(sed -n 's/^    amdahl \(sweep .*\)/\1/p' "$tree/docs/concepts.md")
same "the number of sweeps" "$sweeps" 8
"$amdahl" plot --help > out
while read -r chart; do
  holds out "$chart"
done < <(sed -n 's/^    amdahl plot .* --chart \(.*\)/\1/p' "$tree/docs/concepts.md")
while read -r chart; do
  is "docs/$chart" test -s "$tree/docs/$chart"
done < <(sed -n 's/^!\[.*\](\(concepts\/.*\.svg\))$/\1/p' "$tree/docs/concepts.md")
run 0 "$tree/tools/concept-charts" --check
run 2 "$tree/tools/concept-charts" none
holds err "'none' is none of the runs: modes dials waiting squares counters law"

finish
