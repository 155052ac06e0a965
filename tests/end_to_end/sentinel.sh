#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What the sentinel says of the cores: with known answers, put into a scripted run by hand; and on the real cores.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

echo '{"unit_s": 2e-8}' > script.json
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:2 pu:1" -p 0.5,0.9 -n 1,2 --rounds 24 \
  --out made -q
is "drift.csv without a sentinel" test ! -e made/drift.csv
is "capacity.csv without a sentinel" test ! -e made/capacity.csv

# add_sentinels DIR: in each round one at n = 1 and one at n = 2, where the second core does 0.8 of the first; the
# machine gets slower by a fifth over the run.
add_sentinels() {
  awk -F, -v OFS=, -v spans="$1/workers.csv" '
    BEGIN { getline header < spans; close(spans); spans_columns = split(header, name, ","); cell["start_s"] = 0
      cell["run_delay_s"] = cell["wait_s"] = 0 }
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; print; next }
    { print; if ($column["sample"] > last) last = $column["sample"]; like[$column["round"] + 0] = $0
      if ($column["round"] > most) most = $column["round"] }
    function add(round, n, base, share, slower) {
      $0 = like[round]; $column["sample"] = ++last; $column["base_id"] = base ? base : last; $column["role"] = "sentinel"
      $column["p"] = $column["p_work"] = $column["p_basis"] = ""; $column["n"] = n; $column["valid"] = 1
      $column["cause"] = ""; $column["chain_s"] = 1e-5
      $column["time_s"] = $column["parallel_s"] = $column["busy_max_s"] = share / slower
      $column["serial_s"] = $column["fork_s"] = $column["join_s"] = $column["imbalance_s"] = 0
      print
      for (i = 0; i < n; i++) {
        cell["sample"] = last; cell["worker"] = i; cell["end_s"] = sprintf("%.17g", share / (i == 0 ? 1 : slower))
        for (j = 1; j <= spans_columns; j++) printf "%s%s", cell[name[j]], j < spans_columns ? "," : "\n" >> spans
      }
      return last
    }
    END { for (round = 0; round <= most; round++) {
      base = add(round, 1, 0, 2.5e-4 * (1 + 0.2 * round / most), 1)
      add(round, 2, base, 2.5e-4 * (1 + 0.2 * round / most), 0.8)
    } }' "$1/samples.csv" > samples.csv
  mv samples.csv "$1/samples.csv"
}
add_sentinels made
run 0 "$amdahl" summary made --export-csv exported.csv
holds out "attainable" "the cores themselves do 1.6 [" "of 2 at n = 2 (capacity, by the sentinel)" \
  "(capacity, by the sentinel), clock 1 [1, 1] of one core's: attainable 1.509 [" "of Amdahl's 1.818 at p = 0.9" "the machine drifted: the sentinel took" "unpaired, corrected"
is "the exported file is not summary.csv" cmp exported.csv made/summary.csv
same "the capacities" "$(csv_column made/summary.csv capacity | cut -c1-8 | paste -sd ' ')" "1 1.6 1 1.6"
same "the attainable speed-ups" "$(csv_column made/summary.csv attainable_speedup | cut -c1-5 | paste -sd ' ')" \
  "1 1.230 1 1.509"
same "their ends" "$(csv_column made/summary.csv attainable_lo | cut -c1-5 | paste -sd ' ')" "1 1.230 1 1.509"
same "the clocks' ends" "$(csv_column made/summary.csv clock_hi | paste -sd ' ')" "1 1 1 1"
same "the speeds" "$(csv_column made/capacity.csv speed | cut -c1-5 | paste -sd ' ')" "1 1 0.8"
same "the cores" "$(csv_column made/capacity.csv core | paste -sd ' ')" "0 0 1"
same "the rows of drift.csv" "$(csv_column made/drift.csv n | paste -sd ' ')" "2 2"
same "the trends" "$(csv_column made/drift.csv is_trend | paste -sd ' ')" "1 1"

# The samples alone are enough for all but the cores.
mkdir alone
cp made/samples.csv alone/
run 0 "$amdahl" summary alone
is "drift.csv made of the samples alone differs" cmp made/drift.csv alone/drift.csv
is "capacity.csv without placement.csv" test ! -e alone/capacity.csv

# Where only the workers' files are damaged the summary is made, and it is said what of it is not.
for file in placement.csv workers.csv; do
  cp -r made "damaged_$file"
  rm "damaged_$file"/{capacity,drift,summary}.csv
  sed -i '2s/^[^,]*/words/' "damaged_$file/$file"
  run 0 "$amdahl" summary "damaged_$file"
  holds err "damaged_$file/$file:2: column" "capacity.csv is left as it was, all else is made of samples.csv"
  same "the lines on stderr" "$(wc -l < err)" 1
  is "summary.csv with a damaged $file" cmp made/summary.csv "damaged_$file/summary.csv"
  is "drift.csv with a damaged $file" cmp made/drift.csv "damaged_$file/drift.csv"
  is "capacity.csv with a damaged $file" test ! -e "damaged_$file/capacity.csv"
done

# On the real cores, where sentinels are taken: capacities near n, and files that are made again to the byte.
run 0 "$amdahl" sweep spin -p 0.9 -n 1,2 --oversubscribe --rounds 12 --seed 3 --out real -q
if grep -q ,sentinel, real/samples.csv; then
  mkdir before
  cp real/summary.csv real/drift.csv real/capacity.csv before/
  run 0 "$amdahl" summary real
  for file in summary.csv drift.csv capacity.csv; do
    is "$file made again differs" cmp "before/$file" "real/$file"
  done
  # Of n = 2 there is nothing where each sentinel was disturbed.
  is "no capacity between a tenth of 2 and twice it" \
    awk -v c="$(csv_column real/summary.csv capacity | tail -n 1)" 'BEGIN { exit !(c == "" || c > 0.2 && c < 4) }'
else
  echo "no sentinel was taken on the real cores"
fi
finish
