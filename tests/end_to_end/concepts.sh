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
    # shellcheck source-path=SCRIPTDIR source=../../tools/csv.sh
    source "$tree/tools/csv.sh"
    # shellcheck source-path=SCRIPTDIR source=../../tools/concepts/judge.sh
    source "$tree/tools/concepts/judge.sh"
    # shellcheck source-path=SCRIPTDIR source=../../tools/concepts/laws.sh
    source "$tree/tools/concepts/laws.sh"
    # shellcheck source-path=SCRIPTDIR source=../../tools/concepts/answers.sh
    source "$tree/tools/concepts/answers.sh"
    # shellcheck source-path=SCRIPTDIR source=../../tools/concepts/foreign.sh
    source "$tree/tools/concepts/foreign.sh"
    # shellcheck disable=SC2034 # of those
    scratch=$work verdict=holds most=${most:-2} prefix=()
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

# Cores whose clock falls: the speed-up is held against what they can reach, where that is below the law.
same "a law within reach" "$(judged below_clock "1.9 1.89 1.91" 2 "1.99 1.97 2.01" 0.01)" ""
same "no attainable" "$(judged below_clock "1.9 1.89 1.91" 2 "- - -" 0.01)" ""
same "as attainable" "$(judged below_clock "1.88 1.87 1.89" 2 "1.88 1.87 1.89" 0.01)" holds
same "above it, below the law" "$(judged below_clock "1.98 1.97 1.99" 2 "1.88 1.87 1.89" 0.01)" holds
same "above the law" "$(judged below_clock "2.1 2.08 2.12" 2 "1.88 1.87 1.89" 0.01)" "does not hold"
same "below the attainable" "$(judged below_clock "1.7 1.68 1.72" 2 "1.88 1.87 1.89" 0.01)" "does not hold"
same "across it" "$(judged below_clock "1.86 1.7 1.9" 2 "1.88 1.87 1.89" 0.01)" "cannot tell"
same "an attainable that tells nothing" "$(judged below_clock "1.7 1.68 1.72" 2 "1.7 1.5 1.9" 0.01)" "cannot tell"
mkdir -p runs/spin
cat > runs/spin/summary.csv << 'END'
workload,p,n,speedup,speedup_lo,speedup_hi,law_speedup,ratio,ratio_lo,ratio_hi,attainable_speedup,attainable_lo,attainable_hi
spin,1,1,1,1,1,1,,,,1,1,1
spin,0.5,2,1.33,1.329,1.331,1.3333333333333333,0.998,0.997,0.999,1.29,1.28,1.3
spin,1,2,1.88,1.87,1.89,2,0.94,0.935,0.945,1.88,1.87,1.89
END
judged row_2 > out
holds out "p = 0.5, n = 2: S = 1.3300, the law 1.3333, S/law 0.9980 [0.9970, 0.9990]: holds" \
  "the law is out of the reach of these cores: against the attainable 1.880 [1.870, 1.890]: holds"
sed -i 's/1\.88,1\.87,1\.89$/1.99,1.97,2.01/' runs/spin/summary.csv
judged row_2 > out
holds out "S/law 0.9400 [0.9350, 0.9450]: does not hold"

# What `amdahl fit` makes of a run, as row 14 shows it.
mkdir -p runs/fitted
cat > runs/fitted/fits.csv << 'END'
law,parameter,value,lo,hi
linear,scale,1,0.9,1.1
amdahl,serial_fraction,0.125,0.0625,0.25
END
printf 'n,karp_flatt,karp_flatt_lo,karp_flatt_hi\n1,,,\n2,0.25,0.125,0.5\n4,0.2,,\n' > runs/fitted/fit_points.csv
fitted_by() {
  local amdahl=$work/fit
  printf '#!/bin/sh\nprintf "title\\n  law\\nno law fits\\nmore\\n"\n' > "$amdahl"
  chmod +x "$amdahl"
  say_fit pool fitted
}
judged fitted_by > out
holds out "pool: by Karp and Flatt e(2) = 0.250 [0.125, 0.500], e(4) = 0.200" \
  "serial fraction of Amdahl's law 0.125 [0.062, 0.250]; amdahl fit: no law fits"

# Under ThreadSanitizer a test that skips itself holds nothing; one core has no race to see.
mkdir tsan
same "ended well" "$(judged judge_tsan "the test a" a true)" "    the test a: holds"
same "ended badly" "$(judged judge_tsan "the test b" b false)" "    the test b: does not hold"
same "skipped itself" "$(judged judge_tsan "the test c" c sh -c "exit 77")" "    the test c: skipped itself"
same "reported" "$(judged judge_tsan "the test d" d sh -c "touch '$work/tsan/d.1'; exit 77")" \
  "    the test d: does not hold"
same "a race on one core" "$(most=1 judged judge_named false)" \
  "    the race is not asked for: it takes two cores to see it"
holds <(judged judge_named false) "race is named: nothing: does not hold"

# A program in amdahl's place, on two cores: a workload with a wrong answer refutes its row and is no failure of the
# instrument; any other failure is one; and what was built without libuv is not asked to wait for sockets.
cat > amdahl << 'END'
#!/bin/bash
said=" $* "
while [[ $1 != --out ]]; do shift; done
case $said in
  " exec "*) mkdir "$2" && printf 'n\n1\n2\n' > "$2/summary.csv" ;;
  *" pool "*) echo "amdahl: 'pool' at n = 2, t = 8: wrong result: job 7 was done 2 times; all else is kept" >&2; exit 1 ;;
  *" squares "*) echo "amdahl: 'squares' at n = 2: another answer than at n = 1: a race" >&2; exit 1 ;;
  " sweep "*" spin "*) # tells nothing at first
    mkdir "$2"
    if [[ ! -e $WORK/told ]]; then head -n 1 "$WORK/runs/spin/summary.csv"; touch "$WORK/told"; else cat "$WORK/runs/spin/summary.csv"; fi > "$2/summary.csv" ;;
  *" request "*) echo "amdahl: 'request': this program was built without libuv" >&2; exit 1 ;;
  *) echo "amdahl: the disk is full" >&2; exit 1 ;;
esac
END
chmod +x amdahl
run 3 env "AMDAHL=$work/amdahl" "$tree/tools/check-concepts" 7 8
holds out "the answers are right: 'pool' at n = 2, t = 8: wrong result: job 7 was done 2 times" \
  "the answers are right: 'squares' at n = 2: another answer than at n = 1" \
  "0 hold, 2 do not hold, 0 cannot tell, 0 skipped"
sed -i 's/0\.94,0\.935,0\.945/0.999,0.998,1/' runs/spin/summary.csv
run 0 env "AMDAHL=$work/amdahl" "WORK=$work" "$tree/tools/check-concepts" 2
holds out "there is no point with a p at n > 1: cannot tell" "cannot tell; measured once more:" "1 hold, 0 do not hold, 0 cannot tell"
run 77 env "AMDAHL=$work/amdahl" "$tree/tools/check-concepts" 4 5
holds out "skipped: amdahl was built without libuv" "0 hold, 0 do not hold, 0 cannot tell, 2 skipped"
run 1 env "AMDAHL=$work/amdahl" "$tree/tools/check-concepts" 6
holds out "1 failed"
holds err "the disk is full"

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
# Those of whole programs: their options, and that the programs are there, which need not be built or have an interpreter.
programs=0
while read -r line; do
  read -r -a words <<< "${line%% -- *}"
  run 0 "$amdahl" "${words[@]}" --dry-run -- true
  program=${line#* -- }
  program=${program#node }
  program=${program%% *}
  [[ $program != ./* ]] || program=workloads/foreign/${program#./}.go
  is "the program of 'amdahl $line'" test -f "$tree/$program"
  programs=$((programs + 1))
done < <(sed -n 's/^    amdahl \(exec .*\)/\1/p' "$tree/docs/concepts.md")
same "the number of programs" "$programs" 8
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
