# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: the programs of workloads/foreign/ under `amdahl exec`.
foreign=workloads/foreign

# Of the longest program that is some twenty samples at n = 1 and at all cores; twelve such runs are two minutes.
budget=10s
# What S of a program on one thread may differ from 1 by: the runtimes of languages have threads of their own, which
# collect garbage and compile beside it.
margin=0.25

# measure NAME OPTION… -- PROGRAM…: a run directory of that name, and what is printed beside it.
measure() {
  local name=$1 status=0
  shift
  "$amdahl" exec --quiet --budget "$budget" --out "$scratch/runs/$name" "$@" \
    > "$scratch/runs/$name.out" 2> "$scratch/runs/$name.err" < /dev/null || status=$?
  if ((status != 0)); then
    cat "$scratch/runs/$name.err" >&2
    give_up "'amdahl exec $*' ended with status $status"
  fi
}

# cell NAME COLUMN: a run's figure at its largest n; empty where there is none.
cell() {
  column "$scratch/runs/$1/summary.csv" n "$2" | sort -n | tail -n 1 | cut -f 2
}

# figure NAME COLUMN: with its interval, for reading.
figure() {
  awk -v value="$(cell "$1" "$2")" -v lo="$(cell "$1" "${2}_lo")" -v hi="$(cell "$1" "${2}_hi")" 'BEGIN {
    if (value == "") print "not measured"
    else if (lo == "" || hi == "") printf "%.3f (no interval)\n", value
    else printf "%.3f [%.3f, %.3f]\n", value, lo, hi }'
}

# These judges print "cannot tell" where there is no interval, or where more than half of the samples were disturbed.
trusted() {
  awk -v lo="$(cell "$1" speedup_lo)" -v hi="$(cell "$1" speedup_hi)" -v all="$(cell "$1" samples)" \
    -v out="$(cell "$1" invalid)" 'BEGIN { exit !(lo != "" && hi != "" && 2 * out <= all) }'
}

# near_one NAME: S at the largest n is 1, within the margin.
near_one() {
  trusted "$1" || { echo "cannot tell" && return; }
  awk -v lo="$(cell "$1" speedup_lo)" -v hi="$(cell "$1" speedup_hi)" -v margin="$margin" 'BEGIN {
    if (lo >= 1 - margin && hi <= 1 + margin) print "holds"
    else if (hi < 1 - margin || lo > 1 + margin) print "does not hold"
    else print "cannot tell" }'
}

# clearly_gains NAME: S at the largest n is above 1.3, and its interval above 1.1. By the formula S = 1.3 on two cores
# is p = 0.46: a program whose work is shared among the cores has more.
clearly_gains() {
  trusted "$1" || { echo "cannot tell" && return; }
  awk -v s="$(cell "$1" speedup)" -v lo="$(cell "$1" speedup_lo)" -v hi="$(cell "$1" speedup_hi)" 'BEGIN {
    if (s > 1.3 && lo > 1.1) print "holds"
    else if (hi < 1.3) print "does not hold"
    else print "cannot tell" }'
}

# above NAME OTHER: S of the one, with its interval, lies above that of the other.
above() {
  { trusted "$1" && trusted "$2"; } || { echo "cannot tell" && return; }
  awk -v s="$(cell "$1" speedup)" -v lo="$(cell "$1" speedup_lo)" -v other_hi="$(cell "$2" speedup_hi)" 'BEGIN {
    if (lo > other_hi) print "holds"
    else if (s <= other_hi) print "does not hold"
    else print "cannot tell" }'
}

# say_speedup WHAT NAME: speed-up and serial fraction of a run.
say_speedup() {
  local seen
  seen=$(cell "$2" serial_fraction_seen)
  [[ -z $seen ]] || seen=$(printf ', %.3f seen' "$seen")
  say "$1: S($most) = $(figure "$2" speedup)"
  say "    serial fraction $(figure "$2" karp_flatt) by Karp and Flatt$seen"
}

# answers WHAT COMMAND…: whether the command's answer is the same at each number of cores: `{n}` in an argument stands
# for it, and the variable GOMAXPROCS has it.
answers() {
  local what=$1 n answer first=
  shift
  for n in "${counts[@]}"; do
    answer=$(GOMAXPROCS=$n timeout 60 "${@//\{n\}/$n}" < /dev/null) || give_up "'${*//\{n\}/$n}' failed"
    first=${first:-$answer}
    if [[ $answer != "$first" ]]; then
      judge "does not hold" "the same answer of $what at ${counts[*]}: '$first', and '$answer' at $n"
      return
    fi
  done
  judge holds "the same answer of $what at ${counts[*]} ($first)"
}

# say_fit WHAT NAME: what `amdahl fit` makes of a run: e(n) at each n, the serial fraction, and its own words on whether
# that is the law. It is no claim: two counts of cores, as many as some machines have, cannot tell.
say_fit() {
  local what=$1 run="$scratch/runs/$2" words
  if ! "$amdahl" fit "$run" > "$run.fit" 2>&1; then
    say "$what cannot be fitted: $(tail -n 1 "$run.fit")"
    return
  fi
  column "$run/fit_points.csv" n karp_flatt karp_flatt_lo karp_flatt_hi | awk -F'\t' -v what="$what" '
    $2 != "" { points = points sprintf("%s e(%d) = %.3f%s", points == "" ? "" : ",", $1, $2,
      $3 == "" || $4 == "" ? "" : sprintf(" [%.3f, %.3f]", $3, $4)) }
    END { printf "    %s: by Karp and Flatt%s\n", what, points == "" ? " nothing" : points }'
  words=$(awk 'NR > 1 && /^[^ ]/ { print; exit }' "$run.fit")
  say "    serial fraction of Amdahl's law $(fitted_of "$run" amdahl serial_fraction); amdahl fit: $words"
}

# fitted_of RUN LAW PARAMETER: with its interval, for reading.
fitted_of() {
  column "$1/fits.csv" law parameter value lo hi | awk -F'\t' -v law="$2" -v parameter="$3" '
    $1 == law && $2 == parameter && $3 != "" && !found {
      printf "%.3f [%s, %s]\n", $3, $4 == "" ? "-" : sprintf("%.3f", $4), $5 == "" ? "-" : sprintf("%.3f", $5)
      found = 1 }
    END { if (!found) print "not identifiable" }'
}

go_build() {
  GO111MODULE=off GOFLAGS='' GOCACHE="$scratch/go-cache" go build -o "$scratch/$1" "$foreign/$1.go" ||
    give_up "go cannot build $foreign/$1.go"
}

row_14() {
  local program
  command -v go > /dev/null || { skip "Go is not installed: tools/install-packages full" && return; }
  for program in squares pool; do
    go_build "$program"
    answers "$program" "$scratch/$program"
    measure "go-$program" -n "$(IFS=, && echo "${counts[*]}")" --env 'GOMAXPROCS={n}' -- "$scratch/$program"
    say_speedup "$program, GOMAXPROCS = n" "go-$program"
    say_fit "$program" "go-$program"
    judge "$(clearly_gains "go-$program")" "$program gains from GOMAXPROCS"
  done
  budget=20s measure capped -n "1,$most" --env GOMAXPROCS=1 -- "$scratch/squares"
  say_speedup "squares, GOMAXPROCS = 1" capped
  judge "$(near_one capped)" "with GOMAXPROCS = 1 more cores bring nothing"
}

row_15() {
  local async=$foreign/async.js threads=$foreign/threads.js
  command -v node > /dev/null || { skip "Node.js is not installed: tools/install-packages full" && return; }
  # of which {n} are in flight
  answers async.js node "$async" 30 20 1000000 '{n}'
  measure async -n "1,$most" -- node "$async"
  say_speedup "async.js, all requests in flight" async
  judge "$(near_one async)" "it is sequential in cores"

  # 40 requests of 25 ms and about 0.5 ms of computing: 1 s one by one, 25 ms at once, and the start of Node.js, which
  # is 50 ms and on a busy machine 150. Six rounds are the fewest that have an interval.
  measure one --rounds 7 -n 1 -- node "$async" 40 25 500000 1
  measure all --rounds 7 -n 1 -- node "$async" 40 25 500000 40
  say "40 requests on one core, one by one $(seconds one), all in flight $(seconds all)"
  judge "$(gains_in_flight)" "on one core that gains more than 5 times"

  answers threads.js node "$threads" '{n}'
  measure threads -n "1,$most" -- node "$threads" '{n}'
  say_speedup "threads.js, n workers" threads
  measure alone -n "1,$most" -- node "$threads" 1
  say_speedup "threads.js, one worker" alone
  judge "$(above threads alone)" "worker_threads bring what one thread has not"
}

seconds() {
  awk -v time="$(cell "$1" time_s)" 'BEGIN { if (time == "") print "not measured"; else printf "%.3f s\n", time }'
}

gains_in_flight() {
  awk -v slow_lo="$(cell one time_lo_s)" -v slow_hi="$(cell one time_hi_s)" -v fast_lo="$(cell all time_lo_s)" \
    -v fast_hi="$(cell all time_hi_s)" 'BEGIN {
    if (slow_lo == "" || fast_lo == "") print "cannot tell"
    else if (slow_lo > 5 * fast_hi) print "holds"
    else if (slow_hi < 5 * fast_lo) print "does not hold"
    else print "cannot tell" }'
}

row_16() {
  local said=holds
  measure sequence -n "1,$most" -- "$foreign/sequence.sh"
  say_speedup "sequence.sh" sequence
  judge "$(near_one sequence)" "it runs as one sequence"
  # exec says so by the interval of this very run: one that is wide may leave it silent.
  if ! grep -q 'do not help' "$scratch/runs/sequence.out"; then
    said="cannot tell"
    [[ $(margin=0.05 near_one sequence) != holds ]] || said="does not hold"
  fi
  judge "$said" "exec says that more cores do not help"
}

# A known p, and a tool that everyone has: figures without a claim.
two_more() {
  local openmp=build/workloads/foreign/amdahl_openmp p n
  echo "beyond the articles"
  if [[ ! -x $openmp ]]; then
    say "C and OpenMP: skipped: this build has no OpenMP"
  else
    # bound by OpenMP: else a thread shares the core of the one that made it for its first milliseconds
    for p in 0.5 0.9; do
      measure "openmp-$p" -n "1,$most" -p "$p" --env OMP_PROC_BIND=true -- "$openmp" '{p}'
      say_speedup "C and OpenMP, p = $p" "openmp-$p"
    done
  fi
  if ! command -v xz > /dev/null; then
    say "xz: skipped: it is not installed: tools/install-packages full"
    return
  fi
  # 15 MB in 29 blocks, which xz shares among its threads: a quarter of a second at level 1.
  seq 1 2000000 > "$scratch/numbers"
  for n in "${counts[@]}"; do
    xz -1 "-T$n" --block-size=512KiB -c "$scratch/numbers" | xz -dc | cmp - "$scratch/numbers" ||
      give_up "xz -T$n does not give back what it was given"
  done
  measure xz -n "1,$most" -- xz -1 '-T{n}' --block-size=512KiB -c "$scratch/numbers"
  say_speedup "xz -T{n}" xz
}
