#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The programs of workloads/foreign/ by themselves: each gives its known answer with any number of threads, and refuses
# what it cannot take. What has no language here is skipped, with a line.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
tree=$(realpath "$here/../..")
foreign=$tree/workloads/foreign
openmp=$(dirname "$amdahl")/workloads/foreign/amdahl_openmp

# answers TEXT COMMAND…: the command prints this one line.
answers() {
  local text=$1
  shift
  run 0 "$@"
  same "the answer of '$*'" "$(cat out)" "$text"
}

# refuses COMMAND…: wrong use, told in one line.
refuses() {
  run 2 "$@"
  same "the lines of '$*' on stderr" "$(wc -l < err)" 1
  holds err "usage: "
  same "what '$*' prints" "$(cat out)" ""
}

# The digest is of the units, whatever p is and however many threads share them.
if [[ -x $openmp ]]; then
  for threads in 1 2 3; do
    for p in 0 0.5 0.95 1; do
      answers "3000 units, digest caddd866fd1b7c84" env OMP_NUM_THREADS=$threads "$openmp" $p 3000
    done
  done
  answers "1 units, digest 0c861315d1e44e08" "$openmp" 0.5 1
  refuses "$openmp"
  refuses "$openmp" 1.1
  refuses "$openmp" nan
  refuses "$openmp" 0.5 -1
  refuses "$openmp" 0.5 0
  refuses "$openmp" 0.5x
else
  echo "skipped: amdahl_openmp: this build has no OpenMP"
fi

# 871 is the first below 1000 with the longest sequence, of 178 steps: O.E.I.S. A006877, A006878.
answers "longest 178, sum 2044590506" "$foreign/sequence.sh" 1000
answers "longest 0, sum 4200087900" "$foreign/sequence.sh" 2
refuses "$foreign/sequence.sh" 01
refuses "$foreign/sequence.sh" many
mkdir scratch
run 0 env TMPDIR="$work/scratch" "$foreign/sequence.sh" 100
same "what sequence.sh leaves behind" "$(ls scratch)" ""

# 332833500 = Σ n² below 1000; 78498 and 168 primes below 10^6 and 1000: O.E.I.S. A006880.
if command -v go > /dev/null; then
  for program in squares pool; do
    run 0 env GO111MODULE=off GOFLAGS= GOCACHE="$work/go-cache" go build -o "$program" "$foreign/$program.go"
  done
  for threads in 1 2 3; do
    answers "Sum of squares: 332833500" env GOMAXPROCS=$threads ./squares 3 2
    answers "78498 primes below 1000000" env GOMAXPROCS=$threads ./pool 1000000
    answers "168 primes below 1000" env GOMAXPROCS=$threads ./pool 1000 3000
  done
  refuses ./squares 0
  refuses ./squares 1 x
  refuses ./pool -5
else
  echo "skipped: squares.go and pool.go: Go is not installed"
fi

if command -v node > /dev/null; then
  for flight in 1 7 50; do
    answers "50 answers, digest 3395623161" node "$foreign/async.js" 50 2 1000 $flight
  done
  for workers in 1 2 3; do
    answers "7 units, digest 2188555221" node "$foreign/threads.js" $workers 7
  done
  refuses node "$foreign/async.js" 50 2 1000 0
  refuses node "$foreign/async.js" ten
  refuses node "$foreign/threads.js"
  refuses node "$foreign/threads.js" 2 0
else
  echo "skipped: async.js and threads.js: Node.js is not installed"
fi

finish
