# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A value against cores, one panel a series: what it is says speedup.gp, efficiency.gp or karp_flatt.gp, one of which
# stands before. Points are measured, lines are laws: a line never joins measurements. A bar is the law on the cores as
# the sentinel found them at that n. Beyond the largest n measured the laws are dashed. Under it, where asked for, how
# far each point is from its law.

# ---- Panels: of the series that have a point to show.
array panel_series[panels_most]; panels = 0; series_shown = 0
do for [s = 1 : series_count] {
    if ((sum [r = 1 : rows] (row_series[r] == s && !lacks(measured(r)))) > 0) {
        series_shown = series_shown + 1
        if (panels < panels_most) { panels = panels + 1; panel_series[panels] = s }
    }
}
ratios_of(s) = (sum [r = 1 : rows] (row_series[r] == s && row_n[r] > 1 && !lacks(row_r[r])))
has_ratio = has_strip && (sum [s = 1 : series_count] (ratios_of(s))) > 0
panel_w = panels == 1 ? 860.0 : 700.0
panel_h = has_strip ? 610.0 : 530.0
# Where the last row has a free place the key goes there, else below.
key_inside = panels > 1 && panels != 2 && panels != 4 && panels % 3 != 0
if (has_seen) { caption_lines = 5; array caption[5]; caption[1] = machine_line; caption[5] = seen_note }
fits_drawn = sum [s = 1 : series_count] (sum [f = 1 : fraction_count] (!lacks(by_fit(s, f, n_most))))
# A fit's long name makes one column of the key.
foot_h = (key_inside ? 90.0 : fits_drawn && laws ? 210.0 : 166.0) + 15 * (caption_lines - 4)
eval lay_sheet
strip_h = has_ratio ? 118.0 : 0.0; gap_h = has_ratio ? 12.0 : 0.0
plot_w = panel_w - left_w - right_w
plot_h = panel_h - title_h - strip_h - gap_h - tics_h
octave_w = plot_w / log2(x_end / x_begin); unit_h = plot_h / (height(y_end) - height(y_begin))
unmeasured_w = law_end > n_most * 1.9 ? log2(law_end / n_most) * octave_w : 0
# Beside the largest n measured there is nothing yet that was not.
solid_end = unmeasured_w > 0 ? n_most : x_end
not_measured = unmeasured_w > 90 ? 'not measured' : unmeasured_w > 56 ? "not\nmeasured" : ''

# ---- Tics: each power of two, and each n measured that has room for its figure.
array tic_n[2 * rows + 64]; tics = 0
text_w = 26.0
do for [e = ceil(log2(x_begin) - 0.001) : floor(log2(x_end) + 0.001)] {
    if (e % (octave_w < text_w ? 2 : 1) == 0) { tics = tics + 1; tic_n[tics] = 2.0 ** e }
}
do for [r = 1 : rows] {
    if (row_n[r] >= x_begin && (sum [i = 1 : tics] (abs(log2(row_n[r] / tic_n[i])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_n[tics] = row_n[r]
    }
}

# ---- Points of one n stand side by side, where asked for, over at most this share of the way to the next n.
apart_octaves = 0.5 # side by side but clearly of one n, where there is but one
do for [r = 1 : rows] { do for [i = 1 : tics] {
    gap = abs(log2(row_n[r] / tic_n[i]))
    if (gap > 0.01) { apart_octaves = smaller(apart_octaves, gap) }
} }
# The serial fraction seen stands beside that by Karp and Flatt; marks are at least a seventh, or a quarter, apart.
marks_of = has_seen ? 2 : 1
shift(s, place) = 2 ** (apart_octaves * 0.85 * (place - (marks_of * fractions_of(s) + 1) / 2.0) / \
    larger(marks_of * fractions_of(s), has_seen ? 4 : 7))
apart(s, f) = shift(s, marks_of * (place_of(s, f) - 1) + 1)
apart_seen(s, f) = shift(s, marks_of * place_of(s, f))

# ---- What is plotted: series fraction x y lo hi cannot-tell oversubscribed. Never empty: gnuplot refuses to plot
# nothing.
point_text(r, x, y, lo, hi) = sprintf('%d %d %.9g %.9g %.9g %.9g %d %d', row_series[r], row_fraction[r], x, y, lo, hi, \
    row_hollow[r], row_over[r])
set print $points
do for [r = 1 : rows] { if (row_n[r] > 1 && !lacks(measured(r))) {
    print point_text(r, row_n[r] * (side_by_side ? apart(row_series[r], row_fraction[r]) : 1), height(measured(r)), \
        height(measured_lo(r)), height(measured_hi(r)))
} }
print '0 0 1 NaN NaN NaN 0 0'
set print $seen
do for [r = 1 : rows] { if (has_seen && row_n[r] > 1 && !lacks(row_seen[r])) {
    print point_text(r, row_n[r] * apart_seen(row_series[r], row_fraction[r]), height(row_seen[r]), \
        height(row_seen_lo[r]), height(row_seen_hi[r]))
} }
print '0 0 1 NaN NaN NaN 0 0'
set print $attainable
has_attainable = 0
do for [r = 1 : rows] { if (row_n[r] > 1 && !row_over[r] && !lacks(attainable(r))) {
    has_attainable = 1
    print point_text(r, row_n[r], height(attainable(r)), NaN, NaN)
} }
print '0 0 1 NaN NaN NaN 0 0'
set print $strip
do for [r = 1 : rows] { if (row_n[r] > 1 && !lacks(row_r[r])) {
    print point_text(r, row_n[r] * apart(row_series[r], row_fraction[r]), 100 * (row_r[r] - 1), \
        100 * (row_r_lo[r] - 1), 100 * (row_r_hi[r] - 1))
} }
print '0 0 1 NaN NaN NaN 0 0'
set print
chosen(s, f, hollow) = ($1 == s && $2 == f && $7 == hollow ? $3 : NaN)
# A point's mark is filled, has a white heart where it cannot tell, and a ring where it is oversubscribed.
marks(block, size) = \
    'for [f = fraction_count : 1 : -1] ' . block . ' using (chosen(s, f, 0)):4:5:6 with yerrorbars ' . \
        sprintf('pt shape_of(f) ps %.2f lw 1.2 lc rgb colour_of(f) notitle, ', size) . \
    'for [f = fraction_count : 1 : -1] ' . block . ' using (chosen(s, f, 1)):4:5:6 with yerrorbars ' . \
        sprintf('pt shape_of(f) ps %.2f lw 1.2 lc rgb colour_of(f) notitle, ', size) . \
    'for [f = fraction_count : 1 : -1] ' . block . ' using (chosen(s, f, 1)):4 with points ' . \
        sprintf("pt shape_of(f) ps %.2f lc rgb 'white' notitle, ", 0.6 * size) . \
    block . " using ($1 == s && $8 == 1 ? $3 : NaN):4 with points " . \
        sprintf("pt 6 ps %.2f lw 1 lc rgb '#000000' notitle", 2.1 * size)

# Of the serial fraction seen: an open diamond, of thinner line than a hollow one.
seen_look = 'pt 12 ps 1.1 lw 1 lc rgb '
seen_marks = ', for [f = fraction_count : 1 : -1] $seen using ($1 == s && $2 == f ? $3 : NaN):4:5:6 ' . \
    'with yerrorbars ' . seen_look . 'colour_of(f) notitle'
seen_entry = ', keyentry with points ' . seen_look . '"#222222" title "seen: one thread runnable"'

# Of what is attainable: a bar a little wider than a point, so that it is seen behind one.
bar_w = 24.0 / octave_w
attainable_bars = ', for [f = fraction_count : 1 : -1] $attainable using ($1 == s && $2 == f ? ' . \
    '$3 * 2 ** (-bar_w / 2) : NaN):4:($3 * (2 ** (bar_w / 2) - 2 ** (-bar_w / 2))):(0) with vectors nohead lw 2 ' . \
    'lc rgb colour_of(f) notitle'
attainable_entry = ', keyentry with lines lw 2 lc "#222222" title "bar: attainable, by the sentinel"'

# ---- Labels at the lines' ends, 15 points apart.
label_gap = 15.0 / unit_h
label_every = int(fraction_count * 15.0 / plot_h) + 1

# ---- The caption.
measured_count = sum [r = 1 : rows] (row_n[r] > 1 && !lacks(measured(r)))
caption[2] = definition
caption[3] = left_out_text . precision_text
caption[4] = joined(axis_note, rest_text(panels, series_shown), ' ')

do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        s = panel_series[i]
        has_ratio_here = has_ratio && ratios_of(s) > 0
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - plot_h
        eval margins(left, bottom, left + plot_w, top)
        set label 7 short(title_text(s), 90) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
        set label 8 facts_text(s) at screen left / sheet_w, screen (top + 10) / sheet_h font ',10' tc '#444444'
        set logscale x 2
        set xrange [x_begin : x_end * 1.0001]; set yrange [height(y_begin) : height(y_end)]
        set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
        set grid xtics ytics lt 1 lc '#e4e4e4' lw 0.6
        set xtics () format (has_ratio_here ? '' : '%.0f')
        do for [t = 1 : tics] { set xtics add (tic_n[t]) }
        set ytics () format '%g'
        do for [t = 1 : y_tics] { set ytics add (y_tic_text[t] height(y_tic[t])) }
        set label 9 axis_text(s) at screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h \
            rotate by 90 center
        if (has_ratio_here) { unset xlabel } else { set xlabel 'cores, n' offset 0, 0.2 }
        if (unmeasured_w > 0) {
            set object 1 rectangle from n_most, graph 0 to law_end, graph 1 behind fs solid noborder fc '#f1f1f1'
            if (!has_ratio_here) {
                set label 10 not_measured at sqrt(n_most * law_end), graph 0.97 center font ',10' tc '#555555'
            }
        }
        tag = 11; ceiling_named = 1
        do for [f = 1 : fraction_count] {
            p = law_p[cell(s, f)]; ceiling = 1 / larger(1 - p, 1e-9) # a law without end has none in sight
            if (has_ceilings && law_kind(s) eq 'strong' && p > 0 && ceiling < y_end * 0.97) {
                set arrow tag from x_begin, height(ceiling) to x_end, height(ceiling) nohead dt 3 lw 1 lc '#666666'
                at_left = log2(ceiling) * octave_w > 135
                if (log2(ceiling / ceiling_named) * unit_h >= 12) {
                    set label tag sprintf('ceiling of %s: %.3g', p_text(s, f), ceiling) at at_left ? 1 : x_end, \
                        height(ceiling) offset at_left ? 0.6 : -0.6, 0.5 font ',10' tc '#444444'
                    if (at_left) { set label tag left } else { set label tag right }
                    ceiling_named = ceiling
                }
                tag = tag + 1
            }
        }
        put = find_ends(s) + push_up(s) + push_down(s)
        do for [f = 1 : fraction_count] { if (is_labelled(f)) {
            set arrow tag from x_end, end_y[f] to x_end * 2 ** (12 / octave_w), label_y[f] \
                nohead lc rgb colour_of(f) lw 1
            set label tag line_text(s, f) at x_end * 2 ** (17 / octave_w), label_y[f] left offset 0.8, -0.2 \
                point pt shape_of(f) ps 0.8 lc rgb colour_of(f) font ',11'
            tag = tag + 1
        } }
        set samples 300
        if (i == 1) {
            set key center top Left reverse samplen 2.4 textcolor '#222222'
            if (key_inside) {
                set key at screen (panel_x(panels) + panel_w * 1.4) / sheet_w, \
                    screen (panel_top(panels) - title_h - 20) / sheet_h vertical font ',13' spacing 1.4
            } else {
                set key at screen 0.5, screen (foot_h - 14) / sheet_h horizontal width 1 font ',11'
            }
        } else { unset key }
        # The first is the axis itself: gnuplot refuses a plot of which nothing can be seen.
        eval 'plot height(y_begin) with lines lc "#444444" lw 1 notitle, ' . \
            '(x <= solid_end ? height(ideal(x)) : NaN) with lines lc "#bbbbbb" lw 3 ' . \
                (strlen(ideal_name) ? 'title ideal_name, ' : 'notitle, ') . \
            '(x > solid_end ? height(ideal(x)) : NaN) with lines lc "#bbbbbb" lw 3 dt 2 notitle, ' . \
            'for [f = 1 : fraction_count] (x <= solid_end ? height(by_law(s, f, x)) : NaN) with lines lw 1.5 ' . \
                'lc rgb colour_of(f) notitle, ' . \
            'for [f = 1 : fraction_count] (x >= solid_end ? height(by_law(s, f, x)) : NaN) with lines lw 1.5 dt 2 ' . \
                'lc rgb colour_of(f) notitle, ' . \
            (fits_drawn ? 'for [f = 1 : fraction_count] height(by_fit(s, f, x)) with lines lw 1.5 dt "-." ' . \
                'lc rgb colour_of(f) notitle, ' : '') . \
            marks('$points', 0.9) . (has_seen ? seen_marks : '') . (has_attainable ? attainable_bars : '') . \
            (laws ? ', keyentry with lines lw 1.5 lc "#222222" title law_names(0)' : '') . \
            (laws && unmeasured_w > 0 ? \
                ', keyentry with lines lw 1.5 dt 2 lc "#222222" title "the same, not measured"' : '') . \
            (laws && has_ceilings ? ', keyentry with lines lw 1 dt 3 lc "#444444" title "ceiling 1/(1 − p)"' : '') . \
            (has_attainable ? attainable_entry : '') . \
            (fits_drawn ? ', keyentry with lines lw 1.5 dt "-." lc "#222222" title fit_name(0)' : '') . \
            ', keyentry with points pt 7 ps 0.9 lc "#222222" title "measured, with 95 % interval"' . \
            (has_seen ? seen_entry : '') . \
            (points_all ? ', keyentry with points pt 6 ps 0.8 lc "#222222" title "measured, cannot tell"' : '') . \
            (n_over > 0 ? ', keyentry with points pt 6 ps 1.9 lw 1 lc "#000000" title "oversubscribed"' : '')
        unset label; unset arrow; unset object; unset key

        # ---- The strip: how far the points are from the law.
        if (has_ratio_here) {
            low = 0.0; high = 0.0
            do for [r = 1 : rows] { if (row_series[r] == s && row_n[r] > 1 && !lacks(row_r[r])) {
                low = smaller(low, 100 * (row_r_lo[r] - 1)); high = larger(high, 100 * (row_r_hi[r] - 1))
            } }
            # An empty strip, or one of differences below any clock's, would only show its own rounding.
            if (high - low < 0.1) { low = low - 0.05; high = high + 0.05 }
            room = 0.12 * (high - low)
            top = bottom - gap_h; bottom = top - strip_h
            eval margins(left, bottom, left + plot_w, top)
            set yrange [low - room : high + room]
            set ytics nice_step((high - low) / 3) format '%+.3g'
            set ytics add ('0' 0)
            set format x '%.0f'
            set xlabel 'cores, n' offset 0, 0.2
            set object 1 rectangle from n_most * 2 ** (apart_octaves / 2), graph 0 to law_end, graph 1 behind \
                fs solid noborder fc '#f1f1f1'
            set label 9 'off the law, %' at screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h \
                rotate by 90 center
            set label 10 not_measured at sqrt(n_most * law_end), graph (high + low > 0 ? 0.8 : 0.3) center \
                font ',10' tc '#555555'
            eval 'plot 0 with lines lw 1.2 lc "#222222" notitle, ' . marks('$strip', 0.7)
            unset label; unset arrow; unset object
        }
    }
    eval end_sheet
}
