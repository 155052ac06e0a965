#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What a run's files hold is enough: on a machine that never saw the run, from what was measured alone and without
# anything of this environment, all that was derived comes out again, to the byte.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
cores=$("$amdahl" topology --json | jq '.order | length')
most=$((cores < 2 ? 1 : 2))
measured=(run.json samples.csv workers.csv placement.csv threads.csv runnable.csv)
derived=(summary.csv ledger.csv drift.csv capacity.csv differences.csv)

# alone COMMAND…: with no variable but the path on which plot finds gnuplot; in a place where nothing else is.
# shellcheck disable=SC2317 # run calls it
alone() {
  (cd elsewhere && env -i PATH="$PATH" HOME=/nonexistent "$@")
}

# replayed RUN FILE…: what was measured is taken elsewhere, and everything made of it again; the files must be there.
replayed() {
  local name=$1 file
  shift
  rm -rf elsewhere
  mkdir -p "elsewhere/$name"
  for file in "${measured[@]}"; do
    [[ ! -e $name/$file ]] || cp "$name/$file" "elsewhere/$name/"
  done
  run 0 alone "$amdahl" summary "$name"
  for file in "${derived[@]}"; do
    same "whether there is $name/$file" "$([[ -e elsewhere/$name/$file ]] && echo yes)" \
      "$([[ -e $name/$file ]] && echo yes)"
    [[ ! -e $name/$file ]] || is "$name/$file made again differs" cmp "$name/$file" "elsewhere/$name/$file"
  done
  for file in "$@"; do
    is "$name has no $file to make again" test -s "$name/$file"
  done
  # The words and tables are the same there as here.
  "$amdahl" explain "$name" --all > here.txt
  run 0 alone "$amdahl" explain "$name" --all
  is "explain differs for $name" cmp here.txt out
  "$amdahl" compare "$name" "$name" > here.txt
  run $? alone "$amdahl" compare "$name" "$name"
  is "compare differs for $name" cmp here.txt out
  "$amdahl" check "$name" --max-serial 1 > here.txt 2> /dev/null
  run $? alone "$amdahl" check "$name" --max-serial 1
  is "check differs for $name" cmp here.txt out
  "$amdahl" fit "$name" --json > here.txt
  run $? alone "$amdahl" fit "$name" --json
  is "fit differs for $name" cmp here.txt out
  for file in fits.csv fit_curves.csv fit_points.csv; do
    is "$name/$file made again differs" cmp "$name/$file" "elsewhere/$name/$file"
  done
}

# drawn RUN: the charts of the run are drawn again, from the same script.
drawn() {
  local name=$1 script
  if ! command -v gnuplot > /dev/null; then
    return
  fi
  run 0 alone "$amdahl" plot "$name" --format svg
  for script in "$name"/charts/*.gp; do
    is "no chart $script was drawn again" test -s "elsewhere/${script%.gp}.svg"
  done
}

run 0 "$amdahl" sweep spin -p 0.5,0.9 -n "1,$most" --rounds 20 --seed 3 --out sweep
replayed sweep summary.csv ledger.csv drift.csv
drawn sweep

run 0 "$amdahl" sweep spin matmul --place spread,compact --scaling strong,weak -p 0.5,0.9 -n 1,2 --oversubscribe \
  --rounds 6 --seed 3 --out factors
replayed factors summary.csv ledger.csv differences.csv
drawn factors

# Another margin than the usual is in run.json, and the verdicts go by it.
run 0 "$amdahl" sweep spin -p 0.9 -n "1,$most" --rounds 6 --margin 5% --seed 3 --out margin
replayed margin summary.csv

run 0 "$amdahl" exec -n "1,$most" --rounds 8 --seed 3 --out program -- sleep 0.005
replayed program summary.csv ledger.csv
drawn program
finish
