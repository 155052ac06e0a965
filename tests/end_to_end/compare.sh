#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Two runs beside each other, whose times are known: the effect, the verdicts, the exit status, series of one run, and
# what is refused.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# known DIR UNIT_S SEED [OPTION…]: a run whose units last that long, the last digits aside.
known() {
  local out=$1 unit=$2 seed=$3
  shift 3
  echo "{\"unit_s\": $unit, \"fork_s\": 2e-7, \"join_s\": 1e-7, \"jitter\": 0.001}" > script.json
  run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.5,0.9 -n 1,2,4 \
    --seed "$seed" --out "$out" "$@"
}

known a 2e-8 5 --rounds 20
known b 2e-8 6 --rounds 30
known slow 2.2e-8 7 --rounds 20
known fast 1.8e-8 8 --rounds 20
known few 2e-8 9 --rounds 5
known places 2e-8 10 --rounds 12 --place spread,compact

# One machine: the times are compared. A ratio of 1.1 is found, its interval is about it, and it is beyond 3 %.
run 0 "$amdahl" compare a b
holds out "the time of one unit of work" "6 points: 6 same"
run 3 "$amdahl" compare a slow --json
same "what is compared" "$(jq -r .compared out)" time
same "the verdicts" "$(jq -r '.points[].verdict' out | sort | uniq -c | tr -s ' ')" " 6 slower"
same "ratios off by more than half a percent" "$(jq '[.points[] | select((.ratio - 1.1 | fabs) > 0.005)] | length' out)" 0
same "intervals without their value" \
  "$(jq '[.points[] | select(.ratio_lo >= .ratio or .ratio_hi <= .ratio)] | length' out)" 0
same "p after Holm below p" "$(jq '[.points[] | select(.p_holm < .p_value)] | length' out)" 0
same "the verdict" "$(jq -r .verdict out)" worse
run 0 "$amdahl" compare a fast
holds out "6 points: 6 faster"
run 0 "$amdahl" compare a slow --tolerance 15%
holds out "6 points: 6 same"

# The speed-up is the same, and n = 1 has none.
run 0 "$amdahl" compare a slow --of speedup
holds out "4 points: 4 same"
run 0 "$amdahl" compare a slow --of speedup -p 0.9 -n 4 --markdown
holds out "1 point: 1 same" "| series |"

# The other way round the ratio is the inverse.
run 0 "$amdahl" compare slow a --json
same "ratios off by more than half a percent" \
  "$(jq '[.points[] | select((.ratio - 1 / 1.1 | fabs) > 0.005)] | length' out)" 0

# Five rounds have no interval: nobody can tell.
run 4 "$amdahl" compare a few
holds out "too few: 5 values, 6 are needed" "6 points: 6 cannot tell"
run 4 "$amdahl" compare a few --json
same "intervals" "$(jq '[.points[] | select(.ratio_lo != null or .p_holm != null)] | length' out)" 0

# Another machine: its facts are listed, and the speed-up is compared unless the time is asked for.
cp -r slow other
jq '.machine.cpu = "Another CPU" | .machine.governor = "powersave" | .state = "interrupted"' slow/run.json > other/run.json
run 0 "$amdahl" compare a other
holds out "Another CPU" "governor" "powersave" "two machines" "other did not come to its end" "4 points: 4 same"
run 3 "$amdahl" compare a other --of time
run 0 "$amdahl" compare a other --json
same "the facts that differ" "$(jq -r '.differences[].name' out | paste -sd ,)" "CPU,governor"
rm other/run.json
run 0 "$amdahl" compare a other
holds out "A run.json is missing"

# Two series of one run, within its rounds. What only one side has is listed.
run 0 "$amdahl" compare places@place=spread places@place=compact
holds out "within the rounds of one run" "6 points: 6 same"
run 0 "$amdahl" compare a places
holds out "Only in B: spin (scripted, compact), p = 0.5 at n = 1, 2, 4; p = 0.9 at n = 1, 2, 4."
run 0 "$amdahl" compare a places@place=compact,engine=scripted

# A side whose rounds are mostly disturbed says nothing, however sharp the rest is.
mkdir shaken
cp a/run.json shaken/
awk -F, -v OFS=, '/^#/ { print; next }
  !header { for (i = 1; i <= NF; i++) name[$i] = i; header = 1; print; next }
  $name["round"] < 11 { $name["valid"] = 0; $name["cause"] = "run delay" }
  { print }' a/samples.csv > shaken/samples.csv
run 4 "$amdahl" compare a shaken
holds out "more than half of B's samples are disturbed"

# Files that were measured by something else.
printf 'n,time\n' > old.csv
printf 'n,time\n' > new.csv
for i in 1 2 3 4 5 6 7 8; do
  printf '1,1.00%d\n2,0.50%d\n' "$i" "$i" >> old.csv
  printf '1,1.20%d\n2,0.60%d\n' "$i" "$i" >> new.csv
done
if "$amdahl" compare old.csv old.csv > out 2> err || [[ $? != 2 ]]; then
  run 0 "$amdahl" compare old.csv old.csv
  run 3 "$amdahl" compare old.csv new.csv
  holds out "2 points: 2 slower"
  run 2 "$amdahl" compare old.csv new.csv --of speedup
  one_sentence
  holds err "old.csv holds no speed-ups"
fi

run 3 "$amdahl" compare old.csv new.csv
holds out "Compared: the time of the work of n = 1; its units are not stated." "p (Holm)          A         B  verdict"

# The units of work are each run's own: the samples of two say so, and what does not is refused. Points stand by n.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.5,0.9 -n 1,2,4 \
  --seed 11 --rounds 20 --min-time 5ms --out longer
is "the runs have as many units of work in a sample" test "$(csv_column places/samples.csv units | sort -u)" != \
  "$(csv_column longer/samples.csv units | sort -u)"
run 0 "$amdahl" compare places/samples.csv@place=spread longer/samples.csv
holds out "Compared: the time of one unit of work." "6 points: 6 same"
run 4 "$amdahl" compare places/summary.csv@place=spread longer/summary.csv
holds out "Compared: the time of one unit of work." "6 points: 6 cannot tell"
run 0 "$amdahl" compare longer/samples.csv longer/samples.csv --json
same "the order" "$(jq -r '.points[].first | "\(.p) \(.n)"' out | paste -sd ,)" "0.5 1,0.5 2,0.5 4,0.9 1,0.9 2,0.9 4"
same "what there is not" "$(jq -c '.points[0] | [.first.params, .first.tasks, .why]' out)" "[null,null,null]"
same "whether it is of a unit" "$(jq .of_unit out)" true

# Work that grows takes a word on how, which a run has.
printf 'n,time,work\n1,1,1\n2,1.1,1.9\n' > weak.csv
run 2 "$amdahl" compare weak.csv weak.csv
one_sentence
holds err "weak.csv: the work grows from 1 at n = 1 to 1.9 at n = 2" "--scaling weak"
run 4 "$amdahl" compare weak.csv weak.csv --scaling weak
holds out "2 points: 2 cannot tell"

# Of a series with other tasks in flight the name is said once, and nothing is cut off.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.5 -n 1,2 -t 1,4 \
  --rounds 6 --out dial
"$amdahl" compare dial@tasks=1 dial@tasks=4 > out
holds out "  spin (scripted): 4 tasks over 1  "

# Standard input is a file; unnamed rows have no name; a speed-up is 1 at n = 1.
"$amdahl" compare - new.csv < old.csv > piped
is "standard input is not read" grep -qF "A is -, B is new.csv" piped
printf 'n,time\n1,1\n2,1\n5,1\n7,1\n' > wide.csv
run 4 "$amdahl" compare wide.csv old.csv
holds out "Only in A: n = 5, 7."
printf 'n,speedup\n1,1\n2,1.9\n' > speedups.csv
run 4 "$amdahl" compare speedups.csv speedups.csv
holds out "1 point: 1 cannot tell"

refused() {
  local text=$1
  shift
  run 2 "$amdahl" compare "$@"
  one_sentence
  holds err "$text"
}
refused "cannot read nowhere" a nowhere
refused "'speed' chooses no series" a@speed=2 b
refused "'place' chooses no series" a@place b
refused "no series has place=smt; there is 'spread', 'compact'" a places@place=smt
refused "several series for one of the other side" a@place=spread places
refused "no point to compare at that p and n; there is p = 0.5, 0.9 and n = 1, 2, 4" a b -n 3
refused "a has no speed-up to compare at n = 1" a b --of speedup -n 1
refused "there is n = 1, 2" old.csv new.csv -n 3
refused "there is p = 0.5, 0.9 and n = 1, 2, 4" a/samples.csv b/samples.csv -p 0.3
refused "does not state the units of work" a/benchmark.json longer/benchmark.json
printf 'n,throughput\n1,10\n2,19\n' > rates.csv
refused "old.csv holds times and rates.csv throughputs" old.csv rates.csv
refused "speedups.csv holds speed-ups and rates.csv throughputs" speedups.csv rates.csv
refused "standard input can be read once" - -
refused "--scaling is for files" a b --scaling strong
refused "two of a kind are compared" a a/samples.csv
refused "tolerance" a b --tolerance 0%
cp -r a exotic
sed 's/,scripted,/,other,/' a/samples.csv > exotic/samples.csv
refused "have no point in common" a exotic
printf 'n,time\n3,1\n' > other.csv
refused "the one has n = 1 and so on, the other n = 3;" old.csv other.csv
finish
