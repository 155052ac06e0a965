# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The tables of tools/peers:
#   awk -f peers.awk TITLES ROWS
# TITLES: a line for each row of the tables, in their order, "name<tab>title"; the first is ours. ROWS: a header, then
# `when,sweep,peer,p,n,speedup,speedup_lo,speedup_hi,seconds`, where the interval is empty for a peer that states none,
# the speed-up too where it had not samples enough, and `seconds` is what the peer's whole sweep took.
# The error is speedup / law - 1, the law Amdahl's at p. A table for each `when`, in the order of their appearance.
BEGIN { FS = "\t"; MARGIN = 0.01 }

FNR == NR { title[$1] = $2; names[++name_count] = $1; next }
FNR == 1 { FS = ","; next }
{
  if (!(($1) in seen_when)) { seen_when[$1] = 1; whens[++when_count] = $1 }
  point = $4 " " $5
  if (!(point in seen_point)) { seen_point[point] = 1; points[++point_count] = point; cores[$5] = 1 }
  law = 1 / (1 - $4 + $4 / $5)
  row = $1 SUBSEP $3
  cell = row SUBSEP point
  sweep = row SUBSEP $2
  if (!(sweep in seen_sweep)) { seen_sweep[sweep] = 1; took[row, ++sweeps[row]] = $9 }
  if ($6 == "") { without[row]++; next }
  error[cell, ++count[cell]] = $6 / law - 1
  squares[row] += ($6 / law - 1) ^ 2
  all[row]++
  if ($7 != "") {
    stated[row]++
    half[row, stated[row]] = ($8 - $7) / 2 / law
    holds[row] += $7 <= law && law <= $8
    near[row] += $7 <= law * (1 + MARGIN) && law * (1 - MARGIN) <= $8
  }
}

# The median of list[prefix, 1 … n]; leaves them in order.
function median(list, prefix, n,    i, j, value) {
  for (i = 2; i <= n; i++) {
    value = list[prefix, i]
    for (j = i - 1; j >= 1 && list[prefix, j] > value; j--) list[prefix, j + 1] = list[prefix, j]
    list[prefix, j + 1] = value
  }
  return n % 2 ? list[prefix, (n + 1) / 2] : (list[prefix, n / 2] + list[prefix, n / 2 + 1]) / 2
}

function root_mean_square(prefix, n,    i, sum) {
  for (i = 1; i <= n; i++) sum += error[prefix, i] ^ 2
  return sqrt(sum / n)
}

function percent(format, value,    text) {
  text = sprintf(format, 100 * value)
  return text == "-0.00" ? "+0.00" : text
}

function point_title(point,    part) {
  split(point, part, " ")
  return several_cores() ? "p = " part[1] ", n = " part[2] : "p = " part[1]
}

function several_cores(    n, found) {
  for (n in cores) found++
  return found > 1
}

function print_head(when,    i) {
  printf "### %s%s\n\n| peer |", toupper(substr(when, 1, 1)), substr(when, 2)
  for (i = 1; i <= point_count; i++) printf " %s |", point_title(points[i])
  printf " RMSE, %% | states | holds | within 1 %% | s a sweep |\n|---|"
  for (i = 1; i <= point_count + 5; i++) printf "---:|"
  print ""
}

function print_row(row, name,    i, cell) {
  printf "| %s |", title[name]
  for (i = 1; i <= point_count; i++) {
    cell = row SUBSEP points[i]
    if (count[cell])
      printf " %s (%s) |", percent("%+.2f", median(error, cell, count[cell])),
        percent("%.2f", root_mean_square(cell, count[cell]))
    else printf " |"
  }
  printf " %s |", all[row] ? percent("%.2f", sqrt(squares[row] / all[row])) : ""
  if (stated[row])
    printf " ± %s %% | %d of %d | %d of %d |", percent("%.2f", median(half, row, stated[row])), holds[row], stated[row],
      near[row], stated[row]
  else printf " no interval | | |"
  printf " %.1f |\n", median(took, row, sweeps[row])
}

# Of points for which a peer gave no speed-up: they are in none of its figures.
function print_without(when,    i, row) {
  for (i = 1; i <= name_count; i++) {
    row = when SUBSEP names[i]
    if (without[row])
      printf "\nNo speed-up from %s for %d of %d points.\n", title[names[i]], without[row], without[row] + all[row]
  }
}

# Ours beside the best of the others.
function print_ratio(when,    i, row, best, best_row, ours) {
  ours = when SUBSEP names[1]
  for (i = 2; i <= name_count; i++) {
    row = when SUBSEP names[i]
    if (all[row] && (best_row == "" || squares[row] / all[row] < squares[best_row] / all[best_row])) {
      best = names[i]
      best_row = row
    }
  }
  if (best_row != "" && all[ours] && squares[best_row] > 0)
    printf "\nRMSE of %s, %s: %.2f × that of the best peer, %s%s.\n", title[names[1]], when,
      sqrt((squares[ours] / all[ours]) / (squares[best_row] / all[best_row])), title[best],
      without[ours] ? "; over the points that it gave, which is not all" : ""
}

END {
  for (w = 1; w <= when_count; w++) {
    if (w > 1) print ""
    print_head(whens[w])
    for (i = 1; i <= name_count; i++)
      if (sweeps[whens[w], names[i]]) print_row(whens[w] SUBSEP names[i], names[i])
    print_without(whens[w])
    print_ratio(whens[w])
  }
}
