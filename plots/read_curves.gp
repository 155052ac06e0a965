# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The rows of fit_curves.csv or predict_curves.csv: curves c from 1 to `curves`, each of one law, in panels m from 1 to
# `panels_met`, each of one series that was measured, or of all formulas together. Goes after read_csv.gp.

is_prediction = chart_name eq 'prediction'

# ---- Columns, looked up once: there may be tens of thousands of rows.
key_columns = 'workload params engine scaling place p tasks name'
array at_key[words(key_columns)]
find_key_columns(_) = (sum [k = 1 : words(key_columns)] (at_key[k] = column_of(word(key_columns, k)), 0))
put = find_key_columns(0)
at_law = column_of('law'); at_title = column_of('title'); at_n = column_of('n'); at_s = column_of('speedup')
at_lo = column_of('speedup_lo'); at_hi = column_of('speedup_hi'); at_measured = column_of('is_measured')
# Files of earlier versions lack these two.
at_peak = column_of('peak_n'); has_outcomes = column_of('outcome') > 0
cores(_) = number_at(at_n, 1e-3, 1e9)
speedup(column) = number_at(column, 1e-9, 1e9)
word_in(column) = (cell_[1] = strcol(column), '' . cell_[1])
# A band that knows no upper end reaches to the edge of the chart: 1e9.
upper_end(_) = (strstrt(word_in(at_hi), 'inf') == 1 ? 1e9 : speedup(at_hi))

# A name has commas, "spin, p = 0.9", and gnuplot gives a cell in quotes up to its first comma only: names in quotes are
# read by themselves, the quotes parting a row. `line` counts the rows of the file, its header being the first.
name_column = words(key_columns)
array quoted_name[1]; line = 0
commas(text) = (sum [i = 1 : strlen(text)] (text[i:i] eq ','))
ends_before_name(text) = (text[strlen(text):] eq ',' && commas(text) == at_key[name_column] - 1)
take_name(before) = (line = line + 1, quoted_name[line] = (ends_before_name(before) ? word_in(2) : ''), 1)
read_names = "rows_most = 1; stats csv_file using (rows_most = rows_most + 1, 1) nooutput; " . \
    "array quoted_name[rows_most]; line = 0; set datafile separator '\"'; " . \
    "stats csv_file using (take_name(word_in(1))) nooutput; " . \
    "line = 0; set datafile separator comma"
name_in_row(_) = (strlen(quoted_name[line]) > 0 ? quoted_name[line] : word_in(at_key[name_column]))
# A quoted empty cell reads as the rest of the row, comma first.
name_of_row(_) = (name_ = name_in_row(0), name_[1:1] eq ',' ? '' : clean(name_))
series_text(_) = (key_ = '', sum [k = 1 : name_column - 1] (key_ = key_ . word_in(at_key[k]) . "\t", 0), \
    key_ . name_in_row(0) . "\t")
# Formulas have no workload and no scaling kind, and are told from each other within a panel.
panel_text(_) = (is_prediction && strlen(text_of('workload') . text_of('scaling')) == 0 ? 'formulas' : series_text(0))
curve_text(_) = series_text(0) . word_in(at_law) . "\t" . word_in(at_title)

eval read_names
array row_curve[rows_most]; array row_n[rows_most]; array row_s[rows_most]; array row_lo[rows_most]
array row_hi[rows_most]; array row_measured[rows_most]
array curve_key[rows_most]; array curve_panel[rows_most]; array curve_law[rows_most]; array curve_title[rows_most]
array curve_outcome[rows_most]; array curve_peak[rows_most]; array curve_best[rows_most]
array curve_p[rows_most]; array curve_name[rows_most]
# Of read_points.gp, too: a series without a curve may still have points.
panels_room = 1000
array panel_key[panels_room]; array panel_name[panels_room]; array panel_field[3 * panels_room]
rows = 0; rows_unread = 0; curves = 0; curve_at = 0; panels_met = 0; panel_at = 0; has_formulas = 0

panel_found(key) = (found_ = 0, sum [m = 1 : panels_met] (panel_key[m] eq key ? (found_ = m, 0) : 0), found_)
panel_new(key) = (panels_met < panels_room ? (panels_met = panels_met + 1, panel_key[panels_met] = key, \
    panel_name[panels_met] = name_of_row(0), \
    panel_name[panels_met] = (strlen(panel_name[panels_met]) ? panel_name[panels_met] : text_of('workload')), \
    panel_field[3 * panels_met - 2] = text_of('engine'), panel_field[3 * panels_met - 1] = text_of('scaling'), \
    panel_field[3 * panels_met] = text_of('place'), panels_met) : panels_room)
panel_is(key) = (panel_at > 0 && panel_key[panel_at] eq key)
find_panel(key) = (panel_is(key) ? 0 : (panel_at = panel_found(key), panel_at == 0 ? (panel_at = panel_new(key)) : 0))
curve_found(key) = (found_ = 0, sum [c = 1 : curves] (curve_key[c] eq key ? (found_ = c, 0) : 0), found_)
curve_new(key) = (find_panel(panel_text(0)), has_formulas = has_formulas || panel_key[panel_at] eq 'formulas', \
    curves = curves + 1, curve_key[curves] = key, \
    curve_panel[curves] = panel_at, curve_law[curves] = text_of('law'), curve_title[curves] = text_of('title'), \
    curve_outcome[curves] = has_outcomes ? text_of('outcome') : '', \
    curve_peak[curves] = at_peak > 0 ? number_at(at_peak, 1e-3, 1e9) : NaN, \
    curve_best[curves] = is_true('is_best'), curve_p[curves] = number_from('p', 0, 1), \
    curve_name[curves] = name_of_row(0), curves)
# Rows of one curve stand together: only the first of them is looked for.
curve_is(key) = (curve_at > 0 && curve_key[curve_at] eq key)
find_curve(key) = (curve_is(key) ? 0 : (curve_at = curve_found(key), curve_at == 0 ? (curve_at = curve_new(key)) : 0))
take_row(_) = (find_curve(curve_text(0)), rows = rows + 1, row_curve[rows] = curve_at, row_n[rows] = cores(0), \
    row_s[rows] = speedup(at_s), row_lo[rows] = speedup(at_lo), row_hi[rows] = upper_end(0), \
    row_measured[rows] = number_at(at_measured, 0, 1) == 1, 0)
is_header = 1
stats csv_file using (line = line + 1, is_header ? 0 : is_whole(0) && cores(0) > 0 ? take_row(0) : \
    (rows_unread = rows_unread + 1), is_header = 0, 1) nooutput
if (rows == 0 && rows_unread > 0) { exit error csv_name . ' has no row that can be read' }
unread_text = rows_unread == 0 ? '' : plural(rows_unread, 'row', 'rows') . ' of ' . csv_name . ' could not be read.'

points = 0; csv_name = 'fit_points.csv'
