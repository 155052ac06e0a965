# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: runs, their figures, and judges of these. An interval is three words, "VALUE LO HI", with -
# for what there is not.

give_up() {
  echo "tools/check-concepts: $1" >&2
  exit 1
}

# say TEXT…: a line below the claim.
say() {
  echo "    $*"
}

# judge VERDICT WHAT: books it to the row, whose verdict is the worst of its parts.
judge() {
  say "$2: $1"
  case "$1/$verdict" in
    "does not hold"/*) verdict=$1 ;;
    "cannot tell/holds") verdict=$1 ;;
  esac
}

# judge_if WHAT COMMAND…: holds where the command succeeds.
judge_if() {
  local what=$1 judged="does not hold"
  shift
  ! "$@" || judged=holds
  judge "$judged" "$what"
}

# skip WHY: nothing is claimed of this row.
skip() {
  verdict="skipped: $1"
}

# refute WHAT: it does not hold, and without it there is nothing more to ask of this row, which ends.
refute() {
  judge "does not hold" "$1"
  exit 3
}

# sweep NAME ARGUMENT…: a run directory of that name, unless there is one. A workload whose answer is wrong refutes
# the row, whatever it asks: all rows take it that the work was done. What else goes wrong is no claim's matter.
sweep() {
  local name=$1 status=0 wrong
  shift
  [[ ! -d $scratch/runs/$name ]] || return 0
  "$amdahl" sweep --quiet --out "$scratch/runs/$name" "$@" > "$scratch/runs/$name.out" 2> "$scratch/runs/$name.err" \
    < /dev/null || status=$?
  wrong=$(grep -m 1 -E 'another answer|different answers|wrong result' "$scratch/runs/$name.err") || true
  if ((status == 1)) && [[ -n $wrong ]]; then
    rm -rf "${scratch:?}/runs/$name"
    refute "the answers are right: ${wrong#amdahl: }"
  fi
  if ((status != 0)); then
    cat "$scratch/runs/$name.err" >&2
    give_up "'amdahl sweep $*' ended with status $status"
  fi
}

# draws NAME CHART: whether the chart of that run could be drawn.
draws() {
  "$amdahl" plot "$scratch/runs/$1" --chart "$2" --format svg > "$scratch/plot.out" 2>&1 &&
    [[ -s $scratch/runs/$1/charts/$2.svg ]]
}

# judge_chart NAME CHART: likewise, where there is a gnuplot to draw with. A chart has no point of which most samples
# were disturbed, and may have none at all.
judge_chart() {
  if ! command -v gnuplot > /dev/null; then
    say "the chart '$2' is not drawn: gnuplot is not installed"
  elif draws "$1" "$2" || trusted_point "$1"; then
    judge_if "the chart '$2' is drawn" draws "$1" "$2"
  else
    judge "cannot tell" "the chart '$2' is drawn: most samples of a point were disturbed"
  fi
}

# rows_of FILE COLUMNS WORD…: the columns (joined by commas) of the rows of a run's CSV file that have each word:
# COLUMN=VALUE, COLUMN= (empty), or params~TEXT: one of the parameters is that. Tab-separated.
rows_of() {
  local file=$1 wanted=$2
  shift 2
  awk -F, -v wanted="$wanted" -v words="$*" '
    /^#/ { next }
    !seen {
      for (i = 1; i <= NF; i++) at[$i] = i
      count = split(words, word, " ")
      columns = split(wanted, name, ",")
      for (i = 1; i <= count; i++) {
        cut = match(word[i], /[=~]/)
        key[i] = substr(word[i], 1, cut - 1)
        is_part[i] = substr(word[i], cut, 1) == "~"
        value[i] = substr(word[i], cut + 1)
        if (!(key[i] in at)) missing = key[i]
      }
      for (i = columns; i >= 1; i--) if (!(name[i] in at)) missing = name[i]
      if (missing != "") { print FILENAME ": no column " missing > "/dev/stderr"; exit 1 }
      seen = 1
      next
    }
    {
      for (i = 1; i <= count; i++) {
        cell = $at[key[i]]
        if (is_part[i]) fits = index(";" cell ";", ";" value[i] ";") > 0
        else if (value[i] ~ /^[0-9.]+$/) fits = cell != "" && cell + 0 == value[i] + 0
        else fits = cell == value[i]
        if (!fits) next
      }
      for (i = 1; i <= columns; i++) printf "%s%s", $at[name[i]], i < columns ? "\t" : "\n"
    }' "$file"
}

# interval NAME COLUMN WORD…: a figure of one row of the run's summary.csv.
interval() {
  local name=$1 column=$2 lo hi cells
  shift 2
  lo=${column}_lo hi=${column}_hi
  [[ $column != *_s ]] || lo=${column%_s}_lo_s hi=${column%_s}_hi_s
  cells=$(rows_of "$scratch/runs/$name/summary.csv" "$column,$lo,$hi" "$@") || exit 1
  awk -F'\t' 'NR == 1 { for (i = 1; i <= 3; i++) cell[i] = $i }
    END { for (i = 1; i <= 3; i++) printf "%s%s", cell[i] == "" ? "-" : cell[i], i < 3 ? " " : "\n" }' <<< "$cells"
}

# Of the samples of a point, as many as there are, disturbed or not: the median and the order statistics that hold it
# with 95 %, by the normal approximation of the sign test. For programs that disturb themselves, as by a server beside
# them. Words are of samples.csv.
experienced() {
  local name=$1
  shift
  rows_of "$scratch/runs/$name/samples.csv" time_s role=asked "$@" | sort -g | awk '
    { time[NR] = $1 }
    END {
      if (NR == 0) { print "- - -"; exit }
      low = int((NR - 1.96 * sqrt(NR)) / 2)
      middle = (time[int((NR + 1) / 2)] + time[int(NR / 2) + 1]) / 2
      if (NR < 6 || low < 1) print middle, "- -"
      else print middle, time[low], time[NR + 1 - low] }'
}

# time_of NAME WORD…: T of a point; as experienced where more than half of its samples were disturbed.
time_of() {
  local seen name=$1
  shift
  seen=$(interval "$name" time_s "$@")
  if [[ " $seen " == *" - "* ]] || ! trusted_point "$name" "$@"; then
    seen=$(experienced "$name" "$@")
  fi
  echo "$seen"
}

# trusted_point NAME WORD…: no more than half of the point's samples were disturbed.
trusted_point() {
  local name=$1
  shift
  rows_of "$scratch/runs/$name/summary.csv" samples,invalid "$@" | awk -F'\t' '2 * $2 > $1 { bad = 1 } END { exit bad }'
}

# show INTERVAL [FORMAT [FACTOR]]: for reading.
show() {
  awk -v format="${2:-%.3f}" -v factor="${3:-1}" '{
    if ($1 == "-") printf "not measured\n"
    else if ($2 == "-" || $3 == "-") printf format " (no interval)\n", $1 * factor
    else printf format " [" format ", " format "]\n", $1 * factor, $2 * factor, $3 * factor }' <<< "$1"
}

# number VALUE FORMAT [FACTOR]: likewise, of what is no measurement with an interval.
number() {
  awk -v value="$1" -v format="$2" -v factor="${3:-1}" 'BEGIN { printf format "\n", value * factor }'
}

# within INTERVAL LEAST MOST: "holds" where all of the interval lies between the two, "does not hold" where none of it
# does. -: no such end.
within() {
  awk -v least="$2" -v most="$3" '{
    if ($2 == "-" || $3 == "-") print "cannot tell"
    else if ((least == "-" || $2 >= least + 0) && (most == "-" || $3 <= most + 0)) print "holds"
    else if ((least != "-" && $3 < least + 0) || (most != "-" && $2 > most + 0)) print "does not hold"
    else print "cannot tell" }' <<< "$1"
}

# below_clock SPEEDUP LAW ATTAINABLE MARGIN: cores whose clock falls as more of them work, or that are slower, cannot
# reach the law, and that is no fault of it. Where what is attainable, measured by the harness's own arithmetic in the
# same rounds, lies below the law with all of its interval: whether the speed-up reaches that within the margin, and is
# not above the law by more. Elsewhere prints nothing. An ATTAINABLE wider than a tenth of itself tells nothing.
below_clock() {
  echo "$1 $2 $3 $4" | awk '{
    lo = $2; hi = $3; law = $4; reach_lo = $6; reach_hi = $7; margin = $8
    if ($5 == "-" || reach_lo == "-" || reach_hi == "-" || law == "-" || reach_hi + 0 >= law + 0) exit
    if (lo == "-" || hi == "-" || reach_hi - reach_lo > 0.1 * $5) print "cannot tell"
    else if (hi < (1 - margin) * reach_lo || lo > (1 + margin) * law) print "does not hold"
    else if (lo >= (1 - margin) * reach_lo && hi <= (1 + margin) * law) print "holds"
    else print "cannot tell" }'
}

# attainable NAME WORD…: that interval of one row of the run's summary.csv.
attainable() {
  local cells name=$1
  shift
  cells=$(rows_of "$scratch/runs/$name/summary.csv" attainable_speedup,attainable_lo,attainable_hi "$@") || exit 1
  awk -F'\t' 'NR == 1 { for (i = 1; i <= 3; i++) cell[i] = $i }
    END { for (i = 1; i <= 3; i++) printf "%s%s", cell[i] == "" ? "-" : cell[i], i < 3 ? " " : "\n" }' <<< "$cells"
}

# judge_or_clock VERDICT WHAT SPEEDUP LAW ATTAINABLE MARGIN: books the verdict on the law; where it does not hold or
# cannot be told, that on what is attainable, if that is below the law.
judge_or_clock() {
  local judged=$1 what=$2 reached=
  [[ $judged == holds ]] || reached=$(below_clock "$3" "$4" "$5" "$6")
  if [[ -n $reached ]]; then
    judge "$reached" "$what; the law is out of the reach of these cores: against the attainable $(show "$5")"
  else
    judge "$judged" "$what"
  fi
}

# has_poller PROGRAM: whether that amdahl can wait for sockets: it may be built without libuv.
has_poller() {
  local said
  said=$("$1" sweep request -n 1 -t 1 --param requests=1 --param hold-us=0 --param work=0 --rounds 1 --quiet \
    --out "$scratch/runs/poller-$RANDOM" 2>&1 < /dev/null) || true
  [[ $said != *'built without libuv'* ]]
}

# calculate EXPRESSION: awk's, in full digits.
calculate() {
  awk "BEGIN { printf \"%.12g\\n\", ($1) }"
}

# same_answers NAME: whether each workload of the run gave one answer for the same units, at all n and t. Prints what
# was compared. Sentinels are the harness's own.
same_answers() {
  rows_of "$scratch/runs/$1/samples.csv" workload,params,p,units,role,digest,n,tasks | awk -F'\t' '
    $5 == "sentinel" || $5 == "best" { next }
    { key = $1 "\t" $2 "\t" $3 "\t" $4 }
    !(key in first) { first[key] = $6; count++ }
    { samples++; points[$7 "\t" $8] }
    $6 != first[key] { differ = 1; print "differs: " $1 " at n = " $7 ", t = " $8 }
    END {
      for (point in points) kinds++
      if (!differ) printf "%d samples at %d numbers of cores and tasks, %d works\n", samples, kinds, count
      exit differ || samples == 0 }'
}

# judge_answers NAME: books that.
judge_answers() {
  local compared
  if compared=$(same_answers "$1"); then
    judge holds "the same answer everywhere ($compared)"
  else
    judge "does not hold" "the same answer everywhere ($(head -n 1 <<< "$compared"))"
  fi
}
