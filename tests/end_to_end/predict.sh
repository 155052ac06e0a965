#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Predictions: from formulas, from a file with known answers, from runs; what if; files and charts; and what is refused.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# Called through `is`.
# shellcheck disable=SC2317
not() {
  ! "$@"
}

# near EXPRESSION EXPECTED TOLERANCE: of the JSON in out, relative.
near() {
  is "$1 is $(jq -c "$1" out), expected $2" jq -e "(($1) / ($2) - 1 | fabs) < $3" out
}

# The table of Amdahl's law.
run 0 "$amdahl" predict -p 0.5,0.9,0.95,0.99 -n 4,16
same "the table" "$(tail -n 5 out | tr -s ' ')" " p n = 4 n = 16 ceiling
 0.5 1.60 1.88 2.00
 0.9 3.08 6.40 10.00
 0.95 3.48 9.14 20.00
 0.99 3.88 13.91 100.00"
run 0 "$amdahl" predict -p 0.999 -n 1-1024:x2 --json
same "the shape of its JSON" "$(jq -c '[keys, (.fractions[0] | keys), (.fractions[0].points | length)]' out)" \
  '[["fractions","law","schema"],["ceiling","p","points"],11]'

# The other laws.
run 0 "$amdahl" predict --law usl --serial 0.02 --kappa 1e-4 -n 1-256:x2 --speedup 25 --json
near .peak_n 98.994949366116653 1e-12
near '.points[] | select(.n == 64).speedup' 24.0294 1e-4
# The smaller root of 0.0025 n^2 - 0.5025 n + 24.5 = 0 is 83.2.
same "an answer" "$(jq -c '.answers[0] | [.wish, .n, .range]' out)" '["speedup",84,"formula"]'
run 0 "$amdahl" predict --law work-span --work 10s --span 200ms -n 16
holds out "12.31 to 16.00" "parallelism, work over span: 50"
run 0 "$amdahl" predict --law hill-marty-asymmetric --serial 0.01 --core-size 16 -n 64,256 --markdown
holds out "| 64 | 46.43 |" "| 256 | 152.50 |"
run 0 "$amdahl" predict --law gustafson -p 0.9 -n 100 --json
near '.points[0].speedup' 90.1 1e-12

# A file with Amdahl's law in it, s = 0.05, T(1) = 3600 s, and a thousandth of noise that is known.
{
  echo n,time_s
  for round in 1 2 3 4 5 6; do
    for n in 1 2 4 8 16; do
      awk -v n=$n -v sign=$((round % 2 * 2 - 1)) \
        'BEGIN { printf "%d,%.17g\n", n, 3600 * (0.05 + 0.95 / n) * (1 + sign * 0.001) }'
    done
  done
} > amdahl.csv
run 0 "$amdahl" predict amdahl.csv
holds out "Amdahl's law" "extrapolated" "efficiency 0.5: up to n = " "no number of cores brings a speed-up above"
run 0 "$amdahl" predict amdahl.csv --law amdahl -n 1,16,32,64,128 --efficiency 0.8 --speedup 10 --speedup 30 --json
near .parameters.serial_fraction.value 0.05 1e-3
near .ceiling 20 1e-3
near '.points[1].speedup' '(1 / (0.05 + 0.95 / 16))' 1e-3
near '.points[1].time_s' '(3600 * (0.05 + 0.95 / 16))' 1e-3
near '.points[1].core_hours' '(16 * (0.05 + 0.95 / 16))' 1e-3
same "the ranges" "$(jq -c '[.points[].range]' out)" '["measured","measured","extrapolated","far","far"]'
is "what is far has a figure" jq -e 'all(.points[3, 4]; .speedup == null and .efficiency == null and .time_s == null)' out
is "what is far has no band" jq -e 'all(.points[3, 4]; .lo > 10 and .hi < 20 and .lo < .hi)' out
is "bands do not hold their figures" jq -e 'all(.points[0, 1, 2]; .lo <= .speedup and .speedup <= .hi)' out
# n = 1 + (1/0.8 - 1)/0.05 = 6, which is where the estimate may be on either side.
is "the n of an efficiency" jq -e '.answers[0] | .n >= 5 and .n <= 6 and .lo <= .n and .hi >= .n' out
# n = 10 0.95/(1 - 0.5) = 19.
is "the n of a speed-up" jq -e '.answers[1] | .n >= 18 and .n <= 20 and .range == "extrapolated"' out
is "a speed-up above the ceiling" jq -e '.answers[2] | .n == null and (.words | contains("above the ceiling"))' out

# What if: without a serial part the speed-up is n; half of it doubles the ceiling.
run 0 "$amdahl" predict amdahl.csv --law amdahl -n 1,2,16 --serial 0x --json
near '.points[2].what_if_speedup' 16 1e-12
is "the ceiling of no serial part" jq -e '.notes | any(contains("no ceiling"))' out
run 0 "$amdahl" predict amdahl.csv --law usl -n 16 --serial 0.5x --kappa 0 --json
near '.points[0].what_if_speedup' '(1 / (1 / 16 + 0.5 * '"$(jq .parameters.sigma.value out)"' * 15 / 16))' 1e-9
run 0 "$amdahl" predict amdahl.csv --law amdahl -n 16 --serial 0.5x
holds out "speed-up as fitted" "if s = 0.025"

# Far from what was measured its band is what is said, as of the law itself; a kappa is asked of the law that has one.
run 0 "$amdahl" predict amdahl.csv --law amdahl -n 64 --serial 0.5x --json
is "what if, far away" jq -e '.points[0] | .what_if_speedup == null and .hi < .what_if_lo and .what_if_lo < .what_if_hi
  and .what_if_lo > 24 and .what_if_hi < 26' out
run 0 "$amdahl" predict amdahl.csv -n 16 --kappa 0.001 --json
near '.points[0].what_if_speedup' '(1 / (1 / 16 + '"$(jq .parameters.serial_fraction.value out)"' * 15 / 16 + 0.015))' 1e-9
is "the law of the what-if" jq -e '.law == "amdahl" and (.notes | any(contains("by the Universal Scalability Law")))' out
run 0 "$amdahl" predict amdahl.csv -n 16 --kappa 0
holds out "--kappa changes nothing: in Amdahl's law it is 0 already"

# A serial part above 1: each further core costs time.
printf 'n,time_s\n1,1\n1,1.001\n1,0.999\n2,5\n2,5.001\n2,5.002\n4,7\n4,7.004\n4,7.002\n' > slower.csv
run 0 "$amdahl" predict slower.csv --law amdahl
holds out "more cores are slower: no number of them brings more than n = 1 does"
run 0 "$amdahl" predict slower.csv --law amdahl --json
near .ceiling 1 1e-15

# A serial part below 0, which only the raw method has, is a law up to where its time ends: at 1 - 1/s.
awk 'BEGIN { print "n,time_s"; for (r = 0; r < 4; r++) for (n = 1; n <= 8; n *= 2)
  printf "%d,%.17g\n", n, (1 / n - 0.01 * (1 - 1 / n)) * (1 + 1e-4 * (r % 2 * 2 - 1)) }' > above.csv
run 0 "$amdahl" predict above.csv --method raw --law amdahl -n 2,200 --efficiency 0.5 --json
near .parameters.serial_fraction.value -0.01 1e-2
is "past the law's time" jq -e '.points[1] | .range == "refused" and .speedup == null' out
is "an efficiency that is not lost" jq -e '.answers[0] | .n == null and (.words | contains("lost, if ever"))' out
is "the end of the law's time" jq -e '.notes | any(test("past n = (99|100|101) the law.s time"))' out

# Two core counts, each measured once, speak for no law.
printf 'n,time_s\n1,2\n2,6\n' > once.csv
run 0 "$amdahl" predict once.csv --json
is "a prediction of two rows" jq -e '.law == null and (.points | length) == 0
  and (.notes | any(contains("each measured once")))' out
run 0 "$amdahl" predict once.csv --law linear
holds out "nothing tells whether what it misses n = "

# The unit of a file's times, where no column names it.
sed 's/time_s/time/' amdahl.csv > bare.csv
run 0 "$amdahl" predict bare.csv
holds out "the times of the file are taken for seconds"
run 0 "$amdahl" predict amdahl.csv
is "what is said of seconds" not grep -q "taken for seconds" out

# No digits that nobody measured.
awk 'BEGIN { print "n,time_s"; for (n = 1; n <= 8; n *= 2) printf "%d,%.17g\n", n, 0.2 + 0.8 / n }' > exact.csv
run 0 "$amdahl" predict exact.csv
is "the digits without scatter" not grep -qE '[0-9]\.[0-9]{6}' out

# Markdown: the formula is a line of its own.
run 0 "$amdahl" predict amdahl.csv --law amdahl --markdown
same "the head in Markdown" "$(sed -n 1,2p out | tr '\n' '|')" "### Amdahl's law||"
is "the formula in Markdown" grep -q '^T(n) = .*, with s = ' out

# Two core counts: no third parameter can be told, and nothing is printed for it.
grep -E '^(n|1|2),' amdahl.csv > two.csv
run 0 "$amdahl" predict two.csv --law usl --json
is "a law of two core counts" jq -e '(.parameters | length) == 0 and all(.points[]; .range == "refused" and .speedup == null
  and .lo == null) and (.answers | length) == 0 and (.notes | any(startswith("refused: ")))' out

# A run: a section for each p, or the one that is asked for.
reference=$here/../../results/reference
run 0 "$amdahl" predict "$reference" --json
is "the sections of a run" jq -e '.schema == 1 and (.predictions | length) > 1' out
is "empty cells in the series" jq -e 'all(.predictions[].series; .params == null and .tasks == null
  and .scaling == "strong")' out
before=$(cat "$reference"/*.csv | cksum)
run 0 "$amdahl" predict "$reference" -p 0.9 --law amdahl --out files --json
same "the series" "$(jq -c '[.series.workload, .series.p]' out)" '["spin",0.9]'
same "the run's own files" "$(cat "$reference"/*.csv | cksum)" "$before"
same "the columns of predict_curves.csv" "$(grep -v '^#' files/predict_curves.csv | head -n 1 | tr -d '\r')" \
  "workload,params,engine,scaling,place,p,tasks,name,law,title,n,speedup,speedup_lo,speedup_hi,peak_n,outcome,is_best,is_measured"
counts=$(jq -r '[.points[].n] | join("|")' out)
same "the counts asked for in it" "$(grep -oE "Amdahl's law,($counts)," files/predict_curves.csv | sort -u | wc -l)" \
  "$(jq '.points | length' out)"

# What the chart has of a fit: N* where the fit has one, the rival of the table, and how far was asked though the law is
# refused there.
published=$here/../data
run 0 "$amdahl" predict "$published/four_rows.csv" --law usl --out fitted/four
holds out "no peak seen"
same "N* that is not seen" "$(csv_column fitted/four/predict_curves.csv peak_n | sort -u)" ""
run 0 "$amdahl" predict "$published/specsdm91.csv" --out fitted/spec
holds out "refused"
same "the laws of the chart" "$(csv_column fitted/spec/predict_curves.csv law | sort -u | tr '\n' ' ')" "amdahl usl "
same "the last n" "$(csv_column fitted/spec/predict_curves.csv n | sort -g | tail -n 1)" 432
run 0 "$amdahl" fit "$published/specsdm91.csv" --out fitted/spec
is "N* of the USL" awk -v n="$(csv_column fitted/spec/fit_curves.csv peak_n | sort -u | tail -n 1)" \
  'BEGIN { exit !(n > 91 && n < 94) }'
same "what the rows say of the laws" "$(csv_column fitted/spec/fit_curves.csv outcome | sort -u | tr '\n' ' ')" " rival "
if command -v gnuplot > /dev/null; then
  is "the chart" test -s files/charts/prediction.svg
  holds fitted/spec/charts/fit.svg ">N* ≈ 9" ">cannot tell: Amdahl's law or the Universal"
fi
cp -r "$reference" cut && sed -i 's/"state": *"complete"/"state": "interrupted"/' cut/run.json
run 0 "$amdahl" predict cut
same "the times that a cut run is told" "$(grep -c 'cut did not come to its end' out)" 1
run 0 "$amdahl" predict "$reference"
is "what is said of a whole run" not grep -q "come to its end" out
run 0 "$amdahl" predict -p 0.5,0.9 -n 1-64:x2 --out formula/deep --format svg
same "the curves of two p" "$(csv_column formula/deep/predict_curves.csv title | sort -u | tr '\n' ' ')" \
  "p = 0.5 p = 0.9 "
is "the last row of p = 0.9" grep -qE ',p = 0\.9,64,8\.7671' formula/deep/predict_curves.csv

# What cannot be predicted: one sentence, and exit status 2.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" predict "$@"
  one_sentence
  holds err "$text"
}
refused "nowhere" nowhere
refused "--law usl needs --kappa" --law usl --serial 0.1
refused "--kappa: --law amdahl does not take it" --law amdahl --kappa 0.1
refused "'zipf' is no law; use linear, amdahl" --law zipf
refused "--law: 'gustafson' is not fitted to amdahl.csv" amdahl.csv --law gustafson
refused "--core-size is of a formula" amdahl.csv --core-size 4
refused "--kappa: '-1'" amdahl.csv --kappa -1
refused "--efficiency: '2'" amdahl.csv --efficiency 2
refused "is not a core count from 1 to 1000000" amdahl.csv -n 0
refused "--json and --markdown" -p 0.5 --json --markdown
refused "--method raw" amdahl.csv --method raw --interval bootstrap
refused "--seed" amdahl.csv --seed 3
refused "--format" amdahl.csv --format png
echo > file
run 2 "$amdahl" predict -p 0.5 --out file/below
holds err "amdahl: " "file"

finish
