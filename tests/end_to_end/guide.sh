#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Walks docs/workloads.md as a newcomer would: every command in it, in its order, in a directory that holds build/.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
sources=$(realpath "$here/../..")
page=$sources/docs/workloads.md
ln -s "$(dirname "$amdahl")" build
ln -s "$sources/harness" harness

# Each block of shell in the page becomes a file, step-1, step-2, …
awk '/^```sh$/ { inside = 1; step++; next } /^```$/ { inside = 0 } inside { print > ("step-" step) }' "$page"
steps=(step-*)
if ((${#steps[@]} < 7)); then
  fail "the page has only ${#steps[@]} blocks of commands"
fi
for ((step = 1; step <= ${#steps[@]}; step++)); do
  if grep -q workloads/foreign/amdahl_openmp "step-$step" && [[ ! -x build/workloads/foreign/amdahl_openmp ]]; then
    echo "skipped: step $step needs a compiler with OpenMP"
    continue
  fi
  run 0 bash -euo pipefail "step-$step"
  is "step $step complains: $(head -c 300 err)" test ! -s err
done

# What the steps made: runs of the workloads that they name, each with a speed-up and a chart.
for name in primes tiny sort spin letters; do
  is "no run of $name" compgen -G "results/*-$name/summary.csv"
done
# shellcheck disable=SC2016 # awk's $
for summary in results/*/summary.csv; do
  is "no speed-up in $summary" awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["n"] == 1 || $at["speedup"] > 0 || $at["invalid"] > 0 { rows++ } END { exit rows == NR - 1 ? 0 : 1 }' "$summary"
done
if command -v gnuplot > /dev/null; then
  is "no chart of primes" compgen -G "results/*-primes/charts/speedup.svg"
fi
finish
