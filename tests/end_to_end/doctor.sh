#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The doctor on this machine, what a sweep takes from it, and -c idle.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
page=$(realpath "$here/../../docs/doctor.md")

# It looks for a quarter of a second; the limit leaves room for a busy machine.
run 0 timeout 2 "$amdahl" doctor
holds out "looked at PU" "W101 hypervisor" "W107 load"
same "lines on stderr" "$(wc -l < err)" 0
run 0 timeout 2 "$amdahl" doctor --json
is "the findings are no JSON" jq -e '.schema == 1 and (.findings | length) > 0' out
is "a level is none of the three" jq -e 'all(.findings[]; .level | IN("ok", "note", "warning"))' out
is "an id is there twice" jq -e '[.findings[].id] | length == (unique | length)' out
for id in $(jq -r '.findings[].id' out); do
  holds "$page" "## $id "
done
is "a warning has no remedy" jq -e 'all(.findings[]; .level != "warning" or (.remedy | length) > 0)' out
run 0 "$amdahl" doctor --color always
holds out $'\033['

# Somebody who uses a PU whole is seen, in `found` too.
pu=$(jq -r '.load[0].pu // empty' < <("$amdahl" doctor --json))
if [[ -n $pu ]] && taskset -c "$pu" true 2> /dev/null; then
  taskset -c "$pu" sh -c 'while :; do :; done' &
  burner=$!
  sleep 0.2
  run 0 "$amdahl" doctor -c "$pu" --json
  kill "$burner"
  wait "$burner" 2> /dev/null
  is "a process that takes all of PU $pu is not seen" \
    jq -e ".load[] | select(.pu == $pu) | .busy + .steal > 0.5" out
  is "no warning for it" jq -e 'any(.findings[]; (.id == "W107" or .id == "W102") and .level == "warning")' out
  same "what was looked at" "$(jq -r .looked_at out)" "PU $pu"
fi

# -c idle becomes a list before anything else sees it.
run 0 "$amdahl" sweep spin -p 0.5 -n 1 --rounds 2 -c idle:1 --out run
holds out "-c idle:1: PUs "
list=$(sed -n 's/^-c idle:1: PUs \([0-9,-]*\).*/\1/p' out)
same "the PUs in use" "$(jq -r .machine.allowed run/run.json)" "$list"
is "run.json has no findings" jq -e '.doctor | length > 0 and all(.[]; has("id") and has("level") and has("found"))' \
  run/run.json
run 0 "$amdahl" sweep --dry-run -p 0.5 -c idle
holds out "-c idle: PUs "
# Warnings stand above the table, one line each, and are the ones of run.json.
run 0 "$amdahl" sweep spin -p 0.5 -n 1 --rounds 2 --out again
wanted=$(jq '[.doctor[] | select(.level == "warning")] | length | if . > 6 then 6 else . end' again/run.json)
same "the warnings printed" "$(grep -cE '^W[0-9]{3} ' out)" "$wanted"
run 0 "$amdahl" sweep spin -p 0.5 -n 1 --rounds 2 -q --out quiet
same "the warnings printed with -q" "$(grep -cE '^W[0-9]{3} ' out)" 0
run 0 "$amdahl" topology -c idle
run 0 "$amdahl" doctor -c idle

run 2 "$amdahl" topology --synthetic pu:4 -c idle
one_sentence
holds err "-c idle" "synthetic"
run 2 "$amdahl" sweep --synthetic pu:4 --dry-run -c idle:2
one_sentence
run 2 "$amdahl" sweep --dry-run -c idle:100000
one_sentence
holds err "cores may be used here"
run 2 "$amdahl" doctor -c idle,0
one_sentence
run 77 env HWLOC_SYNTHETIC=pu:4 "$amdahl" doctor
one_sentence
holds err "HWLOC_SYNTHETIC"
finish
