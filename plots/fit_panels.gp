# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The panels of the charts `fit` and `prediction`. Goes after fit.gp.

# ---- What is plotted, a block a curve: n S lo hi measured-or-not beyond-or-not e far-or-not. The last that was
# measured is in both, so that the line goes on. Never empty: gnuplot refuses to plot nothing.
serial_share(S, n) = (S > 0 && n > 1 ? (1.0 / S - 1.0 / n) / (1 - 1.0 / n) : NaN)
is_solid(r) = (row_measured[r] || !curve_met[row_curve[r]])
set print $curves
do for [c = 1 : curves] {
    print '1 NaN NaN NaN 0 0 NaN 0'
    if (is_drawn(c)) {
        last_solid = 0; last_figure = 0
        do for [r = curve_first[c] : curve_last[c]] { if (row_curve[r] == c) {
            if (is_solid(r)) { last_solid = r }
            if (!lacks(row_s[r])) { last_figure = r }
        } }
        do for [r = curve_first[c] : curve_last[c]] { if (row_curve[r] == c) {
            print sprintf('%.9g %.9g %.9g %.9g %d %d %.9g %d', row_n[r], lacks(row_s[r]) ? NaN : height(row_s[r]), \
                in_chart(row_lo[r]), in_chart(row_hi[r]), is_solid(r), !is_solid(r) || r == last_solid, \
                serial_share(row_s[r], row_n[r]), is_far(r) || r == last_figure)
        } }
    }
    print ''
    print ''
}
print '1 NaN NaN NaN 0 0 NaN 0'
set print $points
do for [i = 1 : points] {
    print sprintf('%d %.9g %.9g %.9g %.9g %.9g %.9g %.9g', point_panel[i], point_n[i], height(point_s[i]), \
        in_chart(point_lo[i]), in_chart(point_hi[i]), point_e[i], point_e_lo[i], point_e_hi[i])
}
print '0 1 NaN NaN NaN NaN NaN NaN'
set print
# The columns from `column` on are a figure and its ends. Points that are many stand behind the lines, small, and their
# bars have no ends and no clear rim about the point, which would hide those beside it.
points_many = 60
points_of(m, column, size) = sprintf('$points using ($1 == %d ? $2 : NaN):', m) . (panel_levels[m] <= points_many ? \
    sprintf('%d:%d:%d with yerrorbars pt 7 ps %.1f lw 1.2 lc rgb "#222222" notitle', column, column + 1, column + 2, \
    size) : sprintf('%d:(0):($%d - $%d) with vectors nohead lw 0.6 lc rgb "#aaaaaa" notitle, $points using ' . \
    '($1 == %d ? $2 : NaN):%d with points pt 7 ps 0.3 lc rgb "#444444" notitle', column + 1, column + 2, column + 1, \
    m, column))
block(c) = sprintf('$curves index %d ', c - 1)
band_of(c, flag, share) = block(c) . sprintf('using ($%d == 1 ? $1 : NaN):3:4 with filledcurves ', flag) . \
    sprintf('fs transparent solid %.2f noborder lc rgb "%s" notitle, ', share, colour_of(c))
far_end(c, column) = block(c) . sprintf('using ($8 == 1 ? $1 : NaN):%d with lines lw 1.2 lc rgb "%s" notitle, ', \
    column, pale_of(c))
line_of(c, column) = block(c) . sprintf('using ($5 == 1 ? $1 : NaN):%d with lines lw %.1f lc rgb "%s" notitle, ', \
    column, is_main(c) ? 2.2 : 1.2, colour_of(c)) . (!curve_beyond[c] ? '' : \
    block(c) . sprintf('using ($6 == 1 ? $1 : NaN):%d with lines lw %.1f dt 2 lc rgb "%s" notitle, ', column, \
    is_main(c) ? 1.8 : 1.2, pale_of(c)))

# ---- N*, where the law has one: up to the curve, which is straight between two rows; NaN where no line is drawn.
curve_height(c, n) = (before_ = 0, after_ = 0, sum [r = curve_first[c] : curve_last[c]] (row_curve[r] != c ? 0 : \
    (before_ = row_n[r] <= n ? r : before_, after_ = row_n[r] >= n && after_ == 0 ? r : after_, 0)), \
    before_ == 0 || after_ == 0 ? NaN : row_n[before_] >= row_n[after_] ? height(row_s[before_]) : \
    height(row_s[before_]) + (height(row_s[after_]) - height(row_s[before_])) * \
    log2(n / row_n[before_]) / log2(row_n[after_] / row_n[before_]))
array peak_h[curves + 1]; peak_w = 66.0
do for [c = 1 : curves] {
    peak_h[c] = is_drawn(c) && is_main(c) && curve_peak[c] > 0 ? curve_height(c, curve_peak[c]) : NaN
}
# Whether another one stands where its figure would: to the left of it, or to the right.
is_peak_near(c, d, n, more) = (d != c && curve_panel[d] == curve_panel[c] && !lacks(peak_h[d]) && more >= n && \
    log2(more / n) * octave_w < peak_w)
is_left_taken(c) = (sum [d = 1 : curves] (is_peak_near(c, d, curve_peak[d], curve_peak[c]))) > 0
is_right_taken(c) = (sum [d = 1 : curves] (is_peak_near(c, d, curve_peak[c], curve_peak[d]))) > 0

# ---- Labels at the lines' ends keep `label_gap` between them: from the lowest up, then down from the top. Of more than
# fit, some.
label_gap = 15.0 / unit_h
array label_curve[curves + 1]; array label_y[curves + 1]; array end_h[curves + 1]; array end_n[curves + 1]
do for [c = 1 : curves] {
    end_h[c] = NaN; end_n[c] = NaN
    if (is_drawn(c)) { do for [r = curve_first[c] : curve_last[c]] {
        if (row_curve[r] == c && !lacks(row_s[r])) { end_h[c] = in_chart(row_s[r]); end_n[c] = row_n[r] }
        if (row_curve[r] == c && is_far(r)) {
            end_h[c] = (in_chart(row_lo[r]) + in_chart(row_hi[r])) / 2; end_n[c] = row_n[r]
        }
    } }
}
# Of a law that has bounds and no figure the label stands between them.
do for [c = 1 : curves] { if (is_drawn(c) && lacks(end_h[c])) { do for [r = curve_first[c] : curve_last[c]] {
    if (row_curve[r] == c && row_hi[r] >= row_lo[r]) {
        end_h[c] = (in_chart(row_lo[r]) + in_chart(row_hi[r])) / 2; end_n[c] = row_n[r]
    }
} } }
# At the axis, or where the line ends early: no leader then, for it would look like a line.
is_early(c) = (end_n[c] < x_end * 0.99)
labels = 0
find_labels(m) = (labels = 0, sum [c = 1 : curves] (is_drawn(c) && curve_panel[c] == m && !is_early(c) && \
    !lacks(end_h[c]) ? (labels = labels + 1, label_curve[labels] = c, 0) : 0))
stands_below(c, d) = (end_h[c] < end_h[d] || (end_h[c] == end_h[d] && c < d))
rank(c) = (sum [d = 1 : curves] (is_drawn(d) && curve_panel[d] == curve_panel[c] && !is_early(d) && \
    !lacks(end_h[d]) && stands_below(d, c))) + 1
array by_rank[curves + 1]
sort_labels(_) = (sum [k = 1 : labels] (by_rank[rank(label_curve[k])] = label_curve[k], 0))
is_kept(k) = ((labels - k) % label_every == 0)
push_up(_) = (floor_ = -1e300, sum [k = 1 : labels] (is_kept(k) ? \
    (label_y[k] = larger(end_h[by_rank[k]], floor_), floor_ = label_y[k] + label_gap, 0) : 0))
push_down(_) = (roof_ = height(y_end), sum [k = 1 : labels] (is_kept(labels + 1 - k) ? \
    (label_y[labels + 1 - k] = smaller(label_y[labels + 1 - k], roof_), \
    roof_ = label_y[labels + 1 - k] - label_gap, 0) : 0))
right_of_axis = 2 ** (16 / octave_w)

# ---- Room for a word inside the panel: a box `w` wide and `tall` in points of the sheet, its left lower corner at n
# and h. How many rows of lines lie in it, and the ideal line.
clashes(m, n, h, w, tall) = (n_ = n * 2 ** (w / octave_w), h_ = h + tall / unit_h, \
    (height(n) <= h_ && height(n_) >= h ? 1 : 0) + (sum [c = 1 : curves] (!is_drawn(c) || curve_panel[c] != m ? 0 : \
    (sum [r = curve_first[c] : curve_last[c]] (row_curve[r] == c && row_n[r] >= n && row_n[r] <= n_ && \
    height(row_s[r]) >= h && height(row_s[r]) <= h_)))))
# Of the heights from the top of the panel down, as shares of it, the first that is free; else the top.
word_at = '0.97 0.91 0.85 0.79 0.73 0.6 0.5 0.4 0.3 0.2'
free_share(m, n, w) = (found_ = 0, sum [k = 1 : words(word_at)] (found_ == 0 && \
    clashes(m, n, height(y_begin) + (word(word_at, k) * plot_h - 9) / unit_h, w, 18) == 0 ? (found_ = k, 0) : 0), \
    word(word_at, int(larger(found_, 1))) + 0)
# Words of lines that end early stand each at its end, or all under the lowest end or over the highest: from the highest
# line down, where they meet the fewest lines.
early_w = 70.0; earlies = 0
array early_at[curves + 1]; array early_y[curves + 1]
early_rank(c) = (sum [d = 1 : curves] (is_drawn(d) && curve_panel[d] == curve_panel[c] && is_early(d) && \
    !lacks(end_h[d]) && stands_below(c, d))) + 1
find_early(m) = (earlies = 0, early_n = 0, sum [c = 1 : curves] (is_drawn(c) && curve_panel[c] == m && is_early(c) && \
    !lacks(end_h[c]) ? (earlies = earlies + 1, early_at[early_rank(c)] = c, \
    early_n = larger(end_n[c], early_n), 0) : 0))
early_roof(way) = (way == 1 ? 1e300 : way == 2 ? end_h[early_at[earlies]] - 12 / unit_h : \
    end_h[early_at[1]] + (12 + 15.0 * (earlies - 1)) / unit_h)
put_early(way) = (roof_ = early_roof(way), sum [k = 1 : earlies] (early_y[k] = way == 1 ? \
    smaller(end_h[early_at[k]], roof_) : roof_, roof_ = early_y[k] - label_gap, 0))
early_clashes(m, way) = put_early(way) + (sum [k = 1 : earlies] ( \
    clashes(m, early_n * 2 ** (8 / octave_w), early_y[k] - 7 / unit_h, early_w, 14) + \
    100 * (early_y[k] - 7 / unit_h < height(y_begin) || early_y[k] + 7 / unit_h > height(y_end))))
early_way(m) = (early_clashes(m, 1) == 0 ? 1 : early_clashes(m, 2) <= early_clashes(m, 3) ? 2 : 3)

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
                word_w = unmeasured_w > 90 ? 76 : 50
                set label 10 (unmeasured_w > 90 ? 'not measured' : "not\nmeasured") at sqrt(n_most * x_end), graph \
                    free_share(m, sqrt(n_most * x_end) * 2 ** (-0.5 * word_w / octave_w), word_w) center \
                    font ',10' tc '#555555'
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
            if (!lacks(peak_h[c])) {
                peak = curve_peak[c]
                set arrow tag from peak, graph 0 to peak, within(peak_h[c]) nohead dt 3 lw 1.4 lc rgb colour_of(c)
                at_right = is_left_taken(c) || (!is_right_taken(c) && log2(x_end / peak) * octave_w > peak_w)
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
            c = by_rank[k]
            set arrow tag from end_n[c], end_h[c] to x_end * 2 ** (12 / octave_w), label_y[k] nohead \
                lc rgb colour_of(c) lw 1
            set label tag end_text(c) at x_end * right_of_axis, label_y[k] left offset 0, -0.1 \
                tc rgb colour_of(c) font ',11'
            tag = tag + 1
        } }
        put = find_early(m)
        if (earlies) { put = put_early(early_way(m)) }
        do for [k = 1 : earlies] {
            set label tag end_text(early_at[k]) at early_n * 2 ** (8 / octave_w), early_y[k] left \
                tc rgb colour_of(early_at[k]) font ',11'
            tag = tag + 1
        }
        # The first is the axis itself: gnuplot refuses a plot of which nothing can be seen.
        set samples 2
        all = 'plot height(y_begin) with lines lc "#444444" lw 1 notitle, ' . \
            'height(x) with lines lc "#bbbbbb" lw 3 notitle, '
        do for [c = 1 : curves] { if (has_band(c) && curve_panel[c] == m) {
            all = all . band_of(c, 5, 0.22) . (curve_beyond[c] ? band_of(c, 6, 0.12) : '')
        } }
        is_behind = panel_levels[m] > points_many
        speedups = points_of(m, 3, 0.9)
        if (is_behind) { all = all . speedups . ', ' }
        do for [c = 1 : curves] { if (has_far && has_band(c) && curve_panel[c] == m) {
            all = all . far_end(c, 3) . far_end(c, 4)
        } }
        do for [pass = 0 : 1] { do for [c = 1 : curves] { if (is_drawn(c) && curve_panel[c] == m && \
            is_main(c) == pass) { all = all . line_of(c, 2) } } }
        eval all . (is_behind ? 'NaN notitle' : speedups)
        unset label; unset arrow; unset object

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
            # Where an interval is cut an arrow says that it goes on.
            if (!is_behind) { do for [i = 1 : points] { if (point_panel[i] == m && !lacks(point_e[i])) {
                if (point_e_hi[i] > high + room) {
                    set arrow from point_n[i], graph 0.88 to point_n[i], graph 1 \
                        head filled size screen 0.006, 20 lw 1.2 lc '#222222'
                }
                if (point_e_lo[i] < low - (low < 0 ? room : 0)) {
                    set arrow from point_n[i], graph 0.12 to point_n[i], graph 0 \
                        head filled size screen 0.006, 20 lw 1.2 lc '#222222'
                }
            } } }
            shares = points_of(m, 6, 0.7)
            all = 'plot 0 with lines lw 1 lc "#444444" notitle, ' . (is_behind ? shares . ', ' : '')
            do for [c = 1 : curves] { if (is_main(c) && curve_panel[c] == m) { all = all . line_of(c, 7) } }
            eval all . (is_behind ? 'NaN notitle' : shares)
            unset label; unset arrow; unset object
        }
    }
    # The key is a plot of its own, as wide as the sheet: gnuplot makes columns as the plot's width has room for them.
    eval margins(20, foot_h - 12 - 17 * key_rows, sheet_w - 20, foot_h - 12)
    unset logscale; unset border; unset tics; unset grid; unset xlabel
    set xrange [0 : 1]; set yrange [0 : 1]
    set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 \
        width 1 maxrows key_rows maxcols key_across font ',11' textcolor '#222222'
    all = 'plot 2 with lines notitle' # above what is seen
    do for [k = 1 : entries] {
        all = all . ', keyentry with ' . entry_look[k] . sprintf(' title entry_text[%d]', k)
    }
    eval all
    unset key; set tics
    eval end_sheet
}
