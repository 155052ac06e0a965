# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `operations`: what a unit of each workload takes against cores, in one panel, the workloads beside each
# other: colours are workloads, shapes numbers of tasks in flight. Points are measured, and no line joins them. Goes
# after decades.gp and sheet.gp. It is for runs of two and more workloads that all have tasks in flight; by name for all
# that count units.

has_operation(r) = (!lacks(row_units[r]) && !lacks(row_time_s[r]))
operations_all = sum [r = 1 : rows] (has_operation(r))
names_of(r) = (sum [q = 1 : r - 1] (row_name[q] eq row_name[r])) == 0
is_by_nature = (sum [r = 1 : rows] (names_of(r))) >= 2 && (sum [r = 1 : rows] (row_tasks[r] > 0)) == rows
if (operations_all == 0 || !(is_by_nature || is_asked)) { set print '-'; print 'nothing to draw'; exit }

# ---- Curves: each p of each series, in the order of the file, while they can be told apart.
curves_most = 28
array curve_first[rows]; curves_met = 0
is_of(r, first) = (has_operation(r) && row_series[r] == row_series[first] && row_fraction[r] == row_fraction[first])
do for [r = 1 : rows] { if (has_operation(r) && (sum [c = 1 : curves_met] (is_of(r, curve_first[c]))) == 0) {
    curves_met = curves_met + 1; curve_first[curves_met] = r
} }
curves = smaller(curves_met, curves_most)
array row_curve[rows] # looked up once
do for [r = 1 : rows] { row_curve[r] = sum [c = 1 : curves] (is_of(r, curve_first[c]) ? c : 0) }
curve_of(r) = row_curve[r]
# What a curve is of, without its tasks: these take a colour each, and its place among those alike takes a shape.
alike(c, d) = (q_ = curve_first[c], r_ = curve_first[d], row_name[q_] eq row_name[r_] && \
    row_params[q_] eq row_params[r_] && row_engine[q_] eq row_engine[r_] && row_scaling[q_] eq row_scaling[r_] && \
    row_place[q_] eq row_place[r_] && row_p[q_] == row_p[r_])
array curve_colour[curves]; array curve_shape[curves]; colours = 0
do for [c = 1 : curves] {
    of_c = 0; alike_before = sum [d = 1 : c - 1] (alike(c, d))
    do for [d = 1 : c - 1] { if (alike(c, d)) { of_c = curve_colour[d] } }
    if (of_c == 0) { colours = colours + 1; of_c = colours }
    curve_colour[c] = of_c; curve_shape[c] = alike_before + 1
}
shapes = 1
do for [c = 1 : curves] { shapes = larger(shapes, curve_shape[c]) }
# Where shapes need not tell tasks they tell workloads, too.
shape_of_curve(c) = shape(shapes == 1 ? curve_colour[c] : curve_shape[c] + (curve_colour[c] - 1) / 7)
p_differs = fraction_count > 1
curve_text(c) = short(joined(title_text(row_series[curve_first[c]]), \
    p_differs ? p_text(row_series[curve_first[c]], row_fraction[curve_first[c]]) : '', ', '), 60)

# ---- The axes: doublings of n, and decades.
low = 1e300; high = 0.0; n_least = 1e9
do for [r = 1 : rows] { if (curve_of(r)) {
    low = smaller(low, row_time_lo[r] / row_units[r])
    high = larger(high, row_time_hi[r] / row_units[r])
    n_least = smaller(n_least, row_n[r])
} }
if (high < 1.2 * low) { middle = sqrt(low * high); low = middle / 1.1; high = middle * 1.1 }
x_begin = n_least * 2 ** -0.4; x_end = n_most * 2 ** 0.4
y_low = height(low); y_high = height(high)
y_room = 0.06 * (y_high - y_low); y_low = y_low - y_room; y_high = y_high + y_room
eval put_decades

# In nanoseconds while these are readable figures.
is_in_ns = high < 1e-5
what = is_in_ns ? 'ns per operation' : 'time per operation'
title = (is_in_ns ? what : 'Time per operation') . ' against cores'
operation_text(y) = (is_in_ns ? sprintf('%.7g', 1e9 * y) : y < 0.9995e-6 ? sprintf('%.4g ns', 1e9 * y) : tic_text(y))

# ---- The sheet: labels stand beside the points of the largest n, in the order in which these stand; a curve without a
# point there says how far it goes, and no line leads to it.
last_of(c) = (last_ = 0, sum [r = 1 : rows] (curve_of(r) == c && (last_ == 0 || row_n[r] > row_n[last_ ? last_ : r]) ? \
    (last_ = r, 0) : 0), last_)
is_at_end(c) = row_n[last_of(c)] == n_most
label_text(c) = curve_text(c) . (is_at_end(c) ? '' : sprintf(' (n = %.0f)', row_n[last_of(c)]))
label_w = 0.0
do for [c = 1 : curves] { label_w = larger(label_w, 6.4 * strlen(label_text(c))) }
panels = 1; left_w = 84.0; right_w = 40 + larger(label_w, 60)
panel_w = larger(860.0, 560 + left_w + right_w); panel_h = 560.0; foot_h = 130.0
eval lay_sheet
plot_w = panel_w - left_w - right_w; plot_h = panel_h - 14 - tics_h
octave_w = plot_w / log2(x_end / x_begin)
label_gap = 15.0 * (y_high - y_low) / plot_h
do for [c = 1 : curves] { end_y[c] = height(row_time_s[last_of(c)] / row_units[last_of(c)]) }
has_label(c) = 1
put = spread_labels(curves)

# ---- Points: curve n y lo hi oversubscribed. Those of one n stand side by side, over half of the way to the next.
apart_octaves = 0.5 # where there is but one
do for [r = 1 : rows] { do for [q = 1 : rows] {
    gap = 0.5 * abs(log2(row_n[r] / row_n[q]))
    if (gap > 0.01) { apart_octaves = smaller(apart_octaves, gap) }
} }
beside(c) = 2 ** (apart_octaves * (c - (curves + 1) / 2.0) / larger(curves, 5))
set print $points
do for [r = 1 : rows] { if (curve_of(r)) {
    c = curve_of(r); scale = 1.0 / row_units[r]
    print sprintf('%d %.9g %.9g %.9g %.9g %d', c, row_n[r] * beside(c), height(scale * row_time_s[r]), \
        height(scale * row_time_lo[r]), height(scale * row_time_hi[r]), row_over[r])
} }
print '0 1 NaN NaN NaN 0'
set print
array tic_n[rows]; tics = 0
do for [r = 1 : rows] { if (curve_of(r)) {
    text_w = 12 + 7.0 * strlen(sprintf('%.0f', row_n[r]))
    if ((sum [i = 1 : tics] (abs(log2(row_n[r] / tic_n[i])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_n[tics] = row_n[r]
    }
} }

caption[2] = 'Points: the median time of a sample over its units, with its 95 % interval: of the whole program, ' . \
    'not of one core. No line joins them.'
caption[3] = left_out_text
caption[4] = joined(curves < curves_met ? sprintf('The first %d of %d.', curves, curves_met) : '', rest_text(1, 1), ' ')

do for [kind in formats] {
    eval begin_sheet
    left = panel_x(1) + left_w; top = panel_top(1); bottom = top - plot_h
    eval margins(left, bottom, left + plot_w, top)
    set logscale x 2
    set xrange [x_begin : x_end]; set yrange [y_low : y_high]
    set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
    set grid ytics lt 1 lc '#e4e4e4' lw 0.6
    set xtics () format '%.0f'
    do for [i = 1 : tics] { set xtics add (tic_n[i]) }
    set ytics ()
    do for [i = 1 : y_tics] { set ytics add (operation_text(y_tic[i]) height(y_tic[i])) }
    set label 9 what at screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h \
        rotate by 90 center
    set xlabel 'cores, n' offset 0, 0.2
    do for [c = 1 : curves] {
        if (is_at_end(c)) {
            set arrow 10 + c from x_end, end_y[c] to x_end * 2 ** (12 / octave_w), label_y[c] nohead \
                lc rgb colour(curve_colour[c]) lw 1
        }
        set label 10 + c label_text(c) at x_end * 2 ** (17 / octave_w), label_y[c] left offset 0.8, -0.2 \
            point pt shape_of_curve(c) ps 0.8 lc rgb colour(curve_colour[c]) font ',11'
    }
    set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 width 1 \
        maxrows 1 font ',11' textcolor '#222222'
    eval 'plot for [c = 1 : curves] $points using ($1 == c ? $2 : NaN):3:4:5 with yerrorbars ' . \
        'pt shape_of_curve(c) ps 0.9 lw 1.2 lc rgb colour(curve_colour[c]) notitle, ' . \
        '$points using ($6 == 1 ? $2 : NaN):3 with points pt 6 ps 1.9 lw 1 lc rgb "#000000" notitle, ' . \
        'keyentry with points pt 7 ps 0.9 lc "#222222" title "measured, with 95 % interval"' . \
        (n_over > 0 ? ', keyentry with points pt 6 ps 1.9 lw 1 lc "#000000" title "oversubscribed"' : '')
    unset label; unset arrow; unset key
    eval end_sheet
}
