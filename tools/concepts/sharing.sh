# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: channels, locks and queues.

# 332833500 = the sum of n² below 1000.
row_7() {
  local digests
  sweep squares squares -n "$n_list" -t 1,7,1000 --rounds 3
  digests=$(rows_of "$scratch/runs/squares/samples.csv" digest,role |
    awk -F'\t' '$2 != "sentinel" { print $1 }' | sort -u)
  judge_if "the sum is $((16#${digests%%$'\n'*})) at $n_list cores and 1, 7, 1000 tasks" \
    test "$digests" = "$(printf '%016x' 332833500)"
}

# The workload's own check is that each job was done once, and its first word on it where one was not ends the row.
row_8() {
  local queue
  sweep pool pool -n "$n_list" -t 1,8 --rounds 3
  judge holds "each job was done once, at $n_list cores and with 1 and 8 workers ($(samples_in pool) samples)"
  sweep_starved
  queue=$(queue_loss)
  say "a producer that takes longer than those who work: S($most) = $(show "$(interval starved speedup n="$most")");" \
    "the queue's part of the ledger $(show "$queue")"
  judge "$(within "$queue" 0.01 -)" "the wait for the queue is named"
}

sweep_starved() {
  sweep starved pool -n "$n_list" -t 8 --param work=0 --param fill=1500 --budget 4s
}

# The ledger's row for the queue, by the valid rounds where there are any.
queue_loss() {
  local row seen="- - -"
  for row in 'as experienced' valid; do
    seen=$(awk -F, -v most="$most" -v wanted="$row" -v seen="$seen" '
      !known { for (i = 1; i <= NF; i++) at[$i] = i; known = 1; next }
      $at["n"] == most && $at["row"] == wanted && $at["component"] == "queue" && $at["parent"] == "wait" &&
        $at["value"] != "" {
        seen = $at["value"] " " ($at["lo"] == "" ? "-" : $at["lo"]) " " ($at["hi"] == "" ? "-" : $at["hi"]) }
      END { print seen }' "$scratch/runs/starved/ledger.csv")
  done
  echo "$seen"
}

# Of the workload's own samples, how many.
samples_in() {
  rows_of "$scratch/runs/$1/samples.csv" role | grep -vc sentinel
}

# In one run, so that they meet the same minute.
sweep_counters() {
  local list
  list=$(IFS=, && echo "${counts[*]}")
  sweep counters counter-channel counter-mutex counter-atomic handoff pipeline -n "$list" --budget 15s
}

row_9() {
  judge_total counter-channel
}

# judge_total WORKLOAD: its digest is the number of its units, in each sample.
judge_total() {
  local totals
  sweep_counters
  totals=$(rows_of "$scratch/runs/counters/samples.csv" units,digest,role workload="$1" |
    awk -F'\t' '$3 != "sentinel" { print $1, $2 }' | sort -u | while read -r units digest; do
    echo "$units $((16#$digest))"
  done)
  judge_if "$1: the total is exact (${totals//$'\n'/; })" \
    awk '$1 != $2 { bad = 1 } END { exit bad || NR == 0 }' <<< "$totals"
}

# The totals are claimed, and that on one core a channel, which wakes another task for each message, costs more than a
# mutex that nobody else has, and that more than an atomic. What they cost on several is shown, for it is what the
# articles' table is about.
row_10() {
  local workload n line
  sweep_counters
  say "$(printf '%-16s' 'ns an operation')$(printf '%24s' "${counts[@]/#/n = }")"
  for workload in counter-atomic counter-mutex counter-channel handoff pipeline; do
    line=
    for n in "${counts[@]}"; do
      line+=$(printf '%24s' "$(show "$(operation_ns "$workload" "$n")" %.1f)")
    done
    say "$(printf '%-16s' "$workload")$line"
  done
  judge_total counter-mutex
  judge_total counter-atomic
  judge_answers counters
  judge_dearer counter-mutex counter-atomic
  judge_dearer counter-channel counter-mutex
  judge_chart counters operations
}

# operation_ns WORKLOAD N: time of a unit.
operation_ns() {
  local units
  units=$(rows_of "$scratch/runs/counters/samples.csv" units workload="$1" role=asked | head -n 1)
  awk -v units="${units:-0}" '{
    for (i = 1; i <= 3; i++) printf "%s%s", $i == "-" || units == 0 ? "-" : $i / units * 1e9, i < 3 ? " " : "\n"
  }' <<< "$(interval counters time_s workload="$1" n="$2")"
}

# judge_dearer ONE OTHER: on one core an operation of the one costs more.
judge_dearer() {
  local one other judged="cannot tell"
  one=$(operation_ns "$1" 1) other=$(operation_ns "$2" 1)
  if [[ " $other " != *" - "* ]] && trusted_point counters workload="$1" n=1 &&
    trusted_point counters workload="$2" n=1; then
    judged=$(within "$one" "$(cut -d ' ' -f 3 <<< "$other")" -)
  fi
  judge "$judged" "on one core $1 costs more than $2"
}
