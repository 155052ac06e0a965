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

# What is refused, and the range or the remedy.
pus=$("$amdahl" topology --json | jq '.order | length')
fraction="is not a parallel fraction from 0 to 1"
refused "-p, --fraction: '1.2' $fraction" "(as in 0.5,0.9 or 0:1:0.1)" -- sweep -p 1.2
refused "-p, --fraction: 'nan' $fraction" "(as in 0.5,0.9 or 0:1:0.1)" -- sweep -p nan
refused "-p, --fraction: '' $fraction" "(as in 0.5,0.9 or 0:1:0.1)" -- sweep -p 0.5,,1
refused "-n, --cores: '0' is not a core count from 1 to $pus" "nor auto or smt" -- sweep -n 0
refused "-n, --cores: '1-' is not a core count from 1 to $pus" "1-8 or 1-64:x2" -- sweep -n 1-
refused "-n, --cores: '99999' asks for more than the $pus processing unit" "with --oversubscribe" -- sweep -n 99999
refused "-c 9999: PU 9999 is outside the set that may be used here, " -- sweep -c 9999
refused "'sipn' is not a workload (did you mean spin?)" "\`amdahl list\`" -- sweep sipn
refused "--budgte is not an option (did you mean --budget?)" "\`amdahl sweep --help\`" -- sweep --budgte 3s
refused "'swep' is not a command (did you mean sweep?)" "\`amdahl --help\`" -- swep
refused "--budget: '3x' is not a time with a unit (ns, us, ms, s, m, h) from 100ms to 168h" -- sweep --budget 3x
refused "--rounds: '-3' is not a whole number from 1 to 1000000" -- sweep --rounds -3
refused --place sprayed "spread, compact, smt and none" -- sweep --place sprayed
refused "the workload 'spin' was named twice" -- sweep spin spin
refused "-p, --fraction: 'sort' has serial phases of its own" "leave -p out" -- sweep sort -p 0.5
refused "--scaling weak: the work of 'sort' is a fixed whole" -- sweep spin sort --scaling strong,weak
refused "--engine scripted needs" "--script FILE" -- sweep --engine scripted --rounds 1
refused "cannot read the script nowhere.json" "No such file" -- \
  sweep --engine scripted --script nowhere.json --rounds 1
refused "cannot read nosuchdir/" "is it a run directory?" "No such file" -- plot nosuchdir
refused "cannot read nosuchdir/" "No such file" -- summary nosuchdir
refused '"nonsense"' '"package:2 l3:2 core:4 pu:2"' -- topology --synthetic nonsense
run 2 "$amdahl"
one_sentence
holds err "no command given" "\`amdahl sweep\`" "\`amdahl --help\`"

# Measuring on a machine that is not this one.
run 77 "$amdahl" sweep --synthetic "pack:2 core:4 pu:1" --rounds 1
one_sentence
holds err "a machine that is not this one" "--engine scripted"

# A run directory that cannot be made, or that holds a run.
touch file
refused "cannot make the run directory file/run" "with --out" "Not a directory" -- sweep --rounds 1 --out file/run
mkdir taken
touch taken/samples.csv
refused "taken holds a run already (samples.csv)" "with --out" -- sweep --rounds 1 --out taken

# A core outside the affinity mask.
if command -v taskset > /dev/null && [[ $(nproc) -gt 1 ]]; then
  run 2 taskset -c "$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')" "$amdahl" sweep -n 2 --rounds 1
  one_sentence
  holds err "-n, --cores: '2' asks for more than the 1 processing unit" "with --oversubscribe"
fi

finish
