# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: the law, what bends it, and what names the bottleneck.

# The articles' table, to the digit.
row_1() {
  local expected printed
  expected=$(printf '0.5 1.60 1.88 2.00\n0.9 3.08 6.40 10.00\n0.95 3.48 9.14 20.00\n0.99 3.88 13.91 100.00\n')
  printed=$("$amdahl" predict -p 0.5,0.9,0.95,0.99 -n 4,16 | awk '$1 ~ /^0[.]9*5*$/ { print $1, $2, $3, $4 }')
  say "p, S(4), S(16), ceiling: $(tr '\n' ';' <<< "$printed" | sed 's/;$//; s/;/; /g')"
  judge_if "it is the known table" test "$printed" = "$expected"
}

# A point follows the law where the whole interval of S / law is within a per cent of 1, or holds 1 and is not so wide
# that it would hold anything: a tenth. Cores whose clock falls are held against what they can reach.
row_2() {
  local p n law point judged
  sweep spin spin --budget 20s
  follows > "$scratch/points"
  while IFS=$'\t' read -r p n law point judged; do
    judge_or_clock "$judged" "$point" "$(interval spin speedup p="$p" n="$n")" "$law" \
      "$(attainable spin p="$p" n="$n")" 0.01
  done < "$scratch/points"
  [[ -s $scratch/points ]] || judge "cannot tell" "there is no point with a p at n > 1"
}

# Of each point p, n, the law's S, what it is for reading, and the verdict.
follows() {
  rows_of "$scratch/runs/spin/summary.csv" p,n,speedup,law_speedup,ratio,ratio_lo,ratio_hi |
    awk -F'\t' '$2 > 1 && $1 != "" {
    judged = "cannot tell"
    if ($6 != "" && $7 != "") {
      if ($6 >= 0.99 && $7 <= 1.01 || $6 <= 1 && $7 >= 1 && $7 - $6 <= 0.1) judged = "holds"
      else if ($7 < 0.99 || $6 > 1.01) judged = "does not hold"
    }
    printf "%s\t%s\t%s\tp = %.4g, n = %d: S = %.4f, the law %.4f, S/law %.4f [%s, %s]\t%s\n", $1, $2, $4, $1, $2,
      $3, $4, $5, $6 == "" ? "-" : sprintf("%.4f", $6), $7 == "" ? "-" : sprintf("%.4f", $7), judged
  }'
}

# Which counters were seen past their peak: S at the largest n below S at another, by their intervals. With three core
# counts or more `amdahl fit` says where the peak is; two give it no more than S(n) < 1.
row_11() {
  local counter past=0
  sweep_counters
  ((${#counts[@]} < 3)) || "$amdahl" fit "$scratch/runs/counters" > "$scratch/fit.out" 2>&1 ||
    give_up "'amdahl fit' of the counters failed: $(tail -n 1 "$scratch/fit.out")"
  for counter in counter-atomic counter-mutex counter-channel; do
    if is_past_peak "$counter"; then
      past=$((past + 1))
      say "$counter: past its peak at n = $most, $(peak_of "$counter")"
      ((${#counts[@]} < 3)) || judge "$(above_none "$(fitted "$counter" kappa)")" "its kappa is above 0"
    else
      say "$counter: no peak seen up to n = $most, S($most) = $(counter_speedup "$counter")"
    fi
  done
  if ((past > 0)); then
    judge holds "past a point each further worker makes it slower ($past of 3 counters)"
  else
    judge "cannot tell" "past a point each further worker makes it slower: no peak seen"
  fi
}

counter_speedup() {
  show "$(interval counters speedup workload="$1" n="$most")"
}

is_past_peak() {
  rows_of "$scratch/runs/counters/summary.csv" n,speedup_lo,speedup_hi workload="$1" | awk -F'\t' -v most="$most" '
    $1 == most { hi = $3 }
    $1 != most && $2 != "" && $2 > best { best = $2 }
    END { exit !(hi != "" && hi < best) }'
}

# peak_of COUNTER: of the Universal Scalability Law, where it can be fitted.
peak_of() {
  local kappa peak
  if ((${#counts[@]} < 3)); then
    echo "S($most) = $(counter_speedup "$1"): from $most on; no law with a peak can be fitted to two core counts"
    return
  fi
  kappa=$(fitted "$1" kappa) peak=$(fitted "$1" peak_n)
  echo "USL kappa = $(show "$kappa" %.3g), N* = $(show "$peak" %.3g)"
}

# above_none INTERVAL: of a parameter that is never below 0.
above_none() {
  awk '{ print ($2 != "-" && $2 > 0) ? "holds" : "cannot tell" }' <<< "$1"
}

# fitted COUNTER PARAMETER: of the USL.
fitted() {
  awk -F, -v counter="$1" -v parameter="$2" '
    !seen { for (i = 1; i <= NF; i++) at[$i] = i; seen = 1; next }
    $at["workload"] == counter && $at["law"] == "usl" && $at["parameter"] == parameter && $at["value"] != "" {
      print $at["value"], $at["lo"] == "" ? "-" : $at["lo"], $at["hi"] == "" ? "-" : $at["hi"]; found = 1; exit }
    END { if (!found) print "- - -" }' "$scratch/runs/counters/fits.csv"
}

# A workload for each bottleneck, which has it by its making.
row_13() {
  if has_poller "$amdahl"; then
    sweep waits request -n "$n_list" -t 2 --rounds 24
    names waits 'wait' 'I/O' "request with two in flight waits for answers"
  else
    # calls that only take their time, eight of them under way
    sweep waits fanout -n "$n_list" -t 8 --param calls=16 --param step-us=200 --rounds 24
    names waits 'wait' 'I/O' "fanout waits for its calls (amdahl was built without libuv)"
  fi
  sweep locked ./tests/faults/injected.c -p 1 -n "$n_list" --param lock=300 --budget 3s
  names locked 'wait' 'lock' "a workload that does 30 % of its share with a lock held"
  sweep_starved
  names starved 'wait' 'queue' "pool with a producer that takes longer than those who work"
  sweep half spin -p 0.5 -n "$n_list" --budget 3s
  names half 'serial' '' "spin at p = 0.5"
}

# names NAME COMPONENT PART WHAT: the largest loss at the largest n is that one, of it the largest part; and what
# `amdahl explain` says has its name. The serial part is a loss like the others here. What no clock explains may be more
# of the same, or may not; and where others took the cores, that is the machine's loss and not the workload's.
names() {
  local name=$1 component=$2 part=$3 what=$4 found said shown
  found=$(largest_loss "$name" '')
  said=$("$amdahl" explain "$scratch/runs/$name" -n "$most" | grep -F 'the speed-up is' |
    grep -oiE "$(words_for "$component")" | head -n 1) || true
  shown="$component${part:+, $part}"
  say "$what: the largest loss is $found"
  if [[ $found == none* ]]; then
    judge "cannot tell" "$shown is named"
  elif [[ $found == "$shown "* && -n $said ]]; then
    judge holds "$shown is named ('$said')"
  elif [[ $found =~ ^(unexplained|descheduled) && $(largest_loss "$name" "${BASH_REMATCH[1]}") == "$shown "* ]]; then
    judge "cannot tell" "of the other losses $shown is the largest, $(largest_loss "$name" "${BASH_REMATCH[1]}")"
  else
    judge "does not hold" "$shown is named"
  fi
}

# words_for COMPONENT: how explain's sentence says that this is the largest.
words_for() {
  case $1 in
    serial) echo 'the serial part costs [0-9.]+' ;;
    *) echo 'most is lost to [^(]*(\(its largest part: [^,]*)?' ;;
  esac
}

# largest_loss NAME BUT: "COMPONENT, PART VALUE [LO, HI]" of the ledger at the largest n, leaving out the component BUT;
# by the valid rounds, else as experienced.
largest_loss() {
  awk -F, -v most="$most" -v but="$2" '
    !seen { for (i = 1; i <= NF; i++) at[$i] = i; seen = 1; next }
    $at["n"] == most && $at["component"] != "speedup" && $at["component"] != but && $at["value"] != "" {
      row = $at["row"]; parent = $at["parent"]; name = $at["component"]; value = $at["value"]
      key = row "\t" parent
      if (!(key in largest) || value > largest[key]) {
        largest[key] = value; named[key] = name
        shown[key] = sprintf("%.3f [%s, %s]", value, $at["lo"] == "" ? "-" : sprintf("%.3f", $at["lo"]),
          $at["hi"] == "" ? "-" : sprintf("%.3f", $at["hi"]))
      }
    }
    END {
      row = ("valid\t" in largest) ? "valid" : "as experienced"
      if (!((row "\t") in largest)) { print "none"; exit }
      part = row "\t" named[row "\t"]
      printf "%s%s %s%s\n", named[row "\t"], (part in largest) ? ", " named[part] : "", shown[row "\t"],
        row == "valid" ? "" : ", as experienced"
    }' "$scratch/runs/$1/ledger.csv"
}
