#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A workload with serial phases of its own: no p in the files but the measured one, a whole of always the same work,
# and losses that add up, on every engine.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# cells FILE COLUMN: what stands in the column, each once.
cells() {
  csv_column "$1" "$2" | tail -n +1 | sort -u | tr '\n' ' '
}

# cells_of_speedup FILE COLUMN: the same of the samples that a speed-up is made of.
cells_of_speedup() {
  csv_of_speedup "$1" "$2" | sort -u | tr '\n' ' '
}

run 0 "$amdahl" sweep sort --rounds 6 --seed 7 --out run
holds out "p of its own x n = 1" run
# Unless a busy machine disturbed every pair.
if ! grep -q -e "no sample on several cores" -e "one core only" out; then
  holds out "at its own p = 0." "Amdahl's" "~0."
fi
same "p" "$(cells run/samples.csv p)" " "
same "p_basis" "$(cells_of_speedup run/samples.csv p_basis)" "measured "
same "the units" "$(cells_of_speedup run/samples.csv units)" "192 "
same "how many digests there are" "$(cells_of_speedup run/samples.csv digest | wc -w)" 1
same "the summary's p" "$(cells run/summary.csv p)" " "
same "the summary's p_basis" "$(cells run/summary.csv p_basis)" "measured "
same "the roles" "$(cells_of_speedup run/samples.csv role)" "asked "

python3 - << 'PY' > out 2> err
import csv
def rows(name):
    return list(csv.DictReader(line for line in open("run/" + name) if not line.startswith("#")))
workers = rows("workers.csv")
for row in rows("samples.csv"):
    if row["role"] != "asked":
        continue
    # T = serial + fork + the shares + imbalance + join + delays, with the merge after the join in the serial part. The
    # shares are less the delays of their workers.
    own = [w for w in workers if w["sample"] == row["sample"]]
    busy = sum(float(w["end_s"]) - float(w["start_s"]) for w in own) / len(own)
    names = ("serial_s", "fork_s", "imbalance_s", "join_s", "wait_s", "descheduled_s")
    parts = [float(row[c]) for c in names if row.get(c)]
    delay = sum(float(w[c]) for w in own for c in ("run_delay_s", "wait_s") if w.get(c)) / len(own)
    last = max(float(w["end_s"]) for w in own)
    assert float(row["start_s"]) + float(row["time_s"]) - last >= 0.9 * float(row["serial_s"]), row
    assert -1e-6 < busy + sum(parts) - float(row["time_s"]) < delay + 1e-6, row
for row in rows("summary.csv"):
    if not row["speedup"]:
        continue  # every pair was disturbed: a busy machine
    assert 0 < float(row["p_measured"]) < 1 and row["law_speedup"], row
    assert row["serial_fraction_rel"] == "", row
    total = float(row["speedup"]) + sum(float(v) for k, v in row.items() if k.startswith("loss_") and v)
    assert abs(total - float(row["n"])) <= 1e-9, row
PY
same "what the files say of each other" "$?" 0

# The summary can be made again from the samples alone.
mkdir alone
cp run/samples.csv alone/
run 0 "$amdahl" summary alone
is "the summary made from the samples alone differs" cmp run/summary.csv alone/summary.csv

# Beside a divisible workload -p is that one's; a small whole is said to be short.
run 0 "$amdahl" sweep spin sort -p 0.5 --param keys=512,1000 --param runs=8 --rounds 2 --out mixed
holds out "sort (keys=512;runs=8): its shortest samples last" "less than the wished" "a larger --param makes them longer"
same "the fractions asked for" "$(csv_column mixed/summary.csv p | sort -u | tr '\n' ' ')" " 0.5 "
same "the units of the small ones" \
  "$(paste -d, <(csv_of_speedup mixed/samples.csv workload) <(csv_of_speedup mixed/samples.csv units) | grep sort | sort -u)" sort,8

# On the other engine, where there is a runtime for it.
"$amdahl" sweep sort --engine openmp --rounds 2 --out openmp -q > out 2> err
status=$?
if [[ $status == 77 ]]; then
  echo "skipped: $(cat err)"
else
  same "the status of a sweep with --engine openmp" "$status" 0
  same "the digest with OpenMP" "$(cells_of_speedup openmp/samples.csv digest)" "$(cells_of_speedup run/samples.csv digest)"
  same "valid and disturbed samples with OpenMP" "$(cells openmp/samples.csv cause | grep -c wrong)" 0
fi

# The plan of what nobody knows the length of, and times of a script.
run 0 "$amdahl" sweep sort --dry-run
holds out "sort: a sample is the whole of its work" "own" "how long a sample lasts is not known before"
run 0 "$amdahl" sweep sort spin --dry-run
holds out "beside the samples of unknown length"
echo '{"unit_s": 2e-6}' > script.json
run 0 "$amdahl" sweep sort -n 1,16 --engine scripted --script script.json --synthetic "core:16 pu:1" --rounds 12 --out scripted
holds out "sort (scripted): on 16 cores at its own p = 1 the speed-up is 16 [16, 16], as Amdahl's law has it (16)"

finish
