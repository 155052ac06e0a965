#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A run against limits: pass, fail and inconclusive are exit 0, 3 and 4; a baseline; what is refused.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# known DIR UNIT_S SEED ROUNDS: a run with Amdahl's speed-up, but for some 1e-4.
known() {
  echo "{\"unit_s\": $2, \"fork_s\": 2e-7, \"join_s\": 1e-7, \"jitter\": 0.001}" > script.json
  run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.5,0.9 -n 1,2,4 \
    --seed "$3" --rounds "$4" --out "$1"
}
known a 2e-8 5 20
known slow 2.2e-8 7 20
known few 2e-8 9 5

# At p = 0.9, the largest, the speed-up on 4 is 3.077, the efficiency 0.769, and the serial fraction 0.1.
run 0 "$amdahl" check a --min-speedup 3@4 --min-efficiency 0.75@4 --min-efficiency 0.9@2 --max-serial 0.11
holds out "a: pass; of 4 limits 4 pass, 0 fail, 0 inconclusive."
run 3 "$amdahl" check a --min-speedup 3@4 --min-efficiency 0.8@4
holds out "a: fail; of 2 limits 1 pass, 1 fail, 0 inconclusive."
run 3 "$amdahl" check a --max-serial 0.09

# More workers than processing units: the word is with the outcome.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:2 pu:1" -p 0.9 -n 1,2,4 \
  --oversubscribe --rounds 8 --seed 3 --out crowded
run 0 "$amdahl" check crowded --min-speedup 1@4 --min-speedup 1@2
holds out "pass, oversubscribed"
run 0 "$amdahl" check crowded --min-speedup 1@4 --min-speedup 1@2 --json
same "which are oversubscribed" "$(jq -c '[.limits[] | .oversubscribed]' out)" "[true,false]"
same "what is to be minded" "$(jq -c '[.limits[] | .why]' out)" "[null,null]"
speedup=$("$amdahl" check a --min-speedup 1@4 --json | jq -r '.limits[0].value')
run 4 "$amdahl" check a --min-speedup "$speedup@4"
holds out "a: inconclusive; of 1 limit 0 pass, 0 fail, 1 inconclusive."

# Other fractions, when they are named.
run 3 "$amdahl" check a --min-speedup 3@4 -p 0.5,0.9 --json
same "the outcomes" "$(jq -r '.limits[].outcome' out | paste -sd ,)" fail,pass
same "the outcome" "$(jq -r .outcome out)" fail
run 0 "$amdahl" check a --min-speedup 1.5@4 -p 0.5 --markdown
holds out "| limit |"

# No interval, no verdict.
run 4 "$amdahl" check few --min-speedup 1@4 --max-serial 0.5
holds out "5 rounds have a speed-up, an interval needs 6" "5 rounds: an interval needs 6"
mkdir shaken
cp a/run.json shaken/
awk -F, -v OFS=, '/^#/ { print; next }
  !header { for (i = 1; i <= NF; i++) name[$i] = i; header = 1; print; next }
  $name["round"] < 11 { $name["valid"] = 0; $name["cause"] = "run delay" }
  { print }' a/samples.csv > shaken/samples.csv
run 4 "$amdahl" check shaken --min-speedup 3@4
holds out "more than half of the samples are disturbed"
# So is a serial fraction, of one such core count, also where none of the limits would do.
awk -F, -v OFS=, '/^#/ { print; next }
  !header { for (i = 1; i <= NF; i++) name[$i] = i; header = 1; print; next }
  $name["round"] < 11 && $name["n"] == 2 { $name["valid"] = 0; $name["cause"] = "run delay" }
  { print }' a/samples.csv > shaken/samples.csv
for limit in 0.2 0.05; do
  run 4 "$amdahl" check shaken --max-serial "$limit"
  holds out "inconclusive: n = 2: more than half of the samples are disturbed"
done

# A law that the rows refute: its serial fraction decides nothing, as high or low as it may be.
mkdir refuted
cp a/run.json refuted/
awk -F, -v OFS=, '/^#/ { print; next }
  !header { for (i = 1; i <= NF; i++) name[$i] = i; header = 1; print; next }
  $name["n"] == 2 { $name["time_s"] *= 1.5 }
  { print }' a/samples.csv > refuted/samples.csv
for limit in 1 0.01; do
  run 4 "$amdahl" check refuted --max-serial "$limit" --json
  same "the outcome of a refuted law" "$(jq -r .outcome out)" inconclusive
  holds out "Amdahl's law does not fit: it misses n = "
done

# Against another run, by the time of a unit and by the speed-up.
run 0 "$amdahl" check a --baseline slow
run 3 "$amdahl" check slow --baseline a --min-speedup 3@4
holds out "The baseline is a." "of 7 limits 1 pass, 6 fail, 0 inconclusive"
run 0 "$amdahl" check slow --baseline a --tolerance 15%
run 0 "$amdahl" check slow --baseline a --of speedup
run 4 "$amdahl" check few --baseline a
holds out "too few: 5 values"

# A point of the baseline that the run has not: nobody knows whether it is worse. One more is nothing.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.9 -n 1,2 \
  --seed 11 --rounds 20 --out less
run 4 "$amdahl" check less --baseline a
same "the points" "$(grep -c 'no more than 3 % worse' out)" 6
same "the points that are gone" "$(grep -c 'inconclusive: measured in the baseline alone' out)" 4
holds out "less: inconclusive; of 6 limits 2 pass, 0 fail, 4 inconclusive."
run 4 "$amdahl" check less --baseline a -p 0.9 --json
is "the point that is gone" jq -e '[.limits[] | select(.outcome == "inconclusive")] | length == 1 and
  all(.[]; .n == 4 and .p == 0.9 and .value == null and .series == "spin (scripted)")' out
run 0 "$amdahl" check a --baseline less

# What ended early counts, and it is said.
cp -r a cut
jq '.state = "interrupted"' a/run.json > cut/run.json
run 0 "$amdahl" check cut --min-speedup 3@4
holds out "cut did not come to its end"

refused() {
  local text=$1
  shift
  run 2 "$amdahl" check "$@"
  one_sentence
  holds err "$text"
}
refused "nothing to check a against" a
refused "n = 8 was not measured; there is 1, 2, 4" a --min-speedup 2@8
refused "p = 0.3 was not measured; there is 0.5, 0.9" a --min-speedup 2@4 -p 0.3
for limit in 2 2@ @2 2@1 2@2x 2@-2 2,5@2 nan@2 -1@2 2@2@2 ""; do
  refused "--min-speedup" a --min-speedup "$limit"
done
refused "--min-efficiency '11@2' is not E@N" a --min-efficiency 11@2
refused "--max-serial '0.1@2' is not a serial fraction from 0 to 1" a --max-serial 0.1@2
refused "--max-serial '1.5'" a --max-serial 1.5
refused "cannot read nowhere" nowhere --max-serial 0.1
refused "a/samples.csv is no run directory" a/samples.csv --max-serial 0.1
refused "- is no run directory" - --max-serial 0.1
refused "--tolerance is of use with --baseline only" a --max-serial 0.1 --tolerance 5%
refused "--of is of use with --baseline only" a --max-serial 0.1 --of time
# The serial fraction is of Amdahl's law: not of weak scaling, which the other limits are for, too.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.9 -n 1,2,4 \
  --scaling weak --seed 3 --rounds 8 --out weak
refused "weak is of weak scaling, and the serial fraction of --max-serial is of Amdahl's law" weak --max-serial 0.2
run 0 "$amdahl" check weak --min-speedup 1@4
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.9 -n 1,2,4 \
  --scaling weak,strong --seed 3 --rounds 8 --out both
run 0 "$amdahl" check both --max-serial 0.2
one_sentence
holds err "spin (scripted, weak scaling) is not held against it"
holds out "of 1 limit 1 pass"
mkdir torn
head -n 1 a/samples.csv > torn/samples.csv
refused "torn has no row to check" torn --max-serial 0.1
refused "a: p = 0.7 was not measured; there is 0.5, 0.9" a --baseline slow -p 0.7
refused "cannot read nowhere" a --baseline nowhere
finish
