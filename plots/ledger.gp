# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `ledger`: where the speed-up went, a bar for each n and a panel for each series and p; or, where there is
# but one n, and a p, a bar for each p and a panel for each series. From zero up stand the speed-up and what was lost
# to each cause; together they make n. A negative loss stands below zero at its full length, so that what stands above
# then reaches over n, which a line marks.

title = 'Where the speed-up went'
has_ledger(r) = (row_n[r] > 1 && (sum [k = 1 : loss_count] (!lacks(row_loss[loss_at(r, k)]))) > 0)
loss(r, k) = or_else(row_loss[loss_at(r, k)], 0)

# ---- Columns: each n with a ledger, ascending.
array column_n[rows]; n_count = 0; n_shown = 1
do for [r = 1 : rows] { if (has_ledger(r)) {
    n_shown = larger(n_shown, row_n[r])
    if ((sum [i = 1 : n_count] (column_n[i] == row_n[r])) == 0) {
        n_count = n_count + 1
        at = 1 + (sum [i = 1 : n_count - 1] (column_n[i] < row_n[r]))
        do for [i = n_count : at + 1 : -1] { column_n[i] = column_n[i - 1] }
        column_n[at] = row_n[r]
    }
} }
if (n_count == 0) { set print '-'; print 'nothing to draw'; exit }
by_p = n_count == 1 && (sum [r = 1 : rows] (has_ledger(r) && row_p[r] != no_p)) > 0
columns_drawn = by_p ? fraction_count : n_count
column_of_row(r) = (by_p ? row_fraction[r] : (sum [i = 1 : n_count] (column_n[i] <= row_n[r])))
panel_fraction(r) = (by_p ? 0 : row_fraction[r])
column_text(c) = (!by_p ? sprintf('%.0f', column_n[c]) : \
    fraction_p[c] != no_p ? sprintf('%.6g', fraction_p[c]) : !in_series[cell(s, c)] ? '' : \
    lacks(law_p[cell(s, c)]) ? p_text(s, c) : sprintf('%s %.3g', about, law_p[cell(s, c)]))

# ---- Panels: each p of each series, or where these are too many, the largest p of each.
array pair_first[rows]; pairs = 0; largest_only = 0
is_of(r, first) = (row_series[r] == row_series[first] && panel_fraction(r) == panel_fraction(first) && has_ledger(r))
is_largest(r) = (sum [q = 1 : rows] (row_series[q] == row_series[r] && has_ledger(q) && row_p[q] > row_p[r])) == 0
do for [pass = 1 : 2] { if (pass == 1 || (pairs > panels_most && !by_p)) {
    largest_only = pass == 2; pairs = 0
    do for [r = 1 : rows] { if (has_ledger(r) && (!largest_only || is_largest(r))) {
        if ((sum [i = 1 : pairs] (is_of(r, pair_first[i]))) == 0) { pairs = pairs + 1; pair_first[pairs] = r }
    } }
} }
panels = smaller(pairs, panels_most)

# Heights: in units of speed-up while the smallest bar can still be seen beside the largest, else as shares of n.
is_share = n_shown > 8 && !by_p
unit(r) = (is_share ? row_n[r] / 100.0 : 1.0)

# ---- Segments: series fraction column from to part. Part 0 is the speed-up.
low = 0.0; high = 0.0
array is_met[loss_count + 1]
do for [k = 1 : loss_count + 1] { is_met[k] = k == 1 }
# What cannot be seen is not in the key: less than about a point of the bar.
set print $segments
do for [r = 1 : rows] { if (has_ledger(r)) {
    up = 0.0; down = 0.0
    do for [k = 0 : loss_count] {
        part = (k == 0 ? row_s[r] : loss(r, k)) / unit(r)
        if (part >= 0) { from = up; up = up + part; to = up } else { from = down; down = down + part; to = down }
        if (k > 0 && abs(part) * unit(r) > 0.004 * row_n[r]) { is_met[k + 1] = 1 }
        print sprintf('%d %d %d %.9g %.9g %d', row_series[r], panel_fraction(r), column_of_row(r), from, to, k)
    }
    low = smaller(low, down); high = larger(high, up)
} }
print '0 0 0 0 0 -1' # never empty: gnuplot refuses to plot nothing
set print

# ---- Looks: patterns, and solid parts that are four different greys, tell them apart where colours do not.
part_colour(k) = word('#D4D4D4 #0072B2 #E69F00 #009E73 #D55E00 #56B4E9 #8C3A6B #CC79A7 #333333 #000000', k + 1)
fill_text(k) = (k == 0 || k == 4 || k >= 7 && k <= 8 ? 'solid' : sprintf('pattern %s', word('4 5 1 - 7 2 - - 0', k)))
part_name(k) = (k == 0 ? 'speed-up' : word(losses, k) eq 'idle' ? 'idle cores' : word(losses, k))

# ---- The sheet.
panel_w = panels == 1 ? 860.0 : 470.0
panel_h = panels == 1 ? 560.0 : 360.0
right_w = 24.0
foot_h = 172.0
eval lay_sheet
plot_w = panel_w - left_w - right_w; plot_h = panel_h - title_h - tics_h
y_low = low < 0 ? low - 0.02 * (high - low) : 0; y_high = high + 0.14 * (high - low)
unit_h = plot_h / (y_high - y_low)
column_w = plot_w / columns_drawn
label_every = int((by_p ? 36 : 28) / column_w) + 1
bar = smaller(0.36, 45 / column_w)

caption[2] = 'Base T(1): the same code at n = 1. Bars: the speed-up and what each cause took, ' . \
    'means over the rounds near its median' . (is_share ? ', as shares of n.' : '; together n.')
caption[3] = left_out_text . precision_text
caption[4] = joined(joined(low < 0 ? 'Below zero: a negative loss.' : '', \
    largest_only ? 'The largest p of each series.' : '', ' '), rest_text(panels, pairs), ' ')

do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        first = pair_first[i]; s = row_series[first]; f = panel_fraction(first)
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - plot_h
        eval margins(left, bottom, left + plot_w, top)
        series_text = series_count > 1 || panels == 1 ? title_text(s) : ''
        set label 7 short(joined(series_text, by_p || p_text(s, f) eq 'no p' ? '' : p_text(s, f), ', '), 60) \
            at screen left / sheet_w, screen (top + 25) / sheet_h font ',13'
        set label 9 facts_text(s) at screen left / sheet_w, screen (top + 9) / sheet_h font ',9' tc '#444444'
        set xrange [0.4 : columns_drawn + 0.6]; set yrange [y_low : y_high]
        set border 2 lc '#444444'; set tics nomirror textcolor '#222222'
        set xtics () scale 0
        do for [c = 1 : columns_drawn] { if ((columns_drawn - c) % label_every == 0) {
            set xtics add (column_text(c) c)
        } }
        set ytics nice_step(high / 4) format '%.4g' scale 1
        set grid ytics lt 1 lc '#e4e4e4' lw 0.6
        set xlabel by_p ? 'parallel fraction, p' : 'cores, n' offset 0, 0.2
        set label 8 is_share ? 'share of n, %' : 'units of speed-up' at screen (left - 46) / sheet_w, \
            screen (top + bottom) / 2 / sheet_h rotate by 90 center
        set arrow 1 from 0.4, 0 to columns_drawn + 0.6, 0 nohead lw 1 lc '#222222' front
        tag = 10
        do for [r = 1 : rows] { if (is_of(r, first)) {
            x = column_of_row(r); n_y = row_n[r] / unit(r)
            stack = row_s[r] / unit(r)
            do for [k = 1 : loss_count] { stack = stack + larger(loss(r, k), 0) / unit(r) }
            if ((columns_drawn - x) % label_every == 0) {
                set label tag sprintf(by_p ? 'n = %.0f' : '%.0f', row_n[r]) \
                    at x, stack + 9 / unit_h center front font ',10'
                if (row_s[r] / unit(r) * unit_h > 14 && column_w > 26) {
                    set label tag + 1 \
                        sprintf(row_s[r] < 9.995 ? '%.2f' : row_s[r] < 99.95 ? '%.1f' : '%.0f', row_s[r]) \
                        at x, row_s[r] / unit(r) / 2 center front font ',9'
                }
            }
            set arrow tag from x - 1.16 * bar, n_y to x + 1.16 * bar, n_y nohead lw 1.6 lc '#000000' front
            if (row_over[r]) {
                set label tag + 2 '' at x, stack + 21 / unit_h point pt 6 ps 0.8 lw 1.2 lc rgb '#000000' front
            }
            tag = tag + 3
        } }
        if (i == 1) {
            set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 \
                width 1 maxrows 3 font ',11' textcolor '#222222'
        } else { unset key }
        parts = 'plot '
        do for [k = 0 : loss_count] {
            parts = parts . sprintf('$segments using ($1 == s && $2 == f && $6 == %d && $4 != $5 ? $3 : NaN):', k) . \
                '(($4 + $5) / 2):($3 - bar):($3 + bar):4:5 with boxxyerror ' . \
                sprintf('fc rgb "%s" fs %s border rgb "#444444" lw 0.4 notitle, ', part_colour(k), fill_text(k)) . \
                (is_met[k + 1] ? sprintf('keyentry with boxes fc rgb "%s" fs %s border rgb "#444444" lw 0.4 ' . \
                    'title "%s", ', part_colour(k), fill_text(k), part_name(k)) : '')
        }
        eval parts . 'keyentry with lines lw 1.6 lc "#000000" title "n"' . \
            (n_over > 0 ? ', keyentry with points pt 6 ps 0.8 lw 1.2 lc rgb "#000000" title "oversubscribed"' : '')
        unset label; unset arrow
    }
    eval end_sheet
}
