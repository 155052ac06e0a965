#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# tools/faults: how it refuses, and a run too short to judge by, which goes through and has a row for each size.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
tree=$(realpath "$here/../..")
build=$(dirname "$amdahl")

run 2 "$tree/tools/faults" nonsense
holds err "'nonsense' is none of the faults"
run 2 env AMDAHL_BUILD="$work/nowhere" "$tree/tools/faults" lock
holds err "there is no $work/nowhere/amdahl"

AMDAHL_BUILD=$build "$tree/tools/faults" -r 1 -b 0.3s lock imbalance > out 2> err < /dev/null
status=$?
if ((status == 77 && checks_failed == 0)); then
  echo "skipped: $(tail -n 1 out)"
  exit 77
fi
# 3: a slope or a cause was missed, which in 0.3 s of a busy machine it may be.
same "the status of tools/faults, but for what it found" "$((status == 3 ? 0 : status))" 0
holds out "1 runs of each size, 0.3s each"
for size in '5%' '10%' '20%' '30%' '40%'; do
  is "no row of lock $size" grep -Ex "lock $size -?[0-9.]+ -?[0-9.]+ [01]/1" out
done
for size in '110%' '125%' '150%' '200%' '300%'; do
  is "no row of imbalance $size" grep -Ex "imbalance $size -?[0-9.]+ -?[0-9.]+ [01]/1" out
done
is "no slopes" bash -c "grep -Eq '^lock: slope ' out && grep -Eq '^imbalance: slope ' out"
same "the counts" "$(tail -n 1 out | awk '{ print $1 + $3 " " $5 }')" "2 0"
finish
