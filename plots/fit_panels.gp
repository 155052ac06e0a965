# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The panels of the charts `fit` and `prediction`. Goes after fit.gp.

# ---- What is plotted, a block a curve: n S lo hi measured-or-not beyond-or-not e. The last that was measured is in
# both, so that the line goes on. Never empty: gnuplot refuses to plot nothing.
serial_share(S, n) = (S > 0 && n > 1 ? (1.0 / S - 1.0 / n) / (1 - 1.0 / n) : NaN)
is_solid(r) = (row_measured[r] || !curve_met[row_curve[r]])
set print $curves
do for [c = 1 : curves] {
    print '1 NaN NaN NaN 0 0 NaN'
    if (is_drawn(c)) {
        last_solid = 0
        do for [r = curve_first[c] : curve_last[c]] { if (row_curve[r] == c && is_solid(r)) { last_solid = r } }
        do for [r = curve_first[c] : curve_last[c]] { if (row_curve[r] == c) {
            print sprintf('%.9g %.9g %.9g %.9g %d %d %.9g', row_n[r], lacks(row_s[r]) ? NaN : height(row_s[r]), \
                in_chart(row_lo[r]), in_chart(row_hi[r]), is_solid(r), !is_solid(r) || r == last_solid, \
                serial_share(row_s[r], row_n[r]))
        } }
    }
    print ''
    print ''
}
print '1 NaN NaN NaN 0 0 NaN'
set print $points
do for [i = 1 : points] {
    print sprintf('%d %.9g %.9g %.9g %.9g %.9g %.9g %.9g', point_panel[i], point_n[i], height(point_s[i]), \
        in_chart(point_lo[i]), in_chart(point_hi[i]), point_e[i], point_e_lo[i], point_e_hi[i])
}
print '0 1 NaN NaN NaN NaN NaN NaN'
set print
bars(size) = sprintf('with yerrorbars pt 7 ps %.1f lw 1.2 lc rgb "#222222" notitle', size)
block(c) = sprintf('$curves index %d ', c - 1)
band_of(c, flag, share) = block(c) . sprintf('using ($%d == 1 ? $1 : NaN):3:4 with filledcurves ', flag) . \
    sprintf('fs transparent solid %.2f noborder lc rgb "%s" notitle, ', share, colour_of(c))
line_of(c, column) = block(c) . sprintf('using ($5 == 1 ? $1 : NaN):%d with lines lw %.1f lc rgb "%s" notitle, ', \
    column, is_main(c) ? 2.2 : 1.2, colour_of(c)) . (!curve_beyond[c] ? '' : \
    block(c) . sprintf('using ($6 == 1 ? $1 : NaN):%d with lines lw %.1f dt 2 lc rgb "%s" notitle, ', column, \
    is_main(c) ? 1.8 : 1.2, pale_of(c)))

# ---- The largest speed-up of a curve, where it is not at an end: of the parabola through three rows, over log n. Of a
# law that has too few rows for a line there is none.
peak_row(c) = (at_ = curve_first[c], sum [r = curve_first[c] : curve_last[c]] \
    (row_curve[r] == c && row_s[r] > row_s[at_] ? (at_ = r, 0) : 0), at_)
has_peak(c) = (r_ = peak_row(c), curve_last[c] - curve_first[c] >= 20 && r_ > curve_first[c] && r_ < curve_last[c] && \
    row_curve[r_ - 1] == c && row_curve[r_ + 1] == c && row_s[curve_last[c]] < 0.999 * row_s[r_])
vertex(x1, y1, x2, y2, x3, y3) = x2 - 0.5 * ((x2 - x1) ** 2 * (y2 - y3) - (x2 - x3) ** 2 * (y2 - y1)) / \
    ((x2 - x1) * (y2 - y3) - (x2 - x3) * (y2 - y1))
peak_n(c) = (r_ = peak_row(c), 2 ** vertex(log2(row_n[r_ - 1]), row_s[r_ - 1], log2(row_n[r_]), row_s[r_], \
    log2(row_n[r_ + 1]), row_s[r_ + 1]))

# ---- Labels at the lines' ends keep `label_gap` between them: from the lowest up, then down from the top. Of more than
# fit, some.
label_gap = 15.0 / unit_h
array label_curve[curves + 1]; array label_y[curves + 1]; array end_h[curves + 1]; array end_n[curves + 1]
do for [c = 1 : curves] {
    end_h[c] = NaN; end_n[c] = NaN
    if (is_drawn(c)) { do for [r = curve_first[c] : curve_last[c]] {
        if (row_curve[r] == c && !lacks(row_s[r])) { end_h[c] = in_chart(row_s[r]); end_n[c] = row_n[r] }
    } }
}
# Of a law that has bounds and no figure the label stands between them.
do for [c = 1 : curves] { if (is_drawn(c) && lacks(end_h[c])) { do for [r = curve_first[c] : curve_last[c]] {
    if (row_curve[r] == c && row_hi[r] >= row_lo[r]) {
        end_h[c] = (in_chart(row_lo[r]) + in_chart(row_hi[r])) / 2; end_n[c] = row_n[r]
    }
} } }
labels = 0
find_labels(m) = (labels = 0, sum [c = 1 : curves] (is_drawn(c) && curve_panel[c] == m && !lacks(end_h[c]) ? \
    (labels = labels + 1, label_curve[labels] = c, 0) : 0))
stands_below(c, d) = (end_h[c] < end_h[d] || (end_h[c] == end_h[d] && c < d))
rank(c) = (sum [d = 1 : curves] (is_drawn(d) && curve_panel[d] == curve_panel[c] && !lacks(end_h[d]) && \
    stands_below(d, c))) + 1
array by_rank[curves + 1]
sort_labels(_) = (sum [k = 1 : labels] (by_rank[rank(label_curve[k])] = label_curve[k], 0))
is_kept(k) = ((labels - k) % label_every == 0)
push_up(_) = (floor_ = -1e300, sum [k = 1 : labels] (is_kept(k) ? \
    (label_y[k] = larger(end_h[by_rank[k]], floor_), floor_ = label_y[k] + label_gap, 0) : 0))
push_down(_) = (roof_ = height(y_end), sum [k = 1 : labels] (is_kept(labels + 1 - k) ? \
    (label_y[labels + 1 - k] = smaller(label_y[labels + 1 - k], roof_), \
    roof_ = label_y[labels + 1 - k] - label_gap, 0) : 0))
right_of_axis = 2 ** (16 / octave_w)

do for [kind in formats] {
    eval begin_sheet
    do for [m = 1 : panels] {
        left = panel_x(m) + left_w; top = panel_top(m) - title_h; bottom = top - plot_h
        eval margins(left, bottom, left + plot_w, top)
        if (is_headed) {
            set label 7 short(panel_name[m], 90) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
            set label 8 facts_text(m) at screen left / sheet_w, screen (top + 10) / sheet_h font ',10' tc '#444444'
        }
        set logscale x 2
        set xrange [x_begin : x_end * 1.0001]; set yrange [height(y_begin) : height(y_end)]
        set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
        set grid xtics ytics lt 1 lc '#e4e4e4' lw 0.6
        set xtics () format (has_strip && panel_has_e[m] ? '' : '%g')
        do for [t = 1 : tics] { set xtics add (tic_n[t]) }
        set ytics () format '%g'
        do for [t = 1 : y_tics] { set ytics add (sprintf('%.4g', y_tic[t]) height(y_tic[t])) }
        set label 9 (is_scaled(m) ? 'scaled speed-up' : 'speed-up, T(1)/T(n)') at \
            screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h rotate by 90 center
        if (has_strip && panel_has_e[m]) { unset xlabel } else { set xlabel 'cores, n' offset 0, 0.2 }
        n_most = panel_n_most[m]; unmeasured_w = n_most > 0 ? log2(x_end / n_most) * octave_w : 0
        if (unmeasured_w > 6) {
            set object 1 rectangle from n_most, graph 0 to x_end, graph 1 behind fs solid noborder fc '#f4f4f4'
            if (unmeasured_w > 56) {
                set label 10 (unmeasured_w > 90 ? 'not measured' : "not\nmeasured") at sqrt(n_most * x_end), \
                    graph 0.97 center font ',10' tc '#555555'
            }
        }
        tag = 11; named = 0.0; peaks = 0
        do for [c = 1 : curves] { if (is_drawn(c) && curve_panel[c] == m) {
            if (ceiling_of(c) < y_end * 0.97) {
                ceiling = ceiling_of(c)
                set arrow tag from x_begin, height(ceiling) to x_end, height(ceiling) nohead dt 3 lw 1 lc '#666666'
                if (abs(height(ceiling) - named) * unit_h >= 13) {
                    # Left of the ideal line, where that leaves it room.
                    at_left = log2(ceiling / x_begin) * octave_w > 140
                    set label tag sprintf('ceiling of %s: %.4g', p_text(c), ceiling) at at_left ? x_begin : x_end, \
                        height(ceiling) offset at_left ? 0.6 : -0.6, 0.5 font ',10' tc '#444444'
                    if (at_left) { set label tag left } else { set label tag right }
                    named = height(ceiling)
                }
                tag = tag + 1
            }
            if ((is_prediction || curve_best[c]) && has_peak(c)) {
                peak = peak_n(c)
                set arrow tag from peak, graph 0 to peak, in_chart(row_s[peak_row(c)]) nohead dt 3 lw 1.4 \
                    lc rgb colour_of(c)
                at_right = log2(x_end / peak) * octave_w > 90
                set label tag sprintf('N* %s %.3g', about, peak) at peak, graph 0.04 + 0.06 * peaks \
                    offset at_right ? 0.6 : -0.6, 0 font ',11' tc rgb colour_of(c)
                if (at_right) { set label tag left } else { set label tag right }
                peaks = peaks + 1; tag = tag + 1
            }
        } }
        put = find_labels(m) + sort_labels(0)
        label_every = int(labels * 15.0 / plot_h) + 1
        put = push_up(0) + push_down(0)
        do for [k = 1 : labels] { if (is_kept(k)) {
            c = by_rank[k]; is_early = end_n[c] < x_end * 0.99
            set arrow tag from end_n[c], end_h[c] to x_end * 2 ** (12 / octave_w), label_y[k] nohead \
                lc rgb colour_of(c) lw is_early ? 0.6 : 1 dt is_early ? 3 : 1
            set label tag end_text(c) at x_end * right_of_axis, label_y[k] left offset 0, -0.1 \
                tc rgb colour_of(c) font ',11'
            tag = tag + 1
        } }
        if (m == 1) {
            set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 \
                width 1 maxrows key_rows font ',11' textcolor '#222222'
        } else { unset key }
        # The first is the axis itself: gnuplot refuses a plot of which nothing can be seen.
        set samples 2
        all = 'plot height(y_begin) with lines lc "#444444" lw 1 notitle, ' . \
            'height(x) with lines lc "#bbbbbb" lw 3 notitle, '
        do for [c = 1 : curves] { if (has_band(c) && curve_panel[c] == m) {
            all = all . band_of(c, 5, 0.22) . (curve_beyond[c] ? band_of(c, 6, 0.12) : '')
        } }
        do for [pass = 0 : 1] { do for [c = 1 : curves] { if (is_drawn(c) && curve_panel[c] == m && \
            is_main(c) == pass) { all = all . line_of(c, 2) } } }
        if (m == 1) { do for [k = 1 : entries] {
            all = all . 'keyentry with ' . entry_look[k] . sprintf(' title entry_text[%d], ', k)
        } }
        eval all . '$points using ($1 == m ? $2 : NaN):3:4:5 ' . bars(0.9)
        unset label; unset arrow; unset object; unset key

        # ---- The strip: the serial fraction that the points show, and that of the laws.
        if (has_strip && panel_has_e[m]) {
            low = 0.0; high = 0.0
            do for [i = 1 : points] { if (point_panel[i] == m) {
                low = smaller(point_e[i], low); high = larger(point_e[i], high)
            } }
            # 0.001: what a clock could show. An end that is far off is cut.
            far = larger(high - low, 0.001); cut_low = low - 0.6 * far; cut_high = high + 0.6 * far
            do for [i = 1 : points] { if (point_panel[i] == m && !lacks(point_e[i])) {
                low = smaller(larger(point_e_lo[i], cut_low), low)
                high = larger(smaller(point_e_hi[i], cut_high), high)
            } }
            do for [r = 1 : rows] { if (row_measured[r] && is_main(row_curve[r]) && curve_panel[row_curve[r]] == m) {
                e = serial_share(row_s[r], row_n[r]) # of NaN: as it was
                low = smaller(larger(or_else(e, low), cut_low), low)
                high = larger(smaller(or_else(e, high), cut_high), high)
            } }
            high = larger(high, low + 0.001)
            room = 0.1 * (high - low)
            top = bottom - gap_h; bottom = top - strip_h
            eval margins(left, bottom, left + plot_w, top)
            set yrange [low - (low < 0 ? room : 0) : high + room]
            set ytics nice_step((high - low) / 3) format '%.4g'
            set format x '%g'
            set xlabel 'cores, n' offset 0, 0.2
            if (unmeasured_w > 6) {
                set object 1 rectangle from n_most, graph 0 to x_end, graph 1 behind fs solid noborder fc '#f4f4f4'
            }
            set label 9 'e(n)' at screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h \
                rotate by 90 center
            all = 'plot 0 with lines lw 1 lc "#444444" notitle, '
            do for [c = 1 : curves] { if (is_main(c) && curve_panel[c] == m) { all = all . line_of(c, 7) } }
            eval all . '$points using ($1 == m ? $2 : NaN):6:7:8 ' . bars(0.7)
            unset label; unset object
        }
    }
    eval end_sheet
}
