# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `tasks`: time against tasks in flight, a mark for each n, one panel for each p of each series. Points are
# measured, lines are the bound. Under it, where measured, what several tasks bring on one core. Goes after sheet.gp and
# tasks_axes.gp.

title = 'Time against tasks in flight'
has_overlap(i) = (sum [r = 1 : rows] (panel_of(r) == i && row_n[r] == 1 && !lacks(row_overlap[r]))) > 0
has_strip = (sum [i = 1 : panels] (has_overlap(i))) > 0
panel_w = panels == 1 ? 860.0 : 560.0
panel_h = has_strip ? 560.0 : 430.0
left_w = 84.0 # for "0.05 ms"
foot_h = 150.0
caption[2] = 'Points: median time of a sample, with its 95 % interval; no line joins them.' . \
    (has_strip ? ' Overlap: T(1, 1)/T(1, t), over the rounds.' : '')
caption[3] = bounds == 0 ? left_out_text : 'Lines: the bound max(k c/n, k (L + c)/t) of k units, each a wait L and ' . \
    'a computing c, the least that a number of tasks shows at n = 1.'
caption[4] = joined(bounds == 0 ? '' : left_out_text, rest_text(panels, pairs), ' ')
eval lay_sheet
strip_h = has_strip ? 118.0 : 0.0; gap_h = has_strip ? 12.0 : 0.0
plot_w = panel_w - left_w - right_w
plot_h = panel_h - title_h - strip_h - gap_h - tics_h
octave_w = plot_w / log2(x_end / x_begin)
label_gap = 15.0 * (y_high - y_low) / plot_h
label_every = int(n_count * 15.0 / plot_h) + 1

# ---- What is plotted: panel n tasks y lo hi oversubscribed; for the strip panel tasks overlap lo hi. Never empty:
# gnuplot refuses to plot nothing.
set print $points
do for [r = 1 : rows] { if (panel_of(r)) {
    print sprintf('%d %d %.9g %.9g %.9g %.9g %d', panel_of(r), n_at(row_n[r]), row_dial[r], height(row_time_s[r]), \
        height(row_time_lo[r]), height(row_time_hi[r]), row_over[r])
} }
print '0 0 1 NaN NaN NaN 0'
set print $overlap
array strip_low[panels]; array strip_high[panels]
do for [i = 1 : panels] { strip_low[i] = 1.0; strip_high[i] = 1.0 }
do for [r = 1 : rows] { if (panel_of(r) && row_n[r] == 1 && !lacks(row_overlap[r])) {
    i = panel_of(r)
    strip_low[i] = smaller(strip_low[i], row_overlap_lo[r]); strip_high[i] = larger(strip_high[i], row_overlap_hi[r])
    print sprintf('%d %.9g %.9g %.9g %.9g', i, row_dial[r], row_overlap[r], row_overlap_lo[r], row_overlap_hi[r])
} }
print '0 1 NaN NaN NaN'
set print

# Of several times an axis of doublings, of hardly any gain a linear one.
strip_height(x) = (is_wide ? log2(x) : x)

# Where times are alike the marks of more cores stand behind, and stand out.
mark_size(k) = 0.9 + 0.2 * smaller(k - 1, 4)

# ---- Tics: each number of tasks that has room for its figure.
array tic_t[rows]; tics = 0
do for [j = 1 : t_count] {
    text_w = 12 + 7.0 * strlen(sprintf('%.0f', dial_t[j]))
    if ((sum [i = 1 : tics] (abs(log2(dial_t[j] / tic_t[i])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_t[tics] = dial_t[j]
    }
}

put_tics = 'set xtics () format strip_format; do for [j = 1 : tics] { set xtics add (tic_t[j]) }'
do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        has_strip_here = has_strip && has_overlap(i)
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - plot_h
        eval margins(left, bottom, left + plot_w, top)
        set label 7 short(panel_title(i), 90) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
        set label 8 panel_facts(i) at screen left / sheet_w, screen (top + 10) / sheet_h font ',10' tc '#444444'
        set logscale x 2
        set xrange [x_begin : x_end]; set yrange [y_low : y_high]
        set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
        set grid xtics ytics lt 1 lc '#e4e4e4' lw 0.6
        strip_format = has_strip_here ? '' : '%.0f'
        eval put_tics
        set ytics () format '%g'
        do for [j = 1 : y_tics] { set ytics add (tic_text(y_tic[j]) height(y_tic[j])) }
        set label 9 'time of a sample, T(n, t)' at screen (left - left_w + 16) / sheet_w, \
            screen (top + bottom) / 2 / sheet_h rotate by 90 center
        if (has_strip_here) { unset xlabel } else { set xlabel 'tasks in flight, t' offset 0, 0.2 }
        put = place_labels(i); tag = 11
        do for [k = 1 : n_count] { if (has_label(k)) {
            set arrow tag from x_end, end_y[k] to x_end * 2 ** (12 / octave_w), label_y[k] nohead lc rgb colour(k) lw 1
            set label tag n_text(k) at x_end * 2 ** (17 / octave_w), label_y[k] left offset 0.8, -0.2 \
                point pt shape(k) ps 0.8 lc rgb colour(k) font ',11'
            tag = tag + 1
        } }
        set samples 500
        if (i == 1) {
            set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 \
                width 1 maxrows 2 font ',11' textcolor '#222222'
        } else { unset key }
        eval 'plot for [k = n_count : 1 : -1] bound(i, k, x) == bound(i, k, x) ? height(bound(i, k, x)) : NaN ' . \
            'with lines lw 1.5 lc rgb colour(k) notitle, ' . \
            'for [k = n_count : 1 : -1] $points using ($1 == i && $2 == k ? $3 : NaN):4:5:6 with yerrorbars ' . \
            'pt shape(k) ps mark_size(k) lw 1.2 lc rgb colour(k) notitle, ' . \
            '$points using ($1 == i && $7 == 1 ? $3 : NaN):4 with points pt 6 ps 1.9 lw 1 lc rgb "#000000" ' . \
            'notitle, ' . \
            'keyentry with points pt 7 ps 0.9 lc "#222222" title "measured, with 95 % interval"' . \
            (bounds ? ', keyentry with lines lw 1.5 lc "#222222" title "lower bound on the time"' : '') . \
            (n_over > 0 ? ', keyentry with points pt 6 ps 1.9 lw 1 lc "#000000" title "oversubscribed"' : '')
        unset label; unset arrow; unset key

        # ---- The strip: what several tasks bring on one core.
        if (has_strip_here) {
            low = strip_low[i]; high = strip_high[i]
            is_wide = high > 3 * low
            if (high - low < 0.01) { low = low - 0.005; high = high + 0.005 }
            low = strip_height(low); high = strip_height(high); room = 0.12 * (high - low)
            top = bottom - gap_h; bottom = top - strip_h
            eval margins(left, bottom, left + plot_w, top)
            set yrange [low - room : high + room]
            if (is_wide) {
                set ytics ()
                doublings = larger(1, ceil((high - low) / 7))
                do for [e = ceil(low) : floor(high)] { if (e % doublings == 0) {
                    set ytics add (sprintf('%.4g', 2.0 ** e) e)
                } }
            } else { set ytics nice_step((high - low) / 3) format '%.4g' }
            strip_format = '%.0f'
            eval put_tics
            set xlabel 'tasks in flight, t' offset 0, 0.2
            set label 9 'overlap, n = 1' at screen (left - left_w + 16) / sheet_w, \
                screen (top + bottom) / 2 / sheet_h rotate by 90 center
            plot strip_height(1) with lines lw 1.2 lc '#222222' notitle, $overlap using ($1 == i ? $2 : NaN): \
                (strip_height($3)):(strip_height($4)):(strip_height($5)) with yerrorbars \
                pt shape(n_at(1)) ps 0.8 lw 1.2 lc rgb colour(n_at(1)) notitle
            unset label
        }
    }
    eval end_sheet
}
