# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `tasks` as text, one panel for each p of each series: letters are measured, one for each n, dots are the
# bound. Goes after tasks_axes.gp, in the place of sheet.gp and tasks.gp, with what terminal.gp is told.

dot = exists("ascii_only") ? '.' : '·'
if (screen_color) {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed ansi256
} else {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed mono
}
# As terminal.gp has them.
colour(i) = word('#0087d7 #d78700 #00af87 #d75f00 #5fafff #d787af #8a8a8a', (i - 1) % 7 + 1)
letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
letter(k) = letters[(k - 1) % 26 + 1 : (k - 1) % 26 + 1]

set logscale x 2
set xrange [x_begin : x_end * 1.0001]; set yrange [y_low : y_high]
set border 3
set xtics () nomirror format '%.0f'
tic_at = 0.0; plot_columns = screen_columns - 20
do for [j = 1 : t_count] {
    if (j == 1 || log2(dial_t[j] / tic_at) * plot_columns / log2(x_end / x_begin) >= 7) {
        tic_at = dial_t[j]
        set xtics add (tic_at)
    }
}
set ytics () nomirror
do for [i = 1 : y_tics] { set ytics add (tic_text(y_tic[i]) height(y_tic[i])) }
set lmargin 10; set rmargin 10; set tmargin 3; set bmargin 4
set label 3 'tasks in flight, t' at graph 0.5, graph 0 center offset 0, -2
unset key
plot_rows = screen_rows - 8
label_gap = (y_high - y_low) / plot_rows
label_every = int(n_count / plot_rows) + 1

do for [i = 1 : panels] {
    set label 1 joined(panel_title(i), 'time', ': ') at screen 0, screen 1 offset 0, -1
    set label 2 panel_facts(i) at screen 0, screen 1 offset 0, -2
    set label 4 'Letters: measured' . \
        ((sum [k = 1 : n_count] (has_bound(i, k))) ? '; dots: the bound max(k c/n, k (L + c)/t)' : '') \
        at screen 0, screen 0 offset 0, 1
    put = place_labels(i)
    do for [k = 1 : n_count] { if (has_label(k)) {
        set label 10 + k letter(k) . ' ' . n_text(k) at x_end, label_y[k] offset 1, 0 tc rgb colour(k)
    } }
    # Not `plot ... with labels`: gnuplot 5.4 crashes where none of them can be drawn.
    do for [r = 1 : rows] { if (panel_of(r) == i) {
        set label n_count + 10 + r letter(n_at(row_n[r])) at row_dial[r], height(row_time_s[r]) center front \
            tc rgb colour(n_at(row_n[r]))
    } }
    set samples plot_columns
    plot for [k = 1 : n_count] '+' using 1:(has_bound(i, k) ? or_else(height(bound(i, k, $1)), y_low) : y_low):(dot) \
        with labels tc rgb colour(k)
    do for [r = 1 : rows] { unset label n_count + 10 + r }
    do for [k = 1 : n_count] { unset label 10 + k }
}
