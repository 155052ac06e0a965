# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# A chart as text, one panel a series: letters are measured, dots are the law. Goes after speedup.gp, efficiency.gp or
# karp_flatt.gp, in the place of sheet.gp and curves.gp.
#
# `screen_columns`, `screen_rows`, `screen_color`, set before, say what for. Ends at the largest n measured:
# a terminal has no rows to spare for what was not.

dot = exists("ascii_only") ? '.' : '·'

if (screen_color) {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed ansi256
} else {
    set terminal dumb size screen_columns, screen_rows noenhanced nofeed mono
}
# Okabe and Ito's palette, as near as a terminal of either ground shows it.
colour(i) = word('#0087d7 #d78700 #00af87 #d75f00 #5fafff #d787af #8a8a8a', (i - 1) % 7 + 1)
letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
small = 'abcdefghijklmnopqrstuvwxyz'
# By a fraction's place in its series: a panel is read by itself.
letter_at(place, hollow) = (hollow ? small[place : place] : letters[place : place])
letter(s, f, hollow) = letter_at((place_of(s, f) - 1) % 26 + 1, hollow)

# Of several numbers of tasks in flight the most alone.
most_text(s) = (dials_thinned <= dials_kept || row_tasks[series_row[s]] == 0 ? '' : \
    sprintf('%.0f tasks, the most; ', row_tasks[series_row[s]]))
brief_text(s) = most_text(s) . joined(row_engine[series_row[s]] eq 'threads' ? '' : row_engine[series_row[s]], \
    row_place[series_row[s]], ', ') . '; ' . facts_text(s)

# The dots: of the law, and where there is none of the fit to the measurements.
by_line(s, f, n) = or_else(by_law(s, f, n), by_fit(s, f, n))
fit_of(s) = (fit_ = '', sum [f = 1 : fraction_count] (lacks(by_fit(s, f, n_most)) ? 0 : \
    (fit_ = screen_columns < 72 ? 'Amdahl at ' . e_text(s, f) : fit_text(s, f), 0)), fit_)
dots_text(s) = (has_law_any(s) ? '; dots: ' . law_name(law_kind(s)) : strlen(fit_of(s)) ? '; dots: ' . fit_of(s) : '')

panels = 0
array panel_series[series_count]
do for [s = 1 : series_count] { if (\
    (sum [r = 1 : rows] (row_series[r] == s && row_n[r] > 1 && !lacks(measured(r)))) > 0) {
    panels = panels + 1; panel_series[panels] = s
} }
if (panels == 0) { set print '-'; print 'nothing to draw'; exit }

set logscale x 2
set xrange [x_begin : x_end * 1.0001]
set yrange [height(y_begin) : height(y_end) + 1e-4 * (height(y_end) - height(y_begin))]
set border 3
set xtics 2 nomirror format '%.0f'
set ytics () nomirror
do for [i = 1 : y_tics] { set ytics add (y_tic_text[i] height(y_tic[i])) }
set lmargin 8; set rmargin 12; set tmargin 3; set bmargin 4
set label 3 'cores, n' at graph 0.5, graph 0 center offset 0, -2
unset key

# Labels at the lines' ends, a row each; of more than fit, every second, or third, ….
plot_rows = screen_rows - 8
label_gap = (height(y_end) - height(y_begin)) / plot_rows
label_every = int(fraction_count / plot_rows) + 1

do for [i = 1 : panels] {
    s = panel_series[i]
    set label 1 title_text(s) . ': ' . value_name at screen 0, screen 1 offset 0, -1
    set label 2 brief_text(s) at screen 0, screen 1 offset 0, -2
    set label 4 'Letters: measured' . (hollow_all ? ' (small: cannot tell)' : '') . dots_text(s) \
        at screen 0, screen 0 offset 0, 1
    put = find_ends(s) + push_up(s) + push_down(s)
    do for [f = 1 : fraction_count] { if (is_labelled(f)) {
        set label 10 + f letter(s, f, 0) . ' ' . line_text(s, f) at x_end, label_y[f] offset 1, 0 tc rgb colour_of(f)
    } }
    # Not `plot ... with labels`: gnuplot 5.4 crashes where none of them can be drawn.
    do for [r = 1 : rows] { if (row_series[r] == s && row_n[r] > 1 && !lacks(measured(r))) {
        set label fraction_count + 10 + r letter(s, row_fraction[r], row_hollow[r]) at row_n[r], height(measured(r)) \
            center front tc rgb colour_of(row_fraction[r])
    } }
    set samples screen_columns - 20
    plot for [f = 1 : fraction_count] '+' using 1:(or_else(height(by_line(s, f, $1)), height(y_begin))):(dot) \
        with labels tc rgb colour_of(f)
    do for [r = 1 : rows] { unset label fraction_count + 10 + r }
    do for [f = 1 : fraction_count] { unset label 10 + f }
}
