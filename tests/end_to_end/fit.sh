#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The laws fitted to runs and to files: what is printed, the JSON, the files, and what is refused.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# A run of the scripted engine: Amdahl's law with 0.2 % of scatter, at seven core counts.
echo '{"unit_s": 2e-8, "fork_s": 2e-7, "join_s": 1e-7, "jitter": 0.002}' > script.json
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "pack:1 core:64 pu:1" \
  -n 1-64:x2 -p 0.9,0.95,1 --rounds 20 --seed 3 --out big
holds out "which law it follows: amdahl fit big"
run 0 "$amdahl" fit big
holds out "big: 3 series" "spin (scripted), p = 0.9 " "spin (scripted), p = 0.95 " "spin (scripted), p = 1 " "amdahl" \
  "written to big: fits.csv, fit_curves.csv, fit_points.csv"
if command -v gnuplot > /dev/null; then
  same "what is said on stderr" "$(cat err)" ""
  is "the chart" test -s big/charts/fit.svg -a -s big/charts/fit.png
  holds out "the chart charts/fit"
fi

# Without gnuplot the figures are all there; that there is no chart is said, and whose a picture is that stays.
mkdir -p big/charts
echo old > big/charts/fit.png
run 0 env PATH="$work/nowhere" "$amdahl" fit big
holds err "gnuplot is not installed: charts are left out" "amdahl: big/charts/fit.png is of an earlier fit"
run 0 env PATH="$work/nowhere" "$amdahl" predict big -p 0.9 --out predicted
holds err "gnuplot is not installed: charts are left out"
run 0 env PATH="$work/nowhere" "$amdahl" fit big
same "a chart without gnuplot" "$(grep -c "the chart charts/fit" out)" 0

# The files: one row a parameter, the law's own figures in it.
same "the columns of fits.csv" "$(head -n 1 big/fits.csv | cut -d, -f1-15)" \
  "workload,params,engine,scaling,place,p,tasks,law,parameter,value,se,lo,hi,interval,identifiable"
# near WHAT VALUE EXPECTED TOLERANCE
near() {
  is "$1 is $2, expected $3 within $4" \
    awk -v value="$2" -v expected="$3" -v most="$4" 'BEGIN { d = value - expected; exit !(d * d <= most * most) }'
}
# parameter FILE P LAW NAME COLUMN: a cell of fits.csv; its texts with commas stand behind these columns.
parameter() {
  awk -F, -v p="$2" -v law="$3" -v name="$4" -v wanted="$5" \
    'NR == 1 { for (i = 1; i <= NF; i++) of[$i] = i; next }
     $of["p"] == p && $of["law"] == law && $of["parameter"] == name { print $of[wanted] }' "$1"
}
near "s of p = 0.9" "$(parameter big/fits.csv 0.9 amdahl serial_fraction value)" 0.1 0.003
near "s of p = 0.95" "$(parameter big/fits.csv 0.95 amdahl serial_fraction value)" 0.05 0.003
same "whether usl of seven n can be told" "$(parameter big/fits.csv 0.9 usl kappa identifiable)" 1
same "n of the points" "$(awk -F, 'NR > 1 { print $(NF - 7) }' big/fit_points.csv | sort -nu | tr '\n' ' ')" \
  "1 2 4 8 16 32 64 "
same "the last n of the curves" "$(awk -F, 'NR > 1 { print $(NF - 7) }' big/fit_curves.csv | sort -g | tail -n 1)" 128
# Once more gives the same files: nothing is appended, nothing is drawn by lot.
before=$(cat big/fit*.csv | cksum)
run 0 "$amdahl" fit big
same "the files of another time" "$(cat big/fit*.csv | cksum)" "$before"

# A choice of series does not take the others' figures away; all of them by name are no choice.
run 0 "$amdahl" fit big -p 0.9
holds out "spin (scripted), p = 0.9" "nothing was written: the files in big are of all its series; --out DIR takes these"
run 0 "$amdahl" fit big -p 0.9 --json
same "the files of the run after -p" "$(cat big/fit*.csv | cksum)" "$before"
run 0 "$amdahl" fit big -p 0.9,0.95,1
holds out "written to big: fits.csv"

# Work and span as the workload states them: in the files, the JSON and a sentence.
near "the span of p = 0.9" "$(parameter big/fits.csv 0.9 work_span span_over_work value)" 0.1 0.001
near "the parallelism of p = 0.9" "$(parameter big/fits.csv 0.9 work_span parallelism value)" 10 0.1
run 0 "$amdahl" fit big -p 0.9 --json
is "the span in the JSON" jq -e '.work_span | (.parallelism - 10 | fabs) < 0.1 and (.points | length) == 7
  and all(.points[]; .speedup_least <= .speedup_most)' out
run 0 "$amdahl" fit big -p 0.9
holds out "of the work: with no core idle while there is work n = 64 brings a speed-up of "

# No figure is infinite in print, or none, also where a bound is reached.
run 0 "$amdahl" fit big --interval bootstrap --bootstrap 200 --seed 5 --out drawn
same "nan and inf in print" "$(grep -ciwE -- '-?(nan|inf)' out)" 0
run 0 "$amdahl" fit big -p 1 --interval bootstrap --bootstrap 200 --seed 5
same "nan and inf in print at p = 1" "$(grep -ciwE -- '-?(nan|inf)' out)" 0

# A run that was cut off says so, to fit and to predict.
cp -r big cut
sed -i 's/"state": *"complete"/"state": "interrupted"/' cut/run.json
run 0 "$amdahl" fit cut --format svg
holds err "amdahl: cut did not come to its end: what was measured until then counts"
run 0 "$amdahl" predict cut
holds err "amdahl: cut did not come to its end"

# One p, in full; as JSON, of which the contract has the form; as Markdown; each written only where it is asked for.
run 0 "$amdahl" fit big -p 0.9 --out one
holds out "spin (scripted), p = 0.9" "big, run directory: 140 rows (time) at 7 core counts (1 to 64)" "strong scaling" \
  "law " "parameters" "amdahl" "usl" "linear" "s = 0." "T(1) = " "e(n)" "speed-up" "written to one: fits.csv"
same "the series of one p" "$(awk -F, 'NR > 1 { print $6 }' one/fits.csv | sort -u)" 0.9
same "the files of the run after --out" "$(cat big/fit*.csv | cksum)" "$before"
run 0 "$amdahl" fit big -p 0.9 --json --out one
is "the form of the JSON" jq -e '.schema == 1 and .data.rows == 140 and .data.n_min == 1 and .data.n_max == 64
  and ([.models[].name] | index("linear") != null and index("amdahl") != null and index("usl") != null)' out
# shellcheck disable=SC2016
is "amdahl in the JSON" jq -e '.models[] | select(.name == "amdahl") | .identifiable and .params.scale.value > 0
  and (.params.serial_fraction | (.value - 0.1 | fabs) < 0.003 and .lo <= .value and .value <= .hi and .se > 0)
  and (.ceiling - 10 | fabs) < 0.5 and .peak_n == null and .aicc != null and .delta_aicc >= 0 and .rss > 0' out
is "usl in the JSON" jq -e '.models[] | select(.name == "usl") | .params | has("sigma") and has("kappa")
  and has("lambda")' out
# shellcheck disable=SC2016
is "best in the JSON" jq -e '.best as $best | [.models[].name] + ["cannot tell", "none"] | index($best) != null' out
same "the JSON and fits.csv" "$(jq -r '.models[] | select(.name == "amdahl").params.serial_fraction.value' out)" \
  "$(jq -n "$(parameter one/fits.csv 0.9 amdahl serial_fraction value)")"
run 0 "$amdahl" fit big --json --out one
is "the JSON of several" jq -e '.schema == 1 and ([.fits[].series.p] == [0.9, 0.95, 1])
  and all(.fits[]; .models | length >= 3)' out
run 0 "$amdahl" fit big --markdown --out one
holds out "### big: 3 series" "| series | law | parameters |" "| :--- |"

# Two core counts: serial work and overhead cannot be told apart, and the three parameters of usl have no value.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:2 pu:1" -p 0.9 --rounds 12 \
  --seed 3 --out two
same "what two core counts are good for" "$(grep -c "amdahl fit" out)" 0
run 0 "$amdahl" fit two
holds out "not identifiable" "usl is not identifiable: " "written to two: "
same "figures of usl" "$(grep -cE 'sigma|kappa|N\*' out)" 0
same "usl in fits.csv" "$(parameter two/fits.csv 0.9 usl kappa value)$(parameter two/fits.csv 0.9 usl kappa identifiable)" 0
run 0 "$amdahl" fit two --json
is "usl of two core counts" jq -e '.models[] | select(.name == "usl") | (.identifiable | not) and .params == null
  and .peak_n == null and .aicc == null and (.reason | length > 0)' out

# Weak and strong scaling of one run are different series, with laws of their own.
run 0 "$amdahl" sweep spin --engine scripted --script script.json --synthetic "core:16 pu:1" -p 0.9 -n 1-16:x2 \
  --scaling weak,strong --rounds 12 --seed 3 --out both -q
run 0 "$amdahl" fit both --json
is "the laws of both" jq -e '[.fits[] | [.data.scaling, (.models | map(.name) | index("gustafson") != null),
  (.models | map(.name) | index("amdahl") != null)]] | sort == [["strong", false, true], ["weak", true, false]]' out

# What no file can be written to is still printed, and exit status 1 says so.
mkdir big/fits.csv.part
run 1 "$amdahl" fit big
one_sentence
holds err "cannot write big/fits.csv.part"
holds out "big: 3 series"
rmdir big/fits.csv.part

# Of a file nothing is written unless it is asked for.
printf 'n,time_s\n1,10.1\n1,9.9\n2,5.6\n2,5.4\n4,3.3\n4,3.2\n8,2.11\n8,2.13\n16,1.57\n16,1.55\n' > data.csv
run 0 "$amdahl" fit data.csv
holds out "CSV: 10 rows (time) at 5 core counts (1 to 16), strong scaling" "was taken for granted" "T(1) = 10.00 +- 0.16 s"
same "files beside it" "$(ls -d fits.csv charts 2> /dev/null)" ""
run 0 "$amdahl" fit data.csv --scaling strong --out fitted
holds out "written to fitted: fits.csv"
same "what is taken for granted" "$(grep -c "taken for granted" out)" 0
near "s of the file" "$(awk -F, '$8 == "amdahl" && $9 == "serial_fraction" { print $10 }' fitted/fits.csv)" 0.1 0.02
run 0 "$amdahl" fit data.csv --method raw --json
is "the raw method" jq -e '.data.method == "raw"' out
printf 'scaling,n,time_s\nstrong,1,1\nstrong,1,1.02\nstrong,2,0.6\nstrong,2,0.61\nweak,1,1\nweak,1,1.01\nweak,2,1.1\nweak,2,1.11\n' > kinds.csv
run 0 "$amdahl" fit kinds.csv
holds out "kinds.csv: 2 series" "strong scaling  amdahl" "weak scaling    gustafson"
printf 'n,throughput\n1,1\n2,1.9\n4,3.4\n' > rate.csv
run 0 "$amdahl" fit rate.csv
holds out "(throughput)" "no n was measured twice" "X(1) = "

# n is a size: no law is the best for being the only one that such n could tell, nor are the textbooks' figures any.
printf 'n,time_s\n16,1.0\n32,2.05\n64,4.2\n128,8.1\n' > sizes.csv
for method in log raw; do
  run 0 "$amdahl" fit sizes.csv --method "$method"
  holds out "no law can be told from these core counts; linear speed-up misses n = 16 (717 % faster)" \
    "the times rise with n: is n a number of cores, or is this weak scaling (--scaling weak)?" "amdahl, usl are not identifiable: "
  same "laws called the best" "$(grep -c " best" out)" 0
done
run 0 "$amdahl" fit sizes.csv --json
is "no core count to measure next" jq -e '.best == "cannot tell" and .next_n == null and .rivals == []' out
run 0 "$amdahl" fit sizes.csv --scaling strong
holds out "the times rise with n: the fewest cores are the fastest"

# A clock of hundredths of a second, one time of ten twice as long: the others are what counts.
{
  echo n,time_s
  for of in 1,0.50,1.00 2,0.26,0.52 4,0.14,0.28 8,0.08,0.16; do
    IFS=, read -r n time slow <<< "$of"
    for _ in 1 2 3 4 5 6 7 8 9; do echo "$n,$time"; done
    echo "$n,$slow"
  done
} > ticks.csv
run 0 "$amdahl" fit ticks.csv --out ticks
holds out "10.0 % of the rows lie far from their like"
near "s by a coarse clock" "$(awk -F, '$8 == "amdahl" && $9 == "serial_fraction" { print $10 }' ticks/fits.csv)" 0.04 1e-4

# Rounds of 1 and 2 cores, and of 2 and 4: no degree of freedom is left to the USL.
printf 'n,time_s,round\n1,1.0,0\n2,0.55,0\n2,0.56,1\n4,0.31,1\n' > under.csv
run 0 "$amdahl" fit under.csv --json
is "usl without a degree of freedom" jq -e '.models[] | select(.name == "usl") | .identifiable | not' out

# The speed of slower cores, where it is found: a parameter in the text, the JSON and the file; s is less certain for it.
run 0 "$amdahl" fit "$here/../data/two_kinds.csv" --capacity 6,8 --json --out kinds
capacity='.models[] | select(.name == "capacity") | .params'
is "a speed that was found" jq -e "$capacity | .speed.lo < .speed.value and .speed.value < .speed.hi" out
near "the speed in fits.csv" "$(awk -F, '$8 == "capacity" && $9 == "speed" { print $10 }' kinds/fits.csv)" \
  "$(jq "$capacity | .speed.value" out)" 1e-9
speed=$(jq "$capacity | .speed.value" out)
wide=$(jq "$capacity | .serial_fraction.hi - .serial_fraction.lo" out)
run 0 "$amdahl" fit "$here/../data/two_kinds.csv" --capacity "6,8@$speed" --json
is "no speed that was given" jq -e "$capacity | has(\"speed\") | not" out
is "s of a speed that was found" jq -e --argjson wide "$wide" \
  "$capacity | .serial_fraction.hi - .serial_fraction.lo < 0.9 * \$wide" out

# What cannot be fitted: one sentence, and exit status 2.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" fit "$@"
  one_sentence
  holds err "$text"
}
refused "\`amdahl fit\` needs DIR|FILE"
refused "nowhere" nowhere
refused "has no row to fit at that p; there is 0.9, 0.95, 1" big -p 0.3
refused "has no row to fit at that p; no p is known of its rows" data.csv -p 0.3
refused "--scaling weak: big says itself that it was measured with strong scaling" big --scaling weak
refused "--json and --markdown" big --json --markdown
refused "--method raw has the normal errors of least squares" big --method raw --interval bootstrap
refused "--bootstrap is of the bootstrap alone" big --bootstrap 500
refused "--seed is of the bootstrap alone" big --seed 4
refused "--format: nothing is drawn of a file without a directory" data.csv --format png
refused "--format: nothing is drawn of some series of a run" big -p 0.9 --format png
refused "is not a parallel fraction from 0 to 1" big -p 2
refused "'sometimes'" big --interval sometimes
refused "no form for the terminal" big --format terminal
refused "--capacity" big --capacity 0
run 0 "$amdahl" help fit
same "a chart of a fit on the screen, in its help" "$(grep -c "terminal is on the screen" out)" 0
run 0 "$amdahl" help predict
is "that all p of a fit are taken" grep -q "of a fit without it all that were measured" <(tr -s ' \n' ' ' < out)
mkdir empty
refused "cannot read empty/samples.csv" empty
head -n 1 big/samples.csv > empty/samples.csv
refused "empty has no row to fit" empty
printf 'a,b\n1,2\n' > wrong.csv
refused "wrong.csv" wrong.csv
printf 'n,time_s\n1,2\n2,x\n' > torn.csv
refused "torn.csv" torn.csv
printf 'n,time_s\n' > none.csv
refused "none.csv" none.csv
refused "cannot make the directory of the fit data.csv/x; choose another one with --out: data.csv: Not a directory" \
  data.csv --out data.csv/x
same "what was printed before" "$(wc -c < out)" 0
refused "cannot make the directory of the fit data.csv; choose another one with --out: Not a directory" \
  big --out data.csv

finish
