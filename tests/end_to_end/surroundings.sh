#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# No gnuplot, a full disk, a closed stdout: what was measured is not lost.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# No gnuplot: the sweep is whole, and says what is missing.
mkdir empty
echo '{"unit_s": 2e-8}' > script.json
run 0 env PATH="$work/empty" "$amdahl" sweep spin -p 0.5 --engine scripted --script script.json \
  --synthetic "core:2 pu:1" --rounds 2 --out bare
holds err "gnuplot" "amdahl plot"
is "no summary without gnuplot" test -s bare/summary.csv

# A full stdout.
"$amdahl" predict > /dev/full 2> err
same "the status with a full stdout" "$?" 1
one_sentence

# A full disk in the middle of a sweep: what was written before it is kept, in whole rows.
if [[ $(id -u) == 0 ]] && mkdir small && mount -t tmpfs -o size=256k tmpfs small 2> /dev/null; then
  run 1 "$amdahl" sweep spin -p 0.5 -n 1 --rounds 100000 --budget 60s --out small/run
  holds err "No space left"
  is "the rows kept are torn" test -z "$(tail -c 1 small/run/samples.csv)"
  is "rows were kept" test "$(wc -l < small/run/samples.csv)" -gt 10
  umount small
else
  echo "no tmpfs can be mounted here: the full disk was not tried"
fi
finish
