# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `heat`: what both dials bring together, a cell for each number of tasks and of cores, one panel for each p
# of each series: T at the fewest tasks on one core over T(n, t). Colours are for the eye, the numbers say it without
# them; a cell that was not measured is blank. Goes after sheet.gp.

title = 'Tasks in flight and cores at work'
array panel_base[panels]; bases = 0; base_least = 1e9; base_most = 0
do for [i = 1 : panels] {
    panel_base[i] = fewest_of(pair_first[i])
    if (panel_base[i]) {
        bases = bases + 1; t = row_dial[panel_base[i]]
        base_least = smaller(base_least, t); base_most = larger(base_most, t)
    }
}
if (bases == 0) { set print '-'; print 'nothing to draw'; exit }
base_text(t) = sprintf('T(1, %.0f)/T(n, t)', t)
title = title . ': ' . (base_least == base_most ? base_text(base_least) : 'T(1, fewest)/T(n, t)')
gain(r) = (b_ = panel_base[panel_of(r)], b_ ? row_time_s[b_] / row_time_s[r] : NaN)

# ---- Columns and lines: a panel has its own, so that none is all blank.
array column_of_n[panels * n_count]; array line_of_t[panels * t_count] # 0: the panel has none
at_n(i, k) = (i - 1) * n_count + k
at_t(i, j) = (i - 1) * t_count + j
do for [c = 1 : panels * n_count] { column_of_n[c] = 0 }
do for [l = 1 : panels * t_count] { line_of_t[l] = 0 }
do for [r = 1 : rows] { if (panel_of(r)) {
    column_of_n[at_n(panel_of(r), n_at(row_n[r]))] = 1; line_of_t[at_t(panel_of(r), t_at(row_dial[r]))] = 1
} }
array columns_in[panels]; array lines_in[panels]
do for [i = 1 : panels] {
    columns_in[i] = 0; lines_in[i] = 0
    do for [k = 1 : n_count] { if (column_of_n[at_n(i, k)]) {
        columns_in[i] = columns_in[i] + 1; column_of_n[at_n(i, k)] = columns_in[i]
    } }
    do for [j = 1 : t_count] { if (line_of_t[at_t(i, j)]) {
        lines_in[i] = lines_in[i] + 1; line_of_t[at_t(i, j)] = lines_in[i]
    } }
}
column_at(r) = column_of_n[at_n(panel_of(r), n_at(row_n[r]))]
line_at(r) = line_of_t[at_t(panel_of(r), t_at(row_dial[r]))]
columns_most = 1; lines_most = 1; words_w = 0.0; limit = 0.0
do for [i = 1 : panels] {
    columns_most = larger(columns_most, columns_in[i]); lines_most = larger(lines_most, lines_in[i])
    # Points across that the words over a panel take: 7.8 a letter of size 14, 5.7 of size 10.
    words_w = larger(words_w, larger(7.8 * strlen(short(panel_title(i), 60)), 5.7 * strlen(panel_facts(i))))
}
do for [r = 1 : rows] { if (panel_of(r)) { limit = larger(limit, or_else(abs(log2(gain(r))), 0)) } }
# In doublings; a tenth of one, 7 %, more or less changes no shade.
limit = larger(1, ceil(limit - 0.1))
has_losses = (sum [r = 1 : rows] (panel_of(r) && log2(gain(r)) < -0.1)) > 0

# ---- The sheet. A panel's cells are as wide as there is room for, to a limit.
left_w = 84.0; right_w = 24.0
panel_w = panels == 1 ? 860.0 : 470.0
cell_w = smaller((panel_w - left_w - right_w) / columns_most, 110.0)
cell_h = smaller(40.0, 600.0 / lines_most)
panel_w = left_w + right_w + larger(words_w, cell_w * columns_most)
panel_h = title_h + tics_h + cell_h * lines_most + 12
foot_h = 160.0
eval lay_sheet
has_numbers = cell_w >= 34 && cell_h >= 13
gain_text(x) = (lacks(x) ? '' : sprintf(x < 0.0995 ? '%.3f' : x < 9.95 ? '%.2f' : x < 99.5 ? '%.1f' : '%.0f', x))
doublings_text(e) = (e < 0 ? sprintf('1/%.0f', 2.0 ** -e) : sprintf('%.0f', 2.0 ** e))

# ---- Cells: panel column line doublings oversubscribed; the last row keeps gnuplot from plotting nothing.
over_drawn = 0
set print $cells
do for [r = 1 : rows] { if (panel_of(r) && !lacks(gain(r))) {
    over_drawn = over_drawn + row_over[r]
    print sprintf('%d %d %d %.9g %d', panel_of(r), column_at(r), line_at(r), log2(gain(r)), row_over[r])
} }
print '0 -9 -9 0 0'
set print
ruled = 'nohead lc rgb "#ffffff" notitle'
ringed = 'pt 6 ps 0.7 lw 1.2 lc rgb "#000000"'

caption[2] = 'Each cell: how many times faster than one core with ' . (base_least == base_most ? \
    plural(base_least, 'task', 'tasks') : 'the fewest tasks') . ' in flight: of the median times. Blank: not measured.'
caption[3] = 'Up a column more tasks share the same cores: what grows there is waiting that is hidden. ' . \
    'Along a line more cores: computing shared out.'
caption[4] = joined(left_out_text, rest_text(panels, pairs), ' ')

if (has_losses) { set palette defined (-1 '#E69F00', 0 '#FAFAFA', 1 '#56B4E9') } else {
    set palette defined (0 '#FAFAFA', 1 '#56B4E9')
}
colour_low = has_losses ? -limit : 0
set cbrange [colour_low : limit]
do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        lines = lines_in[i]; columns_drawn = columns_in[i]
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - cell_h * lines
        eval margins(left, bottom, left + cell_w * columns_drawn, top)
        set label 7 short(panel_title(i), 60) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
        set label 8 panel_facts(i) at screen left / sheet_w, screen (top + 10) / sheet_h font ',10' tc '#444444'
        set label 9 'tasks, t' at screen (left - left_w + 16) / sheet_w, screen (top + bottom) / 2 / sheet_h \
            rotate by 90 center
        set xrange [0.5 : columns_drawn + 0.5]; set yrange [0.5 : lines + 0.5]
        set border 0; set tics scale 0; set xtics () ; set ytics ()
        tic_every = int(30 / cell_w) + 1
        do for [k = 1 : n_count] {
            c = column_of_n[at_n(i, k)]
            if (c > 0 && (columns_drawn - c) % tic_every == 0) { set xtics add (sprintf('%.0f', dial_n[k]) c) }
        }
        line_every = int(11 / cell_h) + 1
        do for [j = 1 : t_count] {
            l = line_of_t[at_t(i, j)]
            if (l > 0 && (lines - l) % line_every == 0) { set ytics add (sprintf('%.0f', dial_t[j]) l) }
        }
        set xlabel 'cores, n' offset 0, 0.2
        tag = 10
        do for [r = 1 : rows] { if (has_numbers && panel_of(r) == i) {
            set label tag gain_text(gain(r)) at column_at(r), line_at(r) center front font ',11'
            tag = tag + 1
        } }
        if (i == 1) {
            set colorbox horizontal user origin screen 40 / sheet_w, screen (foot_h - 32) / sheet_h \
                size screen 300 / sheet_w, screen 12 / sheet_h
            set cbtics (doublings_text(colour_low) colour_low, (has_losses ? '1' : '1 or less') 0, \
                doublings_text(limit) limit) scale 0.3 offset 0, 0.4
            set cblabel 'times faster' offset 0, 0.9
            set key at screen 380 / sheet_w, screen (foot_h - 18) / sheet_h left top Left reverse samplen 2.4 \
                width 1 font ',11'
        } else { unset colorbox; unset key }
        eval 'plot $cells using ($1 == i ? $2 : NaN):3:($2 - 0.5):($2 + 0.5):($3 - 0.5):($3 + 0.5):4 ' . \
                'with boxxyerror fs solid noborder fc palette notitle, ' . \
            '$cells using ($1 == i ? $2 - 0.5 : NaN):($3 - 0.5):(1):(0) with vectors ' . ruled . ', ' . \
            '$cells using ($1 == i ? $2 - 0.5 : NaN):($3 - 0.5):(0):(1) with vectors ' . ruled . ', ' . \
            '$cells using ($1 == i && $5 == 1 ? $2 + 0.5 - 8 / cell_w : NaN):($3 + 0.5 - 8 / cell_h) with points ' . \
            ringed . ' notitle' . (over_drawn ? ', keyentry with points ' . ringed . ' title "oversubscribed"' : '')
        unset label
    }
    eval end_sheet
}
