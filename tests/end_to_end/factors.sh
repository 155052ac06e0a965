#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Places and kinds of scaling in the same rounds: rows for every combination, whose figures add up, made again from
# the samples; labels of oversubscribed points everywhere.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# unique WHAT FILE COLUMN…: no two rows have the same cells there.
unique() {
  local what=$1 file=$2 columns=() column twice
  shift 2
  for column in "$@"; do
    csv_column "$file" "$column" > "column.$column"
    columns+=("column.$column")
  done
  twice=$(paste "${columns[@]}" | sort | uniq -d)
  same "what stands twice in $what" "$twice" ""
}

# whole FILE: in each row that has a speed-up, this and the losses make up n. Prints how many there are.
whole() {
  awk -F, '/^#/ { next }
    !header { for (i = 1; i <= NF; i++) name[i] = $i; header = 1; next }
    { speedup = ""; sum = 0
      for (i = 1; i <= NF; i++) {
        if (name[i] == "n") n = $i
        if (name[i] == "speedup") speedup = $i
        if (name[i] ~ /^loss_/) sum += $i
      }
      if (speedup == "") next
      rows++
      if (speedup + sum - n > 1e-9 || n - speedup - sum > 1e-9) { print "row " NR " sums to " speedup + sum; exit }
    }
    END { print rows + 0 }' "$1"
}

# remade DIR: the summary and the differences are made again from the samples, to the byte.
remade() {
  local run=$1
  mkdir before
  mv "$run/summary.csv" "$run/differences.csv" before/
  run 0 "$amdahl" summary "$run"
  is "the summary of $run made again differs" cmp before/summary.csv "$run/summary.csv"
  is "the differences of $run made again differ" cmp before/differences.csv "$run/differences.csv"
  rm -r before
}

key=(workload params engine scaling place idle p n tasks)

# Real samples. Of each workload at each place: 2 fractions strong and weak, none for throughput, on 1 and 2 cores.
run 0 "$amdahl" sweep spin matmul --place spread,compact --scaling strong,weak,throughput -p 0.5,0.9 -n 1,2 \
  --oversubscribe --rounds 6 --seed 3 --out real
holds out "spin (weak scaling, compact)" "matmul (throughput scaling)" "the scaled speed-up is" "Gustafson's" \
  "differences: speed-up over that of the reference"
same "the rows of the summary" "$(csv_column real/summary.csv n | wc -l)" $((2 * 2 * (2 + 2 + 1) * 2))
same "the rows of the differences" "$(csv_column real/differences.csv n | wc -l)" $((2 * (2 + 2 + 1)))
same "the series" "$(paste <(csv_column real/samples.csv workload) <(csv_column real/samples.csv scaling) \
  <(csv_column real/samples.csv place) | sort -u | wc -l)" 12
same "the rounds of every series" "$(paste <(csv_column real/samples.csv workload) \
  <(csv_column real/samples.csv scaling) <(csv_column real/samples.csv place) <(csv_column real/samples.csv round) |
  sort -u | wc -l)" $((12 * 6))
same "the kinds of scaling with anchors" "$(paste <(csv_column real/samples.csv role) \
  <(csv_column real/samples.csv scaling) | grep anchor | sort -u | cut -f2)" strong
unique "the summary" real/summary.csv "${key[@]}"
unique "the differences" real/differences.csv "${key[@]}" factor
same "rows whose sum is not n" "$(whole real/summary.csv | grep row)" ""
same "the places of placement.csv" "$(csv_column real/placement.csv place | sort -u | tr '\n' ' ')" "compact spread "
remade real

# The same with known times: nothing is disturbed, and everything agrees.
echo '{"unit_s": 2e-8, "fork_s": 2e-7, "join_s": 1e-7, "jitter": 0.001}' > script.json
scripted=(--engine scripted --script script.json --seed 5)
run 0 "$amdahl" sweep spin --place spread,compact,smt --scaling strong,weak,throughput -p 0.5,0.9 -n 1,2,4 \
  "${scripted[@]}" --synthetic "core:4 pu:2" --rounds 16 --out known
same "the rows whose sum is n" "$(whole known/summary.csv)" $((3 * (2 + 2 + 1) * 3))
same "the verdicts" "$(csv_column known/summary.csv verdict | sort -u | tr -d '\n')" agrees
same "the differences" "$(paste -d, <(csv_column known/differences.csv factor) \
  <(csv_column known/differences.csv reference) <(csv_column known/differences.csv verdict) | sort | uniq -c |
  tr -s ' ')" " $((2 * (2 + 2 + 1) * 2)) place,spread,same"
# Work 1 in T(1) is 1 + n in T(n) at p = 0.5 over 2, and n for throughput.
same "the scaled speed-ups of the law" "$(paste -d, <(csv_column known/summary.csv scaling) \
  <(csv_column known/summary.csv p) <(csv_column known/summary.csv n) <(csv_column known/summary.csv law_speedup) |
  grep -e '^weak,0.5,4,' -e '^throughput,,4,' | sort -u | tr '\n' ' ')" "throughput,,4,4 weak,0.5,4,2.5 "
unique "the known summary" known/summary.csv "${key[@]}"
remade known

# More workers than PUs are labelled wherever they stand.
over=(spin --place 'spread,compact' -p 0.5 -n '2,4' --oversubscribe "${scripted[@]}" --synthetic "core:2 pu:1")
run 0 "$amdahl" sweep "${over[@]}" --rounds 8 --out shared --export-markdown shared.md
for file in samples summary differences; do
  same "the counts labelled in $file.csv" "$(paste -d, <(csv_column "shared/$file.csv" n) \
    <(csv_column "shared/$file.csv" oversubscribed) | grep ',1$' | sort -u)" 4,1
done
same "the labels in the tables" "$(grep -c "(oversubscribed)" out)" 3
same "the labels in the Markdown" "$(grep -c "(oversubscribed) |" shared.md)" 3
holds out "n above 2 is oversubscribed"
run 0 "$amdahl" sweep "${over[@]}" --dry-run
holds out "4 (oversubscribed)" "Nothing was measured"
finish
