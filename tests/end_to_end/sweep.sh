#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A short sweep on the real cores: every file is there and consistent with the others.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

run 0 "$amdahl" sweep spin matmul -p 0.5,0.9 --rounds 8 --seed 7 --out run
holds out spin matmul run
is "stdout has escape sequences though it is no terminal" bash -c '! grep -q $'"'\\x1b'"' out'
for file in run.json samples.csv workers.csv summary.csv placement.csv benchmark.json topology.xml; do
  is "$file is missing" test -s "run/$file"
done
# Unless every sample was disturbed, on a busy machine, there is something to draw.
if command -v gnuplot > /dev/null && ! grep -q -e "no sample on several cores" -e "one core only" out; then
  for file in speedup.svg speedup.png speedup.gp; do
    is "charts/$file is missing" test -s "run/charts/$file"
  done
fi

same "the state" "$(jq -r .state run/run.json)" complete
same "the seed" "$(jq -r .seed run/run.json)" 7
# Beside the samples of speed-ups there are warm-up, sentinels and others: two shares of the time, both told.
is "no two shares of the time" grep -qE ' of measuring, [0-9]+ % of it inside samples, [0-9]+ % inside those of the speed-ups$' out
same "the shares' order" "$(jq '0 < .speedup_samples_s and .speedup_samples_s < .samples_s and
  .samples_s <= .measuring_s' run/run.json)" true

# Every asked block once a round; T(1) in each; the anchors beside them.
cores=$(csv_column run/summary.csv n | sort -un | wc -l)
same "the rounds" "$(csv_column run/samples.csv round | sort -un | wc -l)" 8
same "the summary's rows" "$(csv_column run/summary.csv p | wc -l)" $((2 * 2 * cores))
same "the anchors' fractions" \
  "$(paste <(csv_column run/samples.csv role) <(csv_column run/samples.csv p) | grep anchor | sort -u | tr -d '\n\t')" \
  anchor0anchor1
is "an epoch is missing" test "$(csv_column run/samples.csv epoch | sort -un | wc -l)" -ge 6

# The ledger adds up in every row: speedup + losses = n to 1e-9.
python3 - << 'PY' > out 2> err
import csv, sys
for row in csv.DictReader(line for line in open("run/summary.csv") if not line.startswith("#")):
    if not row["speedup"]:
        continue  # every pair was disturbed: a busy machine
    total = float(row["speedup"]) + sum(float(v) for k, v in row.items() if k.startswith("loss_") and v)
    assert abs(total - float(row["n"])) <= 1e-9, row
samples = {}
for row in csv.DictReader(line for line in open("run/samples.csv") if not line.startswith("#")):
    samples[row["sample"]] = row
for row in samples.values():
    base = samples[row["base_id"]]
    assert base["n"] == "1" and base["p"] == row["p"] and base["workload"] == row["workload"], row
    assert base["role"] == ("asked" if row["role"] == "best" else row["role"]) or base["role"] == "anchor", row
    if row["role"] != "sentinel":  # its work grows with n
        assert base["units"] == row["units"] and base["digest"] == row["digest"], row
workers = list(csv.DictReader(line for line in open("run/workers.csv") if not line.startswith("#")))
assert len(workers) == sum(int(row["n"]) for row in samples.values())
for row in workers:
    if samples[row["sample"]]["valid"] == "1":
        assert row["pu_asked"] == row["pu_seen"], row
PY
same "what the files say of each other" "$?" 0

# The summary can be made again from the samples alone.
cp run/summary.csv before.csv
rm run/summary.csv
run 0 "$amdahl" summary run
is "the summary made again differs" cmp before.csv run/summary.csv
mkdir alone
cp run/samples.csv alone/
run 0 "$amdahl" summary alone
is "the summary made from the samples alone differs" cmp before.csv alone/summary.csv

# Files of an earlier version, which lack the columns that came later, say the same of the speed-up; where it went is not
# all in them.
mkdir older
python3 - << 'PY'
import csv
rows = list(csv.reader(open("run/samples.csv", newline="")))
first_added = rows[0].index("p_basis")
assert rows[0][first_added - 1] == "pus", rows[0]
csv.writer(open("older/samples.csv", "w", newline=""), lineterminator="\n").writerows(row[:first_added] for row in rows)
PY
run 0 "$amdahl" summary older
up_to_verdict() {
  cut -d, -f"1-$(head -n 1 "$1" | tr , '\n' | grep -nx verdict | cut -d: -f1)" "$1"
}
same "the summary of an older run" "$(up_to_verdict older/summary.csv)" "$(up_to_verdict before.csv)"

# The same seed gives the same order.
run 0 "$amdahl" sweep spin -p 0.5,0.9 --rounds 3 --seed 11 --out a -q
run 0 "$amdahl" sweep spin -p 0.5,0.9 --rounds 3 --seed 11 --out b -q
order() {
  paste <(csv_column "$1/samples.csv" round) <(csv_column "$1/samples.csv" p) <(csv_column "$1/samples.csv" n)
}
same "the order of the second run" "$(order b)" "$(order a)"

# One core only, and nothing bound.
run 0 "$amdahl" sweep spin -p 0.5 -n 1 --rounds 2 --out one -q
run 0 "$amdahl" sweep spin -p 0.5 --place none --rounds 2 --out none -q
same "PUs asked for under --place none" "$(csv_column none/workers.csv pu_asked | sort -u)" ""

# More workers than PUs: labelled.
pus=$("$amdahl" topology --json | jq '.order | length')
run 0 "$amdahl" sweep spin -p 0.5 -n "$((pus + 1))" --oversubscribe --rounds 12 --out many -q
same "the label of the oversubscribed rows" \
  "$(paste -d, <(csv_column many/summary.csv n) <(csv_column many/summary.csv oversubscribed) | grep -c "^$((pus + 1)),1$")" 1
# Workers that wait for one another's PU are not disturbed by it: such a row has its speed-up, unless a busy machine
# disturbed every T(1).
if paste -d, <(csv_column many/samples.csv n) <(csv_column many/samples.csv valid) <(csv_column many/samples.csv role) |
  grep -qx 1,1,asked; then
  is "no speed-up where workers share PUs" grep -qE "^$((pus + 1)),[0-9.]+$" \
    <(paste -d, <(csv_column many/summary.csv n) <(csv_column many/summary.csv speedup))
fi

# So does a summary from the samples alone, which has no run.json to tell it which of them share PUs.
echo '{"unit_s": 2e-8, "jitter": 0.002}' > script.json
run 0 "$amdahl" sweep spin -p 0.5,0.9 -n 4 --oversubscribe --engine scripted --script script.json \
  --synthetic "core:2 pu:1" --rounds 12 --seed 5 --margin 1% --out shared -q
same "the rows labelled oversubscribed" \
  "$(paste -d, <(csv_column shared/summary.csv n) <(csv_column shared/summary.csv oversubscribed) | grep -c '^4,1$')" 2
mkdir shared-alone
cp shared/samples.csv shared-alone/
run 0 "$amdahl" summary shared-alone --margin 1%
is "the summary of shared PUs made from the samples alone differs" cmp shared/summary.csv shared-alone/summary.csv

finish
