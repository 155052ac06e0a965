#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Bad input: one clear sentence that names the thing, exit status 2, and nothing is measured or left behind.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# refused TEXT… -- ARGUMENT…
refused() {
  local texts=()
  while [[ $1 != -- ]]; do
    texts+=("$1")
    shift
  done
  shift
  run 2 "$amdahl" "$@"
  one_sentence
  holds err "${texts[@]}"
  is "'$*' left something behind" test -z "$(ls -A results 2> /dev/null)"
}

refused -p 1.2 -- sweep -p 1.2
refused -p nan -- sweep -p nan
refused -p -- sweep -p 0.5,,1
refused -n -- sweep -n 0
refused -n 1- -- sweep -n 1-
refused 99999 --oversubscribe -- sweep -n 99999
refused -c 9999 -- sweep -c 9999
refused "did you mean spin?" -- sweep sipn
refused "did you mean --budget?" -- sweep --budgte 3s
refused "did you mean sweep?" -- swep
refused --budget 3x -- sweep --budget 3x
refused --rounds -- sweep --rounds -3
refused --place sprayed -- sweep --place sprayed
refused twice -- sweep spin spin
refused script -- sweep --engine scripted --rounds 1
refused nowhere.json -- sweep --engine scripted --script nowhere.json --rounds 1
refused nosuchdir -- plot nosuchdir
refused nosuchdir -- summary nosuchdir
refused nonsense -- topology --synthetic nonsense
run 2 "$amdahl"
one_sentence

# Measuring on a machine that is not this one.
run 77 "$amdahl" sweep --synthetic "pack:2 core:4 pu:1" --rounds 1
one_sentence
holds err "not this one"

# A run directory that cannot be made, or that holds a run.
touch file
refused file/run -- sweep --rounds 1 --out file/run
mkdir taken
touch taken/samples.csv
refused taken -- sweep --rounds 1 --out taken

# A core outside the affinity mask.
if command -v taskset > /dev/null && [[ $(nproc) -gt 1 ]]; then
  run 2 taskset -c "$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')" "$amdahl" sweep -n 2 --rounds 1
  one_sentence
fi

finish
