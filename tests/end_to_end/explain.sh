#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Where the speed-up went, from a scripted sweep with known answers, a real one and a program; the checklist of rules at
# the end of a run and in run.json; and what cannot be explained.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# sums FILE: of each point of the JSON that has one, speed-up and top-level losses of the valid row make n.
# shellcheck disable=SC2317
sums() {
  jq -e '[.points[] | select(.summary.speedup != null and (.ledger | length > 0)) | (.summary.speedup + ([.ledger[]
    | select(.row == "valid" and .parent == "" and .component != "speedup").value] | add) - .summary.n) | fabs]
    | length > 0 and all(. < 1e-9)' "$1"
}

# Without jitter every round is the same: each worker but the first begins 20 us late, so that fork costs
# (n - 1) 20 us / T(n), and is the largest loss beside the serial part.
echo '{"unit_s": 2e-8, "fork_s": 2e-5, "join_s": 1e-6}' > script.json
run 0 "$amdahl" sweep spin null --engine scripted --script script.json --synthetic "core:4 pu:2" -p 0.5,0.9 -n 1,2,4 \
  --rounds 12 --seed 3 --out scripted
holds out "12 rules of honest benchmarking: " "where the speed-up went: amdahl explain scripted" \
  "4 of 8 processing units were used: -n 1,2,4 was asked for" "nothing ran: the times come from a script"
same "the last line" "$(tail -n 1 out)" scripted
same "the lines of the checklist" "$(grep -cE '^ +[0-9]+  (met|not met|not applicable) ' out)" 12
same "the rules of run.json" "$(jq -r '[.rules[].number] | join(" ")' scripted/run.json)" "1 2 3 4 5 6 7 8 9 10 11 12"
is "outcomes of run.json" jq -e '.rules | map(.outcome) - ["met", "not met", "not applicable"] == []' scripted/run.json
same "the checklist and run.json" \
  "$(jq -r '.rules[] | "\(.number) \(.outcome) \(.rule): \(.reason)"' scripted/run.json)" \
  "$(sed -nE 's/^ +([0-9]+)  (met|not met|not applicable) +/\1 \2 /p' out)"
same "whether charts were drawn" "$(jq -r '.rules[11].outcome' scripted/run.json)" \
  "$(if [[ -d scripted/charts ]]; then echo met; else echo "not met"; fi)"

before=$(cat scripted/*.csv scripted/run.json | cksum)
run 0 "$amdahl" explain scripted
holds out "spin (scripted): n = 4, p = 0.9" "speed-up, S" "unexplained" "sum, n" \
  "Beside it most is lost to fork, " "that it is the largest is sure" ", the speed-up would be " \
  "null (scripted): without work there is no speed-up, and so no ledger."
same "the points by default" "$(grep -c ': n = ' out)" 1
same "the files after it" "$(cat scripted/*.csv scripted/run.json | cksum)" "$before"
run 0 "$amdahl" explain scripted --all --json
is "the rows do not sum to n" sums out
same "all points" "$(jq -c '[.points[] | select(.ledger | length > 0) | [.summary.p, .summary.n]]' out)" \
  "[[0.5,2],[0.5,4],[0.9,2],[0.9,4]]"
same "the rows of ledger.csv" "$(jq '[.points[].ledger | length] | add' out)" \
  "$(tail -n +2 scripted/ledger.csv | wc -l)"
# shellcheck disable=SC2016
is "what the fork costs" jq -e '.points[] | select(.summary.p == 0.9 and .summary.n == 4) | .summary.time_s as $t
  | .ledger[] | select(.row == "valid" and .component == "fork") | (.value * $t / 6e-5 - 1 | fabs) < 1e-6' out

# Chosen points: what no list names is at its largest.
run 0 "$amdahl" explain scripted -p 0.5
same "the point of p = 0.5" "$(grep ': n = ' out)" "spin (scripted): n = 4, p = 0.5"
run 0 "$amdahl" explain scripted -n 2
same "the point of n = 2" "$(grep ': n = ' out)" "spin (scripted): n = 2, p = 0.9"
run 0 "$amdahl" explain scripted -n 2,4 -p 0.5,0.9
same "the points of both lists" "$(grep -c ': n = ' out)" 4

# make DIR SCRIPT: its samples are scripted's through awk; of["n"] is a column's number, is_top spin at n = 4.
make() {
  mkdir "$1"
  awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) of[$i] = i; print; next }
    { is_top = $of["workload"] == "spin" && $of["n"] == 4 && $of["role"] == "asked" }'"$2" \
    scripted/samples.csv > "$1/samples.csv"
}

# The largest n of one p need not be that of another.
# shellcheck disable=SC2016
make uneven 'is_top && $of["p"] == 0.5 { next } { print }'
run 0 "$amdahl" explain uneven -p 0.5,0.9
same "the points of uneven lists" "$(grep ': n = ' out)" "spin (scripted): n = 2, p = 0.5
spin (scripted): n = 4, p = 0.9"
run 0 "$amdahl" explain uneven
same "the largest point of all" "$(grep ': n = ' out)" "spin (scripted): n = 4, p = 0.9"

# Tasks in flight: without -t the most; named where they are in a row.
# shellcheck disable=SC2016
make tasked 'NR > 1 { $of["tasks"] = 2; print; $of["tasks"] = 8; $of["sample"] += 100000; $of["base_id"] += 100000; print }'
run 0 "$amdahl" explain tasked
same "the point with the most tasks" "$(grep ': n = ' out)" "spin (scripted): n = 4, p = 0.9, 8 tasks"
holds out "on 4 cores, 8 tasks in flight, at p = 0.9 the speed-up is "
run 0 "$amdahl" explain tasked -t 2 -n 2
same "the point with two tasks" "$(grep ': n = ' out)" "spin (scripted): n = 2, p = 0.9, 2 tasks"
run 0 "$amdahl" summary tasked
holds out "tasks in flight on one core" "what tasks in flight bring is told over one of them"

# Where every round is disturbed, what was experienced stands alone.
# shellcheck disable=SC2016
make disturbed 'is_top && $of["p"] == 0.9 { $of["valid"] = 0; $of["cause"] = "disturbed: run delay" } { print }'
run 0 "$amdahl" explain disturbed
holds out "spin (scripted): n = 4, p = 0.9" "as experienced, sums [95 %]" "there is no valid speed-up" \
  "(12 samples: run delay 12)" "  as experienced: sum of T(1) / sum of T(n): 12 rounds, 12 of them disturbed" \
  "most is lost to fork, "
same "a valid column" "$(grep -c 'valid, median' out)" 0
run 0 "$amdahl" explain disturbed --all --json
is "the rows of a disturbed run do not sum to n" sums out
same "what is null of it" "$(jq -c '[.points[] | select(.summary.speedup == null and (.ledger | length > 0)).summary
  | [.p, .n]]' out)" "[[0.9,4]]"

# Files from before there were delays, counters and chains.
mkdir older
new='^(wait_s|descheduled_s|serial_delay_s|busy_max_s|chain_s|fault_s|switches|migrations|cycles|instructions|wait_lock_s|wait_channel_s|wait_queue_s|wait_io_s|unit_wait_s)$'
awk -F, -v new="$new" 'NR == 1 { for (i = 1; i <= NF; i++) keep[i] = $i !~ new }
  { line = $1; for (i = 2; i <= NF; i++) if (keep[i]) line = line FS $i; print line }' \
  scripted/samples.csv > older/samples.csv
is "the older file has all columns" test "$(head -n 1 older/samples.csv | wc -c)" -lt \
  "$(head -n 1 scripted/samples.csv | wc -c)"
run 0 "$amdahl" explain older --all --json
is "the rows of an older run do not sum to n" sums out

# A torn last row is left out, and said.
mkdir torn
head -c -7 scripted/samples.csv > torn/samples.csv
run 0 "$amdahl" explain torn
same "the lines on stderr" "$(wc -l < err)" 1
holds err "the last row of torn/samples.csv is torn and was left out"

# A real sweep, and a program.
run 0 "$amdahl" sweep spin -p 0.9,1 --rounds 8 --seed 5 --out real
run 0 "$amdahl" explain real --all --json
if [[ $(jq '[.points[] | select(.summary.speedup != null and (.ledger | length > 0))] | length' out) -gt 0 ]]; then
  is "the rows of a real run do not sum to n" sums out
fi
run 0 "$amdahl" explain real
holds out "spin"
run 0 "$amdahl" sweep spin -p 1 --rounds 2 --out quiet -q
same "the rules with -q" "$(grep -c 'rules of honest' out)" 0
is "no rules in run.json" jq -e '.rules | length == 12' quiet/run.json
run 0 "$amdahl" exec --rounds 6 --out program -- sleep 0.01
holds out "rules of honest benchmarking" "to its end by wait4"
run 0 "$amdahl" explain program
holds out "sleep"

# A mask leaves processing units out, which are the machine's all the same; of a program it is said what was not looked
# for, and that an interval takes a normal shape for granted.
same "the rules that say what was not looked for" \
  "$(jq -c '[.rules[] | select(.reason | contains("was not looked for: no sentinel runs beside a program")).number]' \
    program/run.json)" "[6,11]"
allowed=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
online=$(getconf _NPROCESSORS_ONLN)
run 0 taskset -c "$allowed" "$amdahl" sweep spin -p 1 -n 1 --rounds 6 --out masked -q
if ((online > 1)); then
  same "the rule of the whole machine" "$(jq -r '.rules[1] | "\(.outcome): \(.reason)"' masked/run.json)" \
    "met: 1 of $online processing units were used: the affinity mask or cpuset allows no more, -n 1 was asked for"
fi

# What cannot be explained: one sentence, and exit status 2.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" explain "$@"
  one_sentence
  holds err "$text"
}
refused "\`amdahl explain\` needs DIR"
refused "cannot read nowhere/samples.csv: No such file or directory" nowhere
mkdir empty foreign
refused "cannot read empty/samples.csv" empty
printf 'n,time_s\n1,2\n' > foreign/samples.csv
refused "foreign/samples.csv:1: the column sample is missing" foreign
refused "scripted has no point with n > 1 and a speed-up at that p, n and t" scripted -n 3
refused "is not a parallel fraction from 0 to 1" scripted -p 2
refused "has no point with n > 1 and a speed-up at that p, n and t" tasked -t 3
run 0 "$amdahl" explain scripted
mv out without
run 0 "$amdahl" explain scripted -t 4
same "-t of a run without tasks" "$(cat out)" "$(cat without)"
refused "-t, --tasks: '0' is not a number of tasks from 1 to " tasked -t 0
refused "is not a core count from 1 to " scripted -n 0
head -n 1 scripted/samples.csv > empty/samples.csv
run 0 "$amdahl" explain empty
holds out "empty holds no sample"

finish
