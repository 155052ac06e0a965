#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Foreign programs: what is measured of them, what the files say, and how they go wrong. $2 is exec_burn.
burn=$(realpath "$2") # before lib.sh goes elsewhere
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
cores=$("$amdahl" topology --json | jq '.order | length')
most=$((cores < 2 ? 1 : 2))

# script NAME: a program of the lines on stdin.
script() {
  { echo '#!/bin/sh' && cat; } > "$1"
  chmod +x "$1"
}

# A program with threads, told them by its argv; hooks around it.
run 0 "$amdahl" exec -n "1,$most" --rounds 8 --seed 3 --margin 1% --out run \
  --setup "sh -c 'echo setup >> hooks'" --prepare "sh -c 'echo prepare {n} >> hooks'" \
  --conclude "sh -c 'echo conclude >> hooks'" --cleanup "sh -c 'echo cleanup >> hooks'" \
  --command-name burner -- "$burn" "{threads}" 3 12
holds out "burner: " "OMP_NUM_THREADS={n}" "AMDAHL_N={n}"
for file in run.json samples.csv summary.csv ledger.csv placement.csv benchmark.json topology.xml; do
  is "there is no $file" test -s "run/$file"
done
same "the state" "$(jq -r .state run/run.json)" complete
same "the command" "$(jq -c .plan.command.argv[1:] run/run.json)" '["{threads}","3","12"]'
same "the first and last hook" "$(sed -n '1p;$p' hooks | paste -sd ' ')" "setup cleanup"
same "hooks after runs" "$(grep -c conclude hooks)" "$(grep -c prepare hooks)"
same "the engine" "$(csv_column run/samples.csv engine | sort -u)" exec
same "samples that ran" "$(csv_column run/samples.csv valid | grep -c .)" "$(csv_column run/samples.csv user_s | grep -c .)"
for n in $(seq 1 "$most"); do
  same "samples at n = $n" "$(csv_column run/samples.csv n | grep -cx "$n" | awk '{ print ($1 >= 8) }')" 1
  is "--prepare was not told n = $n" grep -qx "prepare $n" hooks
done

# In every row speed-up and losses sum to n, and the ledger has what the summary has.
python3 - << 'PY' 2> err
import csv
def rows(name):
    return list(csv.DictReader(line for line in open(name, newline="") if not line.startswith("#")))
ledger = rows("run/ledger.csv")
for row in rows("run/summary.csv"):
    if not row["speedup"]:
        continue  # every pair was disturbed: a busy machine
    n = float(row["n"])
    losses = {k[5:]: float(v) for k, v in row.items() if k.startswith("loss_") and v}
    assert abs(float(row["speedup"]) + sum(losses.values()) - n) <= 1e-9, row
    assert row["p"] == "" and row["law_speedup"] == "" and row["verdict"] == "", row
    assert float(row["cpu_s"]) > 0 and row["idle_s"] and row["extra_s"], row
    for kind in "valid", "valid summed", "as experienced":
        here = [r for r in ledger if r["n"] == row["n"] and r["row"] == kind]
        mine = {r["component"]: float(r["value"]) for r in here if r["parent"] == ""}
        assert n == 1 and not mine or abs(sum(mine.values()) - n) <= 1e-9, (kind, mine)
        parts = [float(r["value"]) for r in here if r["parent"] == "idle"]
        assert n == 1 or abs(sum(parts) - mine["idle"]) <= 1e-9, (kind, parts, mine)
        if n > 1 and kind == "valid":
            assert mine == {**losses, "speedup": float(row["speedup"])}, (mine, losses)
PY
same "what the files say of each other" "$?" 0

# The summary can be made again from the samples alone.
mkdir alone
cp run/samples.csv alone/
run 0 "$amdahl" summary alone --margin 1%
is "the summary made from the samples alone differs" cmp run/summary.csv alone/summary.csv
is "the ledger made from the samples alone differs" cmp run/ledger.csv alone/ledger.csv

# One thread and two: a program that runs alone is not helped; one that mostly waits is told from it.
if [[ $most == 2 ]]; then
  run 0 "$amdahl" exec -n 1,2 --rounds 8 --out waits -- sleep 0.01
  holds out "sleep: on 2 cores the speed-up is" "do not help: it mostly waits"
fi

# The best serial program beside it: said, recorded, and run before anything is measured.
script best << 'SH'
echo "$@" > best-ran
SH
run 0 "$amdahl" exec -n "1,$most" --rounds 4 --out serial --serial "./best 'at {n}'" -- true
holds out "best serial program: ./best 'at {n}'"
same "the best serial program in run.json" "$(jq -r .plan.command.serial serial/run.json)" "./best 'at {n}'"
same "what the best serial program was told" "$(cat best-ran)" "at 1"
same "the best serial program of a run without one" "$(jq -r .plan.command.serial run/run.json)" null

# A p that the program is told has a law.
script told-p << 'SH'
test "$AMDAHL_P" = "$1"
SH
run 0 "$amdahl" exec -p 0,1 -n "1,$most" --rounds 3 --out told -- ./told-p "{p}"
same "the fractions" "$(csv_column told/summary.csv p | sort -u | paste -sd ,)" "0,1"
same "the basis of p" "$(csv_column told/samples.csv p_basis | sort -u)" stated

# Variables: the usual ones are n, and one that is given stands in their place.
script has-variables << 'SH'
test "$OMP_NUM_THREADS" = "$AMDAHL_N" && test "$GOMAXPROCS" = 7 && test "$AMDAHL_N" = "$1" && test "$OWN" = "x$1"
SH
own=$([[ $most == 2 ]] && echo "{n}" || echo 1)
run 0 "$amdahl" exec -n "1,$most" --rounds 2 --env GOMAXPROCS=7 --env "OWN=x$own" --out variables -- ./has-variables "$own"
same "runs that had other variables" "$(grep -c "broken: " variables/samples.csv)" 0

# Input and output.
echo 42 > given
run 0 "$amdahl" exec -n 1 --rounds 2 --input given --output kept --out through -- cat
same "the output that was kept" "$(cat kept)" 42
run 0 "$amdahl" exec -n 1 --rounds 2 --output pipe --out piped -- seq 100000
same "runs into a pipe that failed" "$(grep -c "broken: " piped/samples.csv)" 0

# A run that fails is a row, no number. The first four, which plan the rest, do not fail.
script flaky << 'SH'
runs=$(cat "$1")
echo $((runs + 1)) > "$1"
test "$runs" -lt 4 || test $((runs % $2)) = 1 || exit 3
SH
run 1 "$amdahl" exec -n 1 --rounds 20 --out failing --setup "sh -c 'echo 0 > a'" --cleanup "touch cleaned" -- \
  ./flaky a 1
one_sentence
holds err "status 3" "flaky"
is "no broken row" grep -q "broken: " failing/samples.csv
is "--cleanup was not run after a failure" test -e cleaned
run 0 "$amdahl" exec -n 1 --rounds 20 --ignore-failure --out ignoring --setup "sh -c 'echo 0 > b'" -- ./flaky b 2
is "no broken row" grep -q "broken: " ignoring/samples.csv
is "no row that is whole" grep -q ",exec,.*,1,,," ignoring/samples.csv
same "the state after failures that are ignored" "$(jq -r .state ignoring/run.json)" complete
run 124 "$amdahl" exec -n 1 --rounds 2 --timeout 200ms --out slow -- sleep 30
one_sentence

# What can be known before is refused before.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" exec "$@"
  one_sentence
  holds err "$text"
}
refused "there is no program 'no-such-program'" --out x -- no-such-program
refused "needs -- PROG" -n 1
refused "no p was given" -- true "{p}"
refused "every p would run the same" -p 0.5 -- true
refused "{n} stands for the core count" -- true "{cores}"
refused "--env 'A' has no value" --env A -- true
refused "--serial: there is no program 'no-such-best' in PATH" --serial "no-such-best -1" -- true
is "something was left behind" test ! -e x
run 1 "$amdahl" exec --setup false --cleanup "touch cleaned-too" --rounds 1 --out never -- true
holds err "--setup 'false' ended with status 1"
is "--cleanup was not run after --setup failed" test -e cleaned-too
is "measured after --setup failed" test ! -e never

run 1 "$amdahl" exec --serial "sh -c 'exit 4'" -n 1 --rounds 2 --out spoilt -- true
holds err "--serial 'sh -c 'exit 4'' ended with status 4 at n = 1"

run 0 "$amdahl" exec --dry-run -n "1,$most" -- "$burn" "{threads}" 1 1
holds out "Nothing was measured"
is "a dry run left something behind" test ! -e results

finish
