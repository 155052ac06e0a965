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
# filled DIR CAUSE COMMAND…: the command sweeps into DIR until nothing more fits.
filled() {
  local run=$1 cause=$2
  shift 2
  run 1 "$@" sweep spin -p 0.5 -n 1 --rounds 100000 --budget 60s --out "$run"
  one_sentence
  # whichever of its files is the first to lack the space
  holds err "$run/" "$cause" "choose another disk with --out"
  is "the rows kept in $run are torn" test -z "$(tail -c 1 "$run/samples.csv")"
  is "no rows were kept in $run" test "$(wc -l < "$run/samples.csv")" -gt 10
  same "rows cut short in $run" "$(awk -F, '!/^#/ { print NF }' "$run/samples.csv" | sort -u | wc -l)" 1
}

# A limit on the size of a file stands for the disk everywhere; a small disk of its own where one can be mounted.
# shellcheck disable=SC2317 # run calls it
limited() {
  (ulimit -f 256 && exec "$@")
}
filled limited "File too large" limited "$amdahl"
if [[ $(id -u) == 0 ]] && mkdir small && mount -t tmpfs -o size=256k tmpfs small 2> /dev/null; then
  filled small/run "No space left" "$amdahl"
  umount small
else
  echo "no tmpfs can be mounted here: the disk was filled by a limit only"
fi
finish
