# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: the two dials, and what waits.

# As many tasks as each worker has equal shares of, so that S = n can come out; 256 or more. Nothing is less than 5 %:
# what is spoken of is 16 times, and n times.
row_3() {
  local many=$((most > 32 ? 8 * most : 256 / most * most)) t seen
  # of which the tasks themselves take less than a thousandth
  sweep dials spin -p 1 -n "$n_list" -t "1,16,$many" --min-time 20ms --budget 20s
  for t in 16 "$many"; do
    seen=$(interval dials overlap n=1 p=1 tasks="$t")
    judge "$(within "$seen" 0.95 1.05)" "on one core $t tasks bring $(show "$seen") of one: nothing"
  done
  if ((most > 1)); then
    seen=$(interval dials speedup n="$most" p=1 tasks=1)
    judge "$(within "$seen" 0.95 1.05)" "with one task $most cores bring $(show "$seen"): nothing"
    seen=$(interval dials speedup n="$most" p=1 tasks="$many")
    judge_or_clock "$(within "$seen" "$(calculate "0.95 * $most")" "$(calculate "1.05 * $most")")" \
      "with $many tasks $most cores bring $(show "$seen")" "$seen" "$most" \
      "$(attainable dials n="$most" p=1 tasks="$many")" 0.05
  fi
  judge_answers dials
  ((most == 1)) || judge_chart dials heat
}

# The six cells of `request`: k = 64 requests, 8 in flight, L = 2.5 ms. Eight rounds of answers are so many that what
# stands alone at either end of them, at most L + 7 c, is a ninth of the whole.
row_4() {
  local mode n time bound judged
  local requests=64 hold_us=2500 flight=8 hold_s compute_s one_by_one bounded
  local modes="sequential-sync sequential-async concurrent-sync concurrent-async parallel-sync parallel-async"
  has_poller "$amdahl" || { skip "amdahl was built without libuv" && return; }
  sweep cells request -n "$n_list" -t "$flight" --param "mode=${modes// /,}" --param "requests=$requests" \
    --param "hold-us=$hold_us" --rounds 16
  hold_s=$(calculate "$hold_us / 1e6")
  compute_s=$(compute_of cells n=1 params~mode=parallel-async)
  one_by_one=$(calculate "$requests * ($hold_s + $compute_s)")
  say "k = $requests requests, $flight in flight; L = $(number "$hold_s" '%.2f ms' 1e3)," \
    "c = $(number "$compute_s" '%.3f ms' 1e3)"
  for mode in $modes; do
    for n in ${n_list/,/ }; do
      time=$(time_of cells n="$n" params~mode="$mode")
      bounded=$(bound "$requests" "$hold_s" "$compute_s" "$n" "$flight")
      judge "$(within "$time" "$(calculate "0.97 * $bounded")" -)" \
        "$mode on $n: T = $(show "$time" %.2f 1e3) ms, not below max(kc/n, k(L+c)/t) = $(number "$bounded" '%.2f' 1e3)"
      bound=$(cell_time "$mode" "$n")
      judged=$(within "$time" "$(calculate "0.97 * ${bound%% *}")" "$(calculate "${bound%% *} * ${bound#* }")")
      # Samples that were disturbed are told as experienced, and what others took is no fault of the mode.
      [[ $judged == holds ]] || trusted_point cells n="$n" params~mode="$mode" || judged="cannot tell"
      judge "$judged" \
        "  no more than ${bound#* } times the $(number "${bound%% *}" '%.2f' 1e3) ms of its cell"
    done
  done
}

# cell_time MODE N: what the cell says of T, and how far above it is allowed: 15 % where one answer is waited for at a
# time, for what a round trip over the loopback takes; 30 % where the first requests and the last stand alone, and 50 %
# where the server has no core of its own either: still far below any other cell.
cell_time() {
  case $1:$2 in
    sequential-*:* | concurrent-sync:*) echo "$one_by_one 1.15" ;;
    parallel-sync:*) echo "$(calculate "$one_by_one / ($2 < $flight ? $2 : $flight)") 1.15" ;;
    concurrent-async:1 | parallel-async:1) echo "$(bound "$requests" "$hold_s" "$compute_s" 1 "$flight") 1.3" ;;
    parallel-async:*) echo "$(bound "$requests" "$hold_s" "$compute_s" "$2" "$flight") 1.5" ;;
    concurrent-async:*) echo "$(bound "$requests" "$hold_s" "$compute_s" 1 "$flight") 1.5" ;;
  esac
}

# bound K L C N T: of the time, max(k c / n, k (L + c) / t).
bound() {
  calculate "$1 * $3 / $4 > $1 * ($2 + $3) / $5 ? $1 * $3 / $4 : $1 * ($2 + $3) / $5"
}

# compute_of NAME WORD…: c, what a unit takes in computing, from the samples of one core that wait for nothing.
compute_of() {
  local name=$1
  shift
  rows_of "$scratch/runs/$name/samples.csv" time_s,wait_s,units role=asked "$@" |
    awk -F'\t' '$3 > 0 { print ($1 - $2) / $3 }' | sort -g |
    awk '{ c[NR] = $1 } END { print NR ? c[int((NR + 1) / 2)] : "nan" }'
}

# overlap grows with t up to what there is to hide, (L + c) / c; at 90 % of that it need not grow any more.
row_5() {
  local t seen last="1 1 1" compute_s hold_s most_hidden
  has_poller "$amdahl" || { skip "amdahl was built without libuv" && return; }
  sweep overlap request -n 1 -t 1,2,4,8,16,32 --rounds 24
  compute_s=$(compute_of overlap tasks=1)
  hold_s=$(rows_of "$scratch/runs/overlap/samples.csv" unit_wait_s tasks=1 role=asked | head -n 1)
  most_hidden=$(calculate "($hold_s + $compute_s) / $compute_s")
  say "L = $(number "$hold_s" '%.2f ms' 1e3), c = $(number "$compute_s" '%.3f ms' 1e3):" \
    "at most (L+c)/c = $(number "$most_hidden" '%.1f')"
  for t in 2 4 8 16 32; do
    seen=$(interval overlap overlap n=1 tasks="$t")
    if awk -v most="$most_hidden" '{ exit !($1 >= 0.9 * most) }' <<< "$last"; then
      judge "$(within "$seen" - "$(calculate "1.02 * $most_hidden")")" \
        "$t in flight: $(show "$seen" %.2f), no more than that"
    else
      judge "$(within "$seen" "$(cut -d ' ' -f 3 <<< "$last")" "$(calculate "1.02 * $most_hidden")")" \
        "$t in flight: $(show "$seen" %.2f), above the one before"
    fi
    last=$seen
  done
}

# Calls of 1, 2 and 3 ms: the longest is half of the sum.
row_6() {
  local one three sum_s
  sweep fanout fanout -n 1 -t 1,3 --budget 3s
  one=$(time_of fanout n=1 tasks=1) three=$(time_of fanout n=1 tasks=3)
  sum_s=$(rows_of "$scratch/runs/fanout/samples.csv" units,unit_wait_s role=asked tasks=1 | head -n 1 |
    awk -F'\t' '{ print $1 * $2 }')
  judge "$(within "$one" "$(calculate "0.99 * $sum_s")" "$(calculate "1.2 * $sum_s")")" \
    "one after the other: $(show "$one" %.2f 1e3) ms, the sum is $(number "$sum_s" '%.2f' 1e3)"
  judge "$(within "$three" "$(calculate "0.99 * $sum_s / 2")" "$(calculate "1.2 * $sum_s / 2")")" \
    "three at once: $(show "$three" %.2f 1e3) ms, the longest is $(number "$sum_s" '%.2f' 5e2)"
}

# 10 000 tasks that sleep 20 ms each: at once or never. Meanwhile the measuring process is looked at.
row_17() {
  local tasks=10000 running threads time
  "$amdahl" sweep ./tests/end_to_end/sleepers.c -n "$most" -t "$tasks" --rounds 20 --quiet \
    --out "$scratch/runs/parked" > "$scratch/runs/parked.out" 2> "$scratch/runs/parked.err" < /dev/null &
  running=$!
  threads=$(watch_threads "$running")
  wait "$running" || {
    cat "$scratch/runs/parked.err" >&2
    give_up "'amdahl sweep' of $tasks tasks failed"
  }
  time=$(experienced parked n="$most")
  say "$tasks tasks that sleep 20 ms each on $most cores: T = $(show "$time" %.1f 1e3) ms;" \
    "one after the other $((tasks / 50)) s"
  # a thousand at a time would take 0.2 s; to begin and to end so many takes a busy machine some 20 ms
  judge "$(within "$time" 0.02 0.2)" "they sleep at once"
  if [[ -z $threads ]]; then
    judge "cannot tell" "threads of the measuring process: it was never seen"
  else
    judge_if "threads of the measuring process: $threads, for $most cores" test "$threads" -eq "$most"
  fi
  parked_cost
}

# watch_threads PID: the most threads that a measuring process of that amdahl was seen with, until it ended.
watch_threads() {
  local child seen most_seen=
  while kill -0 "$1" 2> /dev/null && [[ -d /proc/$1/task ]]; do
    for child in $(cat "/proc/$1/task/$1/children" 2> /dev/null); do
      # shellcheck disable=SC2012 # the names are numbers
      seen=$(ls "/proc/$child/task" 2> /dev/null | wc -l)
      if grep -qsa measure-for-conductor "/proc/$child/cmdline" && ((seen > ${most_seen:-0})); then
        most_seen=$seen
      fi
    done
    [[ $(cut -d ' ' -f 3 "/proc/$1/stat" 2> /dev/null) != Z ]] || break
    sleep 0.02
  done
  echo "$most_seen"
}

# What the benchmark says of 10 000 parked tasks on two workers, where it is built.
parked_cost() {
  local bench=build/tests/bench/tasks_cost figures
  [[ -x $bench ]] && figures=$("$bench" threads 2> /dev/null | grep -E 'parked') || return 0
  while IFS=$'\t' read -r name value unit; do
    say "$name: $value $unit"
  done <<< "$figures"
}
