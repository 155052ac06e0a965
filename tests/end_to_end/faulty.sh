#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Workloads that go wrong: exit status 1, one sentence with the point and the cause, the row kept, all rows before it
# kept, and an honest workload in the same rounds that does not notice.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

rounds=60
rows_lost=0
others_disturbed=0
cases=0

# count WORKLOAD FILE: of a workload's rows, "rows broken lost". A round of it has one row each for p = 0, 0.5 and 1 in
# any order, its positions have no gap, or it ends with a broken row; what is missing is lost. What else is in a round
# (sentinels) has a position, and is in no count but that of broken rows.
count() {
  awk -F, -v name="$1" '
    /^#/ { next }
    !columns { for (i = 1; i <= NF; i++) column[$i] = i; columns = NF; next }
    $column["workload"] != name { next }
    {
      if ($column["round"] != round || !begun) {
        if (begun && !ended) lost += 3 - own
        round = $column["round"]; expected = 0; own = 0; ended = 0; begun = 1
      }
      lost += $column["position"] - expected
      expected = $column["position"] + 1
      if ($column["role"] ~ /^(asked|anchor)$/) { rows++; own++ }
      if ($column["valid"] == 0 && $column["cause"] !~ /^"?disturbed: /) { broken++; ended = 1 }
    }
    END { if (begun && !ended) lost += 3 - own; print rows + 0, broken + 0, lost + 0 }' "$2"
}

# sweep_beside_honest WORKLOAD: its run, and what was left of its processes.
sweep_beside_honest() {
  begin=$(date +%s%N)
  run 1 timeout 100 "$amdahl" sweep "$1" honest -n 1 -p 0.5 --rounds $rounds --time-limit 1s --seed 5 --out "run-$1"
  elapsed_ms=$((($(date +%s%N) - begin) / 1000000))
  one_sentence
  for exe in /proc/[0-9]*/exe; do
    [[ $(readlink "$exe") != "$amdahl" ]] || fail "$1 left $exe running"
  done
  same "the state after $1" "$(jq -r .state "run-$1/run.json")" complete
}

# judge WORKLOAD BROKEN: BROKEN is yes where a sample of it must be.
judge() {
  local rows broken lost honest_rows honest_broken honest_lost
  read -r rows broken lost < <(count "$1" "run-$1/samples.csv")
  read -r honest_rows honest_broken honest_lost < <(count honest "run-$1/samples.csv")
  same "rows of the honest workload beside $1" "$honest_rows" $((3 * rounds))
  same "broken or lost rows of the honest workload beside $1" "$((honest_broken + honest_lost))" 0
  same "lost rows of $1" "$lost" 0
  if [[ $2 == yes ]]; then
    is "a broken row of $1" test "$broken" -gt 0
    is "rows of $1 before its fault" test "$rows" -gt "$broken"
  else
    same "broken rows of $1" "$broken" 0
  fi
  cases=$((cases + 1))
  rows_lost=$((rows_lost + lost))
  ((honest_rows == 3 * rounds && honest_broken + honest_lost == 0)) || others_disturbed=$((others_disturbed + 1))
  table+=$(printf '%-13s %4d %6d %4d %6d %9d  %s' "$1" "$rows" "$broken" "$lost" "$honest_rows" "$elapsed_ms" \
    "$(head -c 110 err)")$'\n'
}

# suffers WORKLOAD CAUSE: in a sample.
suffers() {
  sweep_beside_honest "$1"
  holds err "'$1' at p = " ", n = 1 (round " "$2"
  is "the cause in the rows of $1" grep -q ",$1,.*$2" "run-$1/samples.csv"
  judge "$1" yes
}

# fails WORKLOAD CAUSE: outside its samples.
fails() {
  sweep_beside_honest "$1"
  holds err "amdahl: '$1'$2"
  judge "$1" no
}

suffers crash SIGABRT
suffers wrong "wrong result"
suffers quit "ended the measuring process, with status 0"
suffers close "closed the files of the measuring process"
suffers threads "threads of its own running" # two; a sanitizer may start one of its own with the first
run 1 timeout 60 "$amdahl" sweep overwrite honest -n 1 -p 0.5 --rounds $rounds --time-limit 1s --seed 5 --out run-overwrite
one_sentence # of whatever the rubbish was taken for; the conductor lives, and so does the other workload
same "the state after overwrite" "$(jq -r .state run-overwrite/run.json)" complete
read -r honest_rows _ < <(count honest run-overwrite/samples.csv)
same "rows of the honest workload beside overwrite" "$honest_rows" $((3 * rounds))
suffers daemon "left a process of its own"
suffers hang "gave no answer within 1 s"
suffers hang-check "gave no answer within 1 s"
suffers hang-prepare "gave no answer within 1 s"
suffers deaf "gave no answer within 1 s"
fails hang-open ": gave no answer within 1 s in its set-up"
rounds=1 # each teardown that hangs takes 5 s
fails hang-close ": did not end within 5 s in its teardown"
rounds=60
fails unopened " cannot start: the disc of punched cards is missing"

if [[ $(nproc) -gt 1 ]]; then
  suffers affinity "changed the affinity of worker 0"
else
  echo "affinity: not tested, there is one PU only"
fi
if grep -qaE '__(asan|tsan)_init' "$amdahl"; then
  echo "null-pointer, overflow, scribble: not tested, a sanitizer has a handler of its own for SIGSEGV"
else
  suffers null-pointer SIGSEGV
  suffers overflow SIGSEGV
  suffers scribble SIGSEGV
fi

run 1 "$amdahl" sweep huge -n 1 -p 0.5 --rounds 2 --out run-huge
holds err "MiB" "-n"

printf '%-13s %4s %6s %4s %6s %9s  %s\n%s' workload rows broken lost honest "time (ms)" "what was said" "$table"
echo "$cases kinds of fault: $rows_lost rows lost, $others_disturbed other workloads disturbed"
finish
