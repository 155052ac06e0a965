# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The speed-up charts as text, one a series: letters are measured, dots are the law. Goes after read_summary.gp:
#
#     cd RUN && gnuplot -d -e 'ascii_only = 1' .../plots/read_summary.gp .../plots/terminal.gp
#
# `screen_columns`, `screen_rows`, `screen_color`, set before, say what for. Ends at the largest n measured:
# a terminal has no rows to spare for what was not.

if (!exists("screen_columns")) screen_columns = 80
if (!exists("screen_rows")) screen_rows = 24
if (!exists("screen_color")) screen_color = 0
dot = exists("ascii_only") ? '.' : '·'

if (screen_color) {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed ansi256
} else {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed mono
}
# Okabe and Ito's palette, as near as a terminal of either ground shows it.
colour(f) = word('#0087d7 #d78700 #00af87 #d75f00 #5fafff #d787af #8a8a8a', (f - 1) % 7 + 1)
letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
letter(f) = letters[(f - 1) % 26 + 1 : (f - 1) % 26 + 1]
small = 'abcdefghijklmnopqrstuvwxyz'
letter_of(f, hollow) = (int(hollow) ? small[(f - 1) % 26 + 1 : (f - 1) % 26 + 1] : letter(f))
log2(x) = log(x) / log(2)

brief_text(s) = ((row_engine[series_row[s]] eq 'threads' ? '' : row_engine[series_row[s]] . ', ') . row_place[series_row[s]] . \
    '; T(1) ' . time_text(series_t1_lo[s], series_t1_hi[s]) . \
    (lacks(series_rounds_hi[s]) ? '' : \
        '; ' . span_text(series_rounds_lo[s], series_rounds_hi[s], '%.0f') . ' rounds') . \
    (lacks(series_precision[s]) ? '' : sprintf('; %s%.2g %%', plus_minus, 100 * series_precision[s])) . \
    (series_here[s] ? '; this run only' : ''))
series_drawn = smaller(series_count, 12) # as many as are drawn on paper

least = 1; most = 1.2 # 1.2: a serial workload still has an axis
do for [r = 1 : rows] { least = smaller(least, row_s[r]); most = larger(most, row_s[r]) }
do for [s = 1 : series_count] { do for [f = 1 : fraction_count] {
    most = larger(most, or_else(law(s, law_p[cell(s, f)], n_most), 1))
} }
n_end = larger(n_most, 2)

# Up to two doublings a linear axis has the more tics, beyond it only a logarithmic one has room.
is_linear = most / least <= 4
height(y) = (is_linear ? y : log2(y))
from_height(h) = (is_linear ? h : 2 ** h)
set logscale x 2
set xrange [1 : n_end * 1.0001]; set yrange [least : most * 1.0001]
set border 3
set xtics 2 nomirror format '%.0f'
set ytics nomirror autofreq format '%.4g'
if (!is_linear) { set logscale y 2; set ytics 2 }
set lmargin 8; set rmargin 12; set tmargin 3; set bmargin 3
set label 3 'cores, n' at graph 0.5, graph 0 center offset 0, -2
unset key

# Labels at the lines' ends, a row each; of more than fit, every second, or third, ….
plot_rows = screen_rows - 7
array label_y[fraction_count]
label_gap = (height(most) - height(least)) / plot_rows
label_every = int(fraction_count / plot_rows) + 1

do for [s = 1 : series_drawn] {
    set label 1 title_text(series_row[s]) . ': speed-up. Letters: measured' . \
        (hollow_all ? ' (small: cannot tell)' : '') . '; dots: ' . law_name(law_kind(s)) \
        at screen 0, screen 1 offset 0, -1
    set label 2 brief_text(s) at screen 0, screen 1 offset 0, -2
    do for [f = 1 : fraction_count] {
        label_y[f] = height(or_else(law(s, law_p[cell(s, f)], n_end), 1))
        if (f > label_every) { label_y[f] = larger(label_y[f], label_y[f - label_every] + label_gap) }
    }
    roof = height(most)
    do for [f = fraction_count : 1 : -label_every] {
        label_y[f] = smaller(label_y[f], roof); roof = label_y[f] - label_gap
        set label 10 + f letter(f) . ' ' . p_text(s, f) at n_end, from_height(label_y[f]) offset 1, 0 tc rgb colour(f)
    }
    # Not `plot ... with labels`: gnuplot 5.4 crashes where none of them can be drawn.
    do for [r = 1 : rows] { if (row_series[r] == s && row_n[r] > 1) {
        set label fraction_count + 10 + r letter_of(row_fraction[r], row_hollow[r]) at row_n[r], row_s[r] center front \
            tc rgb colour(row_fraction[r])
    } }
    set samples screen_columns - 20
    plot for [f = 1 : fraction_count] '+' using 1:(or_else(law(s, law_p[cell(s, f)], $1), least)):(dot) \
        with labels tc rgb colour(f)
    do for [r = 1 : rows] { unset label fraction_count + 10 + r }
}
