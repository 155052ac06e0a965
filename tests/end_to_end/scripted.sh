#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A machine of 1024 PUs that is not there, by the scripted engine: the whole road, with known answers.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

echo '{"unit_s": 2e-8, "fork_s": 2e-7, "join_s": 1e-7, "jitter": 0.002}' > script.json
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "pack:4 numa:4 core:64 pu:1" \
  -n 1-1024:x2 --rounds 20 --seed 3 --out big
same "the rows of the summary" "$(csv_column big/summary.csv n | wc -l)" $((7 * 11))
same "verdicts that do not agree" "$(csv_column big/summary.csv verdict | grep -c -e below -e above)" 0
if command -v gnuplot > /dev/null; then
  is "no chart" test -s big/charts/speedup.png
fi

# Listed times are what comes back.
echo '{"times": [[0.5, 1, 4e-3], [0.5, 2, 3e-3]]}' > listed.json
run 0 "$amdahl" sweep spin --engine scripted --script listed.json --synthetic "core:2 pu:1" -p 0.5 --rounds 12 \
  --out listed -q
same "the speed-up of the listed times" \
  "$(paste -d, <(csv_column listed/summary.csv n) <(csv_column listed/summary.csv speedup) | grep '^2' | cut -c1-8)" 2,1.3333

# A workload without work has none on this engine either: no fraction, no law.
run 0 "$amdahl" sweep null --engine scripted --script script.json --synthetic "core:2 pu:1" --rounds 8 --out empty -q
same "the fractions of null" "$(csv_column empty/summary.csv p | sort -u)" ""
same "the laws of null" "$(csv_column empty/summary.csv law_speedup | sort -u)" ""
same "the speed-ups of null" "$(csv_column empty/summary.csv speedup | sort -u)" ""
same "the losses of null" "$(tail -n +2 empty/ledger.csv)" ""

echo '{"unit_s": -1}' > wrong.json
run 2 "$amdahl" sweep spin --engine scripted --script wrong.json --rounds 1 --out wrong
holds err wrong.json unit_s
finish
