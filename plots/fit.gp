# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The charts `fit` and `prediction`: speed-up against cores by laws, of a fit with the points that they were fitted to,
# and below it the serial fraction by Karp and Flatt. One panel a series; all formulas are in one. Goes after sheet.gp;
# fit_panels.gp draws what is laid out here.

if (rows + points == 0) { set print '-'; print 'nothing to draw'; exit }
panels = smaller(panels_met, panels_most)
set datafile separator whitespace

# ---- Curves: where their rows stand, and which are drawn. A law that nothing speaks for and that is the ideal line is
# none of them.
array curve_first[curves + 1]; array curve_last[curves + 1]; array curve_met[curves + 1]
array curve_beyond[curves + 1]; array curve_banded[curves + 1]
do for [c = 1 : curves] {
    curve_first[c] = 0; curve_last[c] = 0; curve_met[c] = 0; curve_beyond[c] = 0; curve_banded[c] = 0
}
do for [r = 1 : rows] {
    c = row_curve[r]
    if (curve_first[c] == 0) { curve_first[c] = r }
    curve_last[c] = r
    curve_met[c] = curve_met[c] || row_measured[r]
    curve_banded[c] = curve_banded[c] || row_hi[r] > row_lo[r]
}
# Far off a prediction gives a band alone; where a law is refused, nothing.
is_far(r) = (lacks(row_s[r]) && row_hi[r] >= row_lo[r] && !row_measured[r])
is_refused(r) = (lacks(row_s[r]) && !(row_hi[r] >= row_lo[r]))
has_far = 0; has_refused = 0
do for [r = 1 : rows] {
    c = row_curve[r]
    curve_beyond[c] = curve_beyond[c] || (curve_met[c] && !row_measured[r] && !lacks(row_s[r]))
    has_far = has_far || is_far(r); has_refused = has_refused || is_refused(r)
}
is_drawn(c) = (curve_panel[c] <= panels && (is_prediction || curve_best[c] || curve_law[c] ne 'linear'))
bests(m) = (sum [c = 1 : curves] (curve_panel[c] == m && curve_best[c]))
# Of a prediction each law has its band, of a fit those that stand out.
has_band(c) = (is_drawn(c) && curve_banded[c] && (is_prediction || curve_best[c]))
is_main(c) = (is_drawn(c) && (is_prediction || curve_best[c] || bests(curve_panel[c]) == 0))

# ---- Looks. A law has its colour in all panels; of a prediction each curve of a panel has its own.
law_names = 'amdahl usl gustafson capacity amdahl_clock'
law_number(c) = (found_ = 7, sum [k = 1 : words(law_names)] \
    (curve_law[c] eq word(law_names, k) ? (found_ = int(word('1 4 2 3 6', k)), 0) : 0), \
    found_ == 7 && curve_law[c] ne 'linear' ? 5 : found_)
curve_number(c) = (sum [d = 1 : c] (is_drawn(d) && curve_panel[d] == curve_panel[c]))
number_of(c) = (is_prediction ? curve_number(c) : law_number(c))
colour_of(c) = colour(number_of(c))
# Halfway to white.
pale_of(c) = word('#7FB8D8 #F2CF7F #7FCEB9 #EAAE7F #AAD9F4 #E5BCD3 #808080', (number_of(c) - 1) % 7 + 1)
law_word(c) = (curve_law[c] eq 'amdahl' ? 'Amdahl' : curve_law[c] eq 'usl' ? 'USL' : \
    curve_law[c] eq 'gustafson' ? 'Gustafson' : curve_law[c] eq 'amdahl_clock' ? 'with clock' : short(curve_law[c], 14))

# ---- Words at the lines' ends: of a fit the law, of a prediction what differs from curve to curve.
differ_by_p(c) = (sum [d = 1 : curves] (curve_panel[d] == curve_panel[c] && curve_p[d] != curve_p[c])) > 0
differ_by_law(c) = (sum [d = 1 : curves] (curve_panel[d] == curve_panel[c] && curve_law[d] ne curve_law[c])) > 0
differ_by_name(c) = (sum [d = 1 : curves] (curve_panel[d] == curve_panel[c] && curve_name[d] ne curve_name[c])) > 0
p_text(c) = (lacks(curve_p[c]) ? '' : sprintf('p = %.6g', curve_p[c]))
told_text(c) = joined(joined(differ_by_p(c) ? p_text(c) : '', differ_by_law(c) ? law_word(c) : '', ', '), \
    differ_by_name(c) && !differ_by_p(c) && !differ_by_law(c) ? curve_name[c] : '', ', ')
end_text(c) = short(is_prediction && strlen(told_text(c)) ? told_text(c) : \
    is_prediction && is_formula(curve_panel[c]) && strlen(p_text(c)) ? p_text(c) : law_word(c), 17)
# Of formulas the law is the name, and the title says with which p.
is_formula(m) = (panel_key[m] eq 'formulas')
title_of(c) = (is_formula(curve_panel[c]) && strlen(curve_name[c]) ? curve_name[c] : curve_title[c])
titles_in(m) = (titles_ = '', sum [c = 1 : curves] (curve_panel[c] != m || !is_main(c) || \
    strstrt("\n" . titles_ . "\n", "\n" . title_of(c) . "\n") ? 0 : \
    (titles_ = joined(titles_, title_of(c), "\n"), 0)), titles_)
# Joined by a break while they are collected, by words when shown.
spoken(text, word) = (strstrt(text, "\n") == 0 ? text : text[1 : strstrt(text, "\n") - 1] . word . \
    spoken(text[strstrt(text, "\n") + 1 :], word))
told_as(m, word) = (sum [c = 1 : curves] (curve_panel[c] == m && curve_outcome[c] eq word))
# The words of `fit` itself. Of files without an outcome only that laws are ahead is known.
best_words(m) = (told_as(m, 'best') ? 'best: ' . titles_in(m) : told_as(m, 'rival') > 1 ? \
    'cannot tell: ' . spoken(titles_in(m), ' or ') : \
    told_as(m, 'rival') == 0 && told_as(m, 'refuted') ? 'no law fits' : 'cannot tell')
outcome_text(m) = (is_prediction ? spoken(titles_in(m), ', ') : has_outcomes ? best_words(m) : \
    bests(m) == 1 ? 'ahead: ' . titles_in(m) : bests(m) > 1 ? 'cannot tell: ' . spoken(titles_in(m), ' or ') : \
    'no law stands out')
levels_of(m) = (sum [i = 1 : points] (point_panel[i] == m))
rows_of(m) = (rows_ = 0, sum [i = 1 : points] (point_panel[i] == m ? (rows_ = rows_ + point_rows[i], 0) : 0), rows_)
facts_text(m) = joined(short(outcome_text(m), 84), levels_of(m) == 0 ? '' : plural(rows_of(m), 'row', 'rows') . \
    ' at ' . plural(levels_of(m), 'core count', 'core counts'), '; ')

# ---- What all panels have in common stands once.
is_common(k) = (sum [m = 1 : panels] (panel_field[3 * (m - 1) + k] eq panel_field[k])) == panels
common_word(k) = (!is_common(k) || strlen(panel_field[k]) == 0 ? '' : k == 1 ? panel_field[1] : \
    k == 3 ? 'placement ' . panel_field[3] : \
    panel_field[2] eq 'throughput' ? 'throughput' : panel_field[2] . ' scaling')
common_words = joined(joined(common_word(1), common_word(2), ', '), common_word(3), ', ')
first_titles = curves > 0 ? titles_in(curve_panel[1]) : ''
one_title = panels == 1 && strlen(first_titles) > 0 && strstrt(first_titles, "\n") == 0
sole_name = is_prediction && one_title && !is_formula(1) ? panel_name[1] : ''
common_line = short(joined(sole_name, common_words, ', '), 130)
begun(text) = (text[1:4] eq 'the ' ? 'T' . text[2:] : text)
title = !is_prediction ? 'Scaling laws against what was measured' : one_title ? \
    begun(short(first_titles, 70)) . ': speed-up' : 'Speed-up by scaling laws'

# ---- The axes, both in doublings, alike in all panels.
x_begin = 1e9; x_end = 0.0; least = 1e9; most = 1e-9
array panel_n_most[panels]; array panel_has_e[panels]; array panel_levels[panels]
do for [m = 1 : panels] { panel_n_most[m] = 0.0; panel_has_e[m] = 0; panel_levels[m] = levels_of(m) }
do for [i = 1 : points] { m = point_panel[i]; if (m <= panels) {
    x_begin = smaller(point_n[i], x_begin); x_end = larger(point_n[i], x_end)
    least = smaller(larger(point_lo[i], point_s[i] / 2), least)
    most = larger(smaller(point_hi[i], 2 * point_s[i]), most)
    panel_n_most[m] = larger(panel_n_most[m], point_n[i])
    panel_has_e[m] = panel_has_e[m] || !lacks(point_e[i])
} }
do for [r = 1 : rows] { c = row_curve[r]; if (is_drawn(c)) {
    m = curve_panel[c]
    x_begin = smaller(row_n[r], x_begin); x_end = larger(row_n[r], x_end)
    # Of NaN: as it was. What is far off and not measured must not flatten the rest.
    least = smaller(row_measured[r] || is_main(c) ? row_s[r] : NaN, least)
    most = larger(row_measured[r] || is_main(c) ? row_s[r] : NaN, most)
    if (lacks(row_s[r]) && has_band(c)) {
        least = smaller(row_lo[r], least); most = larger(row_hi[r] < 1e9 ? row_hi[r] : NaN, most)
    }
    if (row_measured[r]) { panel_n_most[m] = larger(panel_n_most[m], row_n[r]) }
} }
# A single point, or a single n, still has axes.
if (x_end < 2 * x_begin) { x_end = 2 * x_begin }
if (most < least) { least = 1; most = 1 }
most = larger(most, 1.1 * least)
least = larger(least, most * 1e-6)
y_begin = 0.9 * least
y_end = larger(smaller(x_end, 2 * most), 1.1 * most)
# A band's clear room above the line for its upper half.
do for [r = 1 : rows] { if (has_band(row_curve[r]) && row_hi[r] < 1e9) {
    y_end = larger(y_end, smaller(1.05 * row_hi[r], 2 * most))
} }
height(y) = log2(y)
within(h) = smaller(larger(h, height(y_begin)), height(y_end)) # of NaN: NaN
in_chart(y) = (lacks(y) ? NaN : within(height(y)))
has_strip = sum [m = 1 : panels] (panel_has_e[m])

# ---- The sheet.
panel_w = panels == 1 ? 860.0 : 700.0
panel_h = has_strip ? 610.0 : 510.0
left_w = has_strip ? 96.0 : 78.0; right_w = 132.0
strip_h = has_strip ? 128.0 : 0.0; gap_h = has_strip ? 12.0 : 0.0
is_scaled(m) = (panel_field[3 * m - 1] eq 'weak' || panel_field[3 * m - 1] eq 'throughput' || \
    (sum [c = 1 : curves] (curve_panel[c] == m && curve_law[c] eq 'gustafson')) > 0)
# What the title says is not said again over the panel.
is_headed = !(is_prediction && one_title)
named = (sum [m = 1 : panels] (strlen(panel_name[m]))) > 0
spare_h = !is_headed ? title_h - 6.0 : !named ? title_h - 24.0 : 0.0
panel_h = panel_h - spare_h; title_h = title_h - spare_h
plot_w = panel_w - left_w - right_w; plot_h = panel_h - title_h - strip_h - gap_h - tics_h
octave_w = plot_w / log2(x_end / x_begin); unit_h = plot_h / (height(y_end) - height(y_begin))

# ---- The key: each law once.
array entry_text[12]; array entry_look[12]; entries = 0
add_entry(text, look) = (entries < 12 ? (entries = entries + 1, entry_text[entries] = text, \
    entry_look[entries] = look, 0) : 0)
is_barred = 0
has_dashed = (sum [c = 1 : curves] (is_drawn(c) && curve_beyond[c])) > 0
has_bands = (sum [c = 1 : curves] (has_band(c))) > 0
do for [i = 1 : points] { is_barred = is_barred || point_hi[i] > point_lo[i] }
do for [c = 1 : curves] { if (!is_prediction && is_drawn(c)) {
    if ((sum [k = 1 : entries] (entry_text[k] eq short(curve_title[c], 60))) == 0) {
        put = add_entry(short(curve_title[c], 60), sprintf('lines lw 2 lc rgb "%s"', colour_of(c)))
    }
} }
put = has_bands ? add_entry(has_formulas ? 'between its bounds' : is_prediction ? '95 % band' : \
    '95 % band of the law', \
    'boxes fs transparent solid 0.3 noborder lc rgb "#666666"') : 0
put = has_far ? add_entry('farther off, its ends alone', 'lines lw 1.4 lc rgb "#999999"') : 0
put = has_dashed ? add_entry('the same, not measured', 'lines lw 1.5 dt 2 lc rgb "#777777"') : 0
put = points ? add_entry(is_barred ? 'measured, with 95 % interval' : 'measured', \
    'points pt 7 ps 0.9 lc rgb "#222222"') : 0
put = add_entry('ideal, S = n', 'lines lw 3 lc rgb "#bbbbbb"')

# ---- Ceilings of Amdahl's law, where p is told.
ceiling_of(c) = (is_prediction && curve_law[c] eq 'amdahl' && curve_p[c] > 0 && curve_p[c] < 1 ? \
    1 / (1 - curve_p[c]) : NaN)
ceilings = sum [c = 1 : curves] (is_drawn(c) && ceiling_of(c) < y_end * 0.97)
put = ceilings ? add_entry('ceiling 1/(1 − p)', 'lines lw 1 dt 3 lc rgb "#444444"') : 0
# gnuplot takes all letters for the widest of most: 7.3.
entry_w = 0
do for [k = 1 : entries] { entry_w = larger(entry_w, 62 + 7.3 * strlen(entry_text[k])) }
key_columns_in(width) = larger(smaller(int(floor((width - 40) / entry_w)), entries), 1)
key_lines(width) = int(ceil(1.0 * entries / key_columns_in(width)))
caption_texts = is_prediction ? 1 : 3
foot_h = 0.0
eval lay_sheet
key_across = key_columns_in(sheet_w); key_rows = key_lines(sheet_w)
foot_h = 46.0 + 15 * (caption_texts + 1) + 17 * key_rows
eval lay_sheet
left_note = panels < panels_met ? sprintf('The first %d of %d series.', panels, panels_met) : ''
notes = joined(left_note, unread_text, ' ')
if (is_prediction) {
    caption[4] = joined(joined(notes, has_bands && !has_formulas ? \
        'Bands: 95 % intervals of the laws as they were fitted.' : '', ' '), has_refused ? \
        'Where no line goes on, the law is refused: what was measured does not tell.' : '', ' ')
    caption[3] = machine_line; caption[1] = ''
} else {
    caption[2] = 'Points: at each n what its rows agree on, over T(1) as the law has it. Lines: laws fitted to all ' . \
        'rows; they pass S = 1 at n = 1.'
    caption[3] = has_strip ? 'Below: Karp and Flatt’s e(n) = (1/S − 1/n) / (1 − 1/n), over T(1) as ' . \
        'measured. Flat: a serial part. Rising: a loss that grows with n.' : ''
    caption[4] = notes
}

# ---- Tics: each power of two, and each n measured that has room for its figure. Of so many that most have none, none.
tic_points_most = 40
array tic_n[points + 80]; tics = 0; text_w = 26.0
do for [e = ceil(log2(x_begin) - 0.001) : floor(log2(x_end) + 0.001)] {
    if (e % (octave_w < text_w ? 2 : 1) == 0 && tics < 80) { tics = tics + 1; tic_n[tics] = 2.0 ** e }
}
do for [n in sprintf('%.9g %.9g', x_begin, x_end)] {
    if ((sum [t = 1 : tics] (abs(log2(n / tic_n[t])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_n[tics] = n + 0
    }
}
do for [i = 1 : points] { m = point_panel[i]; if (m <= panels && panel_levels[smaller(m, panels)] <= tic_points_most) {
    if ((sum [t = 1 : tics] (abs(log2(point_n[i] / tic_n[t])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_n[tics] = point_n[i]
    }
} }
array y_tic[80]; y_tics = 0
if (y_end / y_begin < 4) {
    step = nice_step((y_end - y_begin) / 4)
    do for [i = ceil(y_begin / step) : floor(y_end / step)] { y_tics = y_tics + 1; y_tic[y_tics] = i * step }
} else {
    every = ceil((height(y_end) - height(y_begin)) / 14.0)
    do for [e = ceil(height(y_begin)) : floor(height(y_end))] { if (e % every == 0) {
        y_tics = y_tics + 1; y_tic[y_tics] = 2.0 ** e
    } }
}
