# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `ratio`: how far each point is from its law, a cell for each p and n, one panel a series. Colours are
# for the eye; the numbers, the hatching and the rings say it without them. A cell that was not measured is blank.

title = 'Measured speed-up against its law'
off_law(r) = 100 * (row_r[r] - 1)
has_cell(r) = (row_n[r] > 1 && !lacks(row_r[r]))

# ---- Columns: each n measured, ascending. Panels: of the series that have a cell; their fractions are the rows.
array column_n[rows]; columns_drawn = 0; limit = 0.0
array panel_series[panels_most]; panels = 0; series_shown = 0
do for [s = 1 : series_count] { if ((sum [r = 1 : rows] (row_series[r] == s && has_cell(r))) > 0) {
    series_shown = series_shown + 1
    if (panels < panels_most) { panels = panels + 1; panel_series[panels] = s }
} }
if (panels == 0) { set print '-'; print 'nothing to draw'; exit }
do for [r = 1 : rows] { if (has_cell(r)) {
    limit = larger(limit, abs(off_law(r)))
    if ((sum [i = 1 : columns_drawn] (column_n[i] == row_n[r])) == 0) {
        columns_drawn = columns_drawn + 1
        at = 1 + (sum [i = 1 : columns_drawn - 1] (column_n[i] < row_n[r]))
        do for [i = columns_drawn : at + 1 : -1] { column_n[i] = column_n[i - 1] }
        column_n[at] = row_n[r]
    }
} }
column_at(n) = (sum [i = 1 : columns_drawn] (column_n[i] <= n))
has_line(s, f) = (sum [r = 1 : rows] (row_series[r] == s && row_fraction[r] == f && has_cell(r))) > 0
lines_of(s) = (sum [f = 1 : fraction_count] (has_line(s, f)))
line_at(s, f) = (sum [g = 1 : f] (has_line(s, g)))
head_text(s) = law_name(law_kind(s)) . '; ' . facts_text(s)
# Points across that the words over a panel take: 7.8 a letter of size 14, 5.7 of size 10.
lines_most = 0; words_w = 0.0
do for [i = 1 : panels] {
    s = panel_series[i]
    lines_most = larger(lines_most, lines_of(s))
    words_w = larger(words_w, larger(7.8 * strlen(short(title_text(s), 90)), 5.7 * strlen(head_text(s))))
}
# Rounded up to 1, 2 or 5 times a power of ten; 0.1 %: less is below any clock's resolution.
limit_unit = 10.0 ** floor(log10(larger(limit, 0.1)) + 1e-9)
limit = limit_unit * (limit <= 1.0001 * limit_unit ? 1 : limit <= 2 * limit_unit ? 2 : limit <= 5 * limit_unit ? 5 : 10)

# ---- The sheet. A panel's cells are as wide as there is room for, to a limit.
left_w = 84.0; right_w = 24.0
panel_w = panels == 1 ? 860.0 : 700.0
cell_w = smaller((panel_w - left_w - right_w) / columns_drawn, 110.0)
cell_h = smaller(40.0, 600.0 / lines_most)
panel_w = left_w + right_w + larger(words_w, cell_w * columns_drawn)
panel_h = title_h + tics_h + cell_h * lines_most + 12
foot_h = 160.0
eval lay_sheet
has_numbers = cell_w >= 34 && cell_h >= 13; has_intervals = cell_w >= 50 && cell_h >= 32
form(x) = (abs(x) < 0.995 ? '%.2f' : abs(x) < 9.95 ? '%.1f' : '%.0f')
off_text(x) = (abs(x) < 0.005 ? '0' : (x < 0 ? minus : '+') . sprintf(form(x), abs(x)))
cell_text(r) = (has_numbers ? off_text(off_law(r)) : cell_w >= 9 ? (off_law(r) < 0 ? minus : '+') : '')
half(r) = 50 * (row_r_hi[r] - row_r_lo[r])
half_text(r) = plus_minus . sprintf(form(half(r)), half(r))

# ---- Cells: series column line off cannot-tell oversubscribed; the rest of the rows keep gnuplot from plotting
# nothing.
set print $cells
do for [r = 1 : rows] { if (has_cell(r)) {
    print sprintf('%d %d %d %.9g %d %d', row_series[r], column_at(row_n[r]), line_at(row_series[r], row_fraction[r]), \
        off_law(r), row_hollow[r], row_over[r])
} }
print '0 -9 -9 0 0 0'
set print
hollow_drawn = sum [r = 1 : rows] (has_cell(r) && row_hollow[r])
over_drawn = sum [r = 1 : rows] (has_cell(r) && row_over[r])
hatched = 'fc rgb "#a4a4a4" fs transparent pattern 4 noborder'
ruled = 'nohead lc rgb "#ffffff" notitle'
ringed = 'pt 6 ps 0.7 lw 1.2 lc rgb "#000000"'

caption[2] = 'Each cell: 100 (measured/law − 1), the median over the rounds' . (has_numbers ? '' : ', by its sign') . \
    (has_intervals ? ', and half its 95 % interval.' : '.') . ' Base T(1): the same code at n = 1. ' . \
    'Blank: not measured.'
caption[3] = left_out_text . precision_text
caption[4] = rest_text(panels, series_shown)

set palette defined (-1 '#E69F00', 0 '#FAFAFA', 1 '#56B4E9')
set cbrange [-limit : limit]
do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        s = panel_series[i]; lines = lines_of(s)
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - cell_h * lines
        right = left + cell_w * columns_drawn
        eval margins(left, bottom, right, top)
        set label 7 short(title_text(s), 90) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
        set label 8 head_text(s) at screen left / sheet_w, screen (top + 10) / sheet_h \
            font ',10' tc '#444444'
        set xrange [0.5 : columns_drawn + 0.5]; set yrange [0.5 : lines + 0.5]
        set border 0; set tics scale 0; set xtics () ; set ytics ()
        tic_every = int(24 / cell_w) + 1
        do for [c = 1 : columns_drawn] { if ((columns_drawn - c) % tic_every == 0) {
            set xtics add (sprintf('%.0f', column_n[c]) c)
        } }
        do for [f = 1 : fraction_count] { if (has_line(s, f)) {
            if (cell_h >= 11 || line_at(s, f) % 2 == 1) { set ytics add (p_text(s, f) line_at(s, f)) }
        } }
        set xlabel 'cores, n' offset 0, 0.2
        tag = 10
        do for [r = 1 : rows] { if (row_series[r] == s && has_cell(r)) {
            x = column_at(row_n[r]); y = line_at(s, row_fraction[r])
            set label tag cell_text(r) at x, y + (has_intervals ? 0.16 : 0) center front font ',11'
            tag = tag + 1
            if (has_intervals && row_r_hi[r] > row_r_lo[r]) {
                set label tag half_text(r) at x, y - 0.2 center front font ',8' tc '#333333'
                tag = tag + 1
            }
        } }
        if (i == 1) {
            set colorbox horizontal user origin screen 40 / sheet_w, screen (foot_h - 32) / sheet_h \
                size screen 300 / sheet_w, screen 12 / sheet_h
            set cbtics (minus . sprintf('%g', limit) -limit, '0' 0, sprintf('+%g', limit) limit) scale 0.3 offset 0, 0.4
            set cblabel '% off the law' offset 0, 0.9
            set key at screen 380 / sheet_w, screen (foot_h - 18) / sheet_h left top Left reverse samplen 2.4 \
                width 1 font ',11'
        } else { unset colorbox; unset key }
        box = ':($2 - 0.5):($2 + 0.5):($3 - 0.5):($3 + 0.5)'
        eval 'plot $cells using ($1 == s ? $2 : NaN):3' . box . ':4 with boxxyerror ' . \
                'fs solid noborder fc palette notitle, ' . \
            '$cells using ($1 == s && $5 == 1 ? $2 : NaN):3' . box . ' with boxxyerror ' . hatched . ' notitle, ' . \
            '$cells using ($1 == s ? $2 - 0.5 : NaN):($3 - 0.5):(1):(0) with vectors ' . ruled . ', ' . \
            '$cells using ($1 == s ? $2 - 0.5 : NaN):($3 - 0.5):(0):(1) with vectors ' . ruled . ', ' . \
            '$cells using ($1 == s && $6 == 1 ? $2 + 0.5 - 8 / cell_w : NaN):($3 + 0.5 - 8 / cell_h) with points ' . \
            ringed . ' notitle' . \
            (hollow_drawn ? ', keyentry with boxes ' . hatched . ' title "cannot tell"' : '') . \
            (over_drawn ? ', keyentry with points ' . ringed . ' title "oversubscribed"' : '')
        unset label
    }
    eval end_sheet
}
