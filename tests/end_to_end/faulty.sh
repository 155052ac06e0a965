#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Workloads that go wrong: exit status 1, the point named, the row kept, the others undisturbed.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# suffers STATUS WORKLOAD CAUSE: beside an honest workload that must not notice.
suffers() {
  local status=$1 name=$2 cause=$3
  run "$status" "$amdahl" sweep "$name" honest -n 1 -p 0.5 --rounds 200 --time-limit 1s --seed 5 --out "run-$name"
  holds err "'$name' at p = " "n = 1" "$cause"
  is "no broken row for $name" grep -q "$cause" "run-$name/samples.csv"
  same "the state after $name" "$(jq -r .state "run-$name/run.json")" complete
  same "rounds of the honest workload beside $name" \
    "$(csv_column "run-$name/samples.csv" workload | paste - <(csv_column "run-$name/samples.csv" round) |
      grep honest | sort -u | wc -l)" 200
  is "valid rows of $name before its fault" grep -q "^[0-9].*,$name," "run-$name/samples.csv"
}

suffers 1 crash SIGABRT
suffers 1 hang "no answer"
suffers 1 wrong "wrong result"

run 1 "$amdahl" sweep unopened honest -n 1 -p 0.5 --rounds 2 --out run-unopened
holds err "punched cards"
run 1 "$amdahl" sweep huge -n 1 -p 0.5 --rounds 2 --out run-huge
holds err "MiB" "-n"

finish
