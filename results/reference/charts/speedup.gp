# Draws this chart beside it again, from the run's summary.csv:
#     cd .../charts && gnuplot -d speedup.gp
chart_name = 'speedup'
run_path = '..'
csv_name = 'summary.csv'
of_scaling = 'strong'
is_asked = 0
formats = 'svg png '
machine_line = 'AMD EPYC, 2 cores, 1 package, 32 MiB L3'

# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What every script of this directory may use. They need gnuplot 5.4, are parts, and are joined in the order that
# harness/charts/script.c gives; `charts/NAME.gp` of a run is such a whole.
#
# Told before, all with a default: `run_path`, where the CSV stands; `machine_line`, which opens the caption;
# `formats`, of the pictures; `ascii_only` for a terminal that has no more.

if (!exists("run_path")) run_path = '.'
if (!exists("machine_line")) machine_line = ''
if (!exists("formats")) formats = 'svg png'
if (!exists("chart_name")) chart_name = 'speedup'
if (!exists("of_scaling")) of_scaling = ''
on_screen = exists("screen_columns")
# More panels than these are no longer a chart.
panels_most = 12

set encoding utf8

# ---- Numbers. NaN is what does not exist.
lacks(x) = (x != x)
or_else(x, y) = (x == x ? x : y)
smaller(x, y) = (x < y ? x : y)
larger(x, y) = (x > y ? x : y)
log2(x) = (x > 0 ? log(x) / log(2) : NaN)
# 1, 2 or 5 times a power of ten, near x.
nice_step(x) = (e_ = 10.0 ** floor(log10(larger(x, 1e-12))), \
    x / e_ < 1.5 ? e_ : x / e_ < 3.5 ? 2 * e_ : x / e_ < 7.5 ? 5 * e_ : 10 * e_)

# ---- Words.
dash = exists("ascii_only") ? '-' : '–'
minus = exists("ascii_only") ? '-' : '−'
plus_minus = exists("ascii_only") ? '+-' : '±'
about = exists("ascii_only") ? '~' : '≈'
micro = exists("ascii_only") ? 'u' : 'µ'
dots = exists("ascii_only") ? '...' : '…'
short(text, most) = (strlen(text) <= most ? text : text[1 : most - 1] . dots)
joined(text, more, between) = (strlen(text) == 0 ? more : strlen(more) == 0 ? text : text . between . more)
span_text(lo, hi, form) = (sprintf(form, lo) eq sprintf(form, hi) ? sprintf(form, lo) : \
    sprintf(form, lo) . dash . sprintf(form, hi))
plural(count, one, many) = sprintf('%.0f ', count) . (count == 1 ? one : many)
spans(lo, hi, one, many) = (lo == hi ? plural(lo, one, many) : span_text(lo, hi, '%.0f') . ' ' . many)
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# How the cells of run_path/csv_name are read, `csv_name` being 'summary.csv', 'samples.csv', 'runnable.csv' or a file
# of a fit or a prediction, and that it has the columns that its charts need.
#
# Cells are taken as numbers or printable ASCII and are never run: gnuplot expands backticks and macros in a
# script's own text alone. Its CSV reader knows no "" and no line break inside quotes; rows that it cannot
# read are left out and counted by whoever reads them.

csv_file = run_path . '/' . csv_name
csv_columns = csv_name eq 'samples.csv' ? \
    'epoch role workload params engine scaling place p n tasks oversubscribed start_s time_s valid cause' : \
    csv_name eq 'runnable.csv' ? 'sample workload place p n runnable looks' : \
    csv_name eq 'fit_points.csv' ? 'workload params engine scaling place p tasks name n speedup speedup_lo ' . \
    'speedup_hi karp_flatt karp_flatt_lo karp_flatt_hi rows' : \
    csv_name eq 'fit_curves.csv' || csv_name eq 'predict_curves.csv' ? 'workload params engine scaling place p ' . \
    'tasks name law title n speedup speedup_lo speedup_hi is_best is_measured' : \
    'workload params engine scaling place p p_work p_measured p_basis n tasks oversubscribed ' . \
    'samples invalid time_s speedup speedup_lo speedup_hi law_speedup ratio ratio_lo ratio_hi karp_flatt rounds ' . \
    'interval_kind verdict loss_serial loss_fork loss_imbalance loss_join loss_wait loss_descheduled ' . \
    'loss_inflation loss_unexplained'
set datafile separator comma

# ---- The header row: where each column stands.
# strcol() of a column that a row lacks gives, stored in an array, the column's own number; of an empty cell that ends
# its row it may give other words of the file.
columns_most = 100
array header[columns_most]
do for [i = 1 : columns_most] { header[i] = '' }
is_header = 1
stats csv_file using (is_header ? (sum [i = 1 : columns_most] (header[i] = strcol(i), 1)) : 0, \
    is_header = 0, 1) nooutput
columns = sum [i = 1 : columns_most] (('' . header[i]) ne sprintf('%d', i))
column_of(name) = (sum [i = 1 : columns] (header[i] eq name ? i : 0))
do for [name in csv_columns] {
    if (column_of(name) == 0) { exit error csv_name . ' has no column ' . name }
}

# ---- Cells.
printable = ' !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~''"'
clean(text) = (clean_ = '', sum [i = 1 : strlen(text)] \
    (clean_ = clean_ . (strstrt(printable, text[i:i]) ? text[i:i] : '?'), 0), clean_)
array cell_[1]
raw(name) = (cell_[1] = strcol(column_of(name)), '' . cell_[1])
# A quoted empty cell reads as the rest of the row, comma first.
text_of(name) = (text_ = raw(name), text_[1:1] eq ',' ? '' : clean(text_))
# Figures that no machine has are none: they would only break an axis.
number_at(c, least, most) = (valid(c) && column(c) >= least && column(c) <= most ? column(c) : NaN)
number(name) = number_at(column_of(name), -1e9, 1e9)
number_from(name, least, most) = number_at(column_of(name), least, most)
# Of a column that files of earlier versions lack.
number_if_any(name) = (column_of(name) > 0 ? number(name) : NaN)
is_true(name) = (true_ = raw(name), true_ eq '1' || true_ eq 'true' || true_ eq 'yes')
# Whether the row has its cells, to the last but one: the last row of a run that was cut off may not.
is_whole(_) = (cell_[1] = strcol(columns - 1), ('' . cell_[1]) ne sprintf('%d', columns - 1) || valid(columns - 1))
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Which numbers of tasks in flight have panels, or marks, of their own, where a chart has some for each: of each series,
# as it is told without them, an even choice that the sheet has room for, with the fewest and the most among them; of
# one, and on a terminal, the most. Goes between read_csv.gp and read_summary.gp; the charts `tasks` and `heat` have
# them all.

# Beyond six of one series the panels only repeat each other.
dials_alike = 6

dials_most = 0
stats csv_file using (dials_most = dials_most + 1, 1) nooutput
array dial_key[dials_most]; array dial_tasks[dials_most]; dials = 0
dial_text(_) = (text_ = '', sum [k = 1 : 5] \
    (text_ = text_ . raw(word('workload params engine scaling place', k)) . "\t", 0), text_)
tasks_of_row(_) = or_else(number_from('tasks', 1, 1e9), 0)
dial_found(key, tasks) = (found_ = 0, sum [i = 1 : dials] \
    (dial_tasks[i] == tasks && dial_key[i] eq key ? (found_ = i, 0) : 0), found_)
note_dial(key, tasks) = (dial_found(key, tasks) ? 0 : \
    (dials = dials + 1, dial_key[dials] = key, dial_tasks[dials] = tasks, 0))
# As read_summary.gp has it.
is_of_chart(_) = (kind_ = raw('scaling'), of_scaling eq '' || \
    (kind_ eq 'weak' || kind_ eq 'throughput') == (of_scaling eq 'scaled'))
is_header = 1
stats csv_file using (is_header ? 0 : is_whole(0) && is_of_chart(0) ? note_dial(dial_text(0), tasks_of_row(0)) : 0, \
    is_header = 0, 1) nooutput

is_first(i) = (sum [j = 1 : i - 1] (dial_key[j] eq dial_key[i])) == 0
dial_series = sum [i = 1 : dials] (is_first(i))
dials_in_series(i) = (sum [j = 1 : dials] (dial_key[j] eq dial_key[i]))
dial_rank(i) = (sum [j = 1 : dials] (dial_key[j] eq dial_key[i] && dial_tasks[j] <= dial_tasks[i]))
dials_kept = on_screen ? 1 : larger(1, smaller(dials_alike, panels_most / larger(dial_series, 1)))
is_chosen(rank, of) = (of <= dials_kept ? 1 : dials_kept == 1 ? rank == of : (sum [i = 0 : dials_kept - 1] \
    (floor(1.5 + i * (of - 1.0) / (dials_kept - 1)) == rank)) > 0)
is_dial_kept(_) = (at_ = dial_found(dial_text(0), tasks_of_row(0)), \
    at_ == 0 ? 1 : is_chosen(dial_rank(at_), dials_in_series(at_)))
dials_thinned = 0
do for [i = 1 : dials] { dials_thinned = larger(dials_thinned, dials_in_series(i)) }
thinned_text = dials_thinned <= dials_kept ? '' : \
    dials_kept == 1 ? ' Of each series the most tasks in flight alone.' : \
    sprintf(' Of %d numbers of tasks in flight %d are drawn.', dials_thinned, dials_kept)
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The rows of a run's summary.csv in arrays, from row_key[1] to row_key[rows]. Goes after read_csv.gp.
# `of_scaling`, set before: 'strong' leaves weak scaling and throughput out, 'scaled' takes these alone, '' takes all.

rows_most = 0
stats csv_file using (rows_most = rows_most + 1, 1) nooutput
array row_key[rows_most]; array row_name[rows_most]; array row_params[rows_most]
array row_engine[rows_most]; array row_scaling[rows_most]; array row_place[rows_most]; array row_tasks[rows_most]
array row_p[rows_most]; array row_law_p[rows_most]; array row_n[rows_most]; array row_law[rows_most]
array row_time_s[rows_most]; array row_rounds[rows_most]; array row_samples[rows_most]
array row_invalid[rows_most]; array row_hollow[rows_most]; array row_over[rows_most]; array row_here[rows_most]
array row_s[rows_most]; array row_s_lo[rows_most]; array row_s_hi[rows_most]
array row_r[rows_most]; array row_r_lo[rows_most]; array row_r_hi[rows_most]
array row_e[rows_most]; array row_e_lo[rows_most]; array row_e_hi[rows_most]
array row_time_lo[rows_most]; array row_time_hi[rows_most]; array row_bound[rows_most]; array row_units[rows_most]
array row_overlap[rows_most]; array row_overlap_lo[rows_most]; array row_overlap_hi[rows_most]
array row_seen[rows_most]; array row_seen_lo[rows_most]; array row_seen_hi[rows_most]
losses = 'serial fork imbalance join wait descheduled idle inflation unexplained'
loss_count = words(losses)
array row_attainable[rows_most]
array row_loss[rows_most * loss_count]
loss_at(r, k) = (r - 1) * loss_count + k

fraction(name) = number_from(name, 0, 1)
quotient(name) = number_from(name, 1e-6, 1e7)
seconds_if_any(name) = (column_of(name) > 0 ? number_from(name, 1e-9, 1e9) : NaN)
quotient_if_any(name) = (column_of(name) > 0 ? quotient(name) : NaN)
# After every p stands the workload that has none.
no_p = 2
p_or_none(_) = or_else(fraction('p'), no_p)
cores(_) = (n_ = number_from('n', 1, 1e6), n_ == floor(n_) ? n_ : NaN)
take_words(_) = (row_name[rows] = text_of('workload'), row_params[rows] = text_of('params'), \
    row_engine[rows] = text_of('engine'), row_scaling[rows] = text_of('scaling'), \
    row_place[rows] = text_of('place'), row_tasks[rows] = or_else(number_from('tasks', 1, 1e9), 0), \
    row_key[rows] = row_name[rows] . "\t" . row_params[rows] . "\t" . row_engine[rows] . "\t" . \
        row_scaling[rows] . "\t" . row_place[rows] . sprintf("\t%.0f", row_tasks[rows]), \
    row_hollow[rows] = (text_of('verdict') eq 'cannot tell'), row_over[rows] = is_true('oversubscribed'), \
    row_here[rows] = (text_of('interval_kind') eq 'this run only'), \
    row_law_p[rows] = (basis_ = text_of('p_basis'), basis_ eq 'work' || basis_ eq 'stated' ? fraction('p_work') : \
        fraction('p_measured')), 0)
take_numbers(_) = (row_p[rows] = p_or_none(0), row_n[rows] = cores(0), \
    row_time_s[rows] = number_from('time_s', 1e-9, 1e9), row_rounds[rows] = number('rounds'), \
    row_samples[rows] = or_else(number('samples'), 0), row_invalid[rows] = or_else(number('invalid'), 0), \
    row_law[rows] = quotient('law_speedup'), row_s[rows] = quotient('speedup'), row_r[rows] = quotient('ratio'), \
    row_s_lo[rows] = smaller(or_else(quotient('speedup_lo'), row_s[rows]), row_s[rows]), \
    row_s_hi[rows] = larger(or_else(quotient('speedup_hi'), row_s[rows]), row_s[rows]), \
    row_r_lo[rows] = or_else(quotient('ratio_lo'), row_r[rows]), \
    row_r_hi[rows] = or_else(quotient('ratio_hi'), row_r[rows]), row_e[rows] = number('karp_flatt'), \
    row_e_lo[rows] = number_if_any('karp_flatt_lo'), row_e_hi[rows] = number_if_any('karp_flatt_hi'), \
    row_seen[rows] = number_if_any('serial_fraction_seen'), \
    row_attainable[rows] = number_if_any('attainable_speedup'), \
    row_seen_lo[rows] = or_else(number_if_any('serial_fraction_seen_lo'), row_seen[rows]), \
    row_seen_hi[rows] = or_else(number_if_any('serial_fraction_seen_hi'), row_seen[rows]), \
    sum [k = 1 : loss_count] (row_loss[loss_at(rows, k)] = number_if_any('loss_' . word(losses, k)), 0))
take_dials(_) = (row_time_lo[rows] = or_else(seconds_if_any('time_lo_s'), row_time_s[rows]), \
    row_time_hi[rows] = or_else(seconds_if_any('time_hi_s'), row_time_s[rows]), \
    row_bound[rows] = seconds_if_any('bound_s'), \
    row_units[rows] = column_of('units') > 0 ? number_from('units', 1, 1e18) : NaN, \
    row_overlap[rows] = quotient_if_any('overlap'), \
    row_overlap_lo[rows] = or_else(quotient_if_any('overlap_lo'), row_overlap[rows]), \
    row_overlap_hi[rows] = or_else(quotient_if_any('overlap_hi'), row_overlap[rows]), 0)
take_row(_) = (rows = rows + 1, take_words(0) + take_numbers(0) + take_dials(0))
is_scaled(_) = (scaled_ = raw('scaling'), scaled_ eq 'weak' || scaled_ eq 'throughput')
is_wanted(_) = (of_scaling eq '' || is_scaled(0) == (of_scaling eq 'scaled'))
# Whether the row's tasks in flight have a panel: thin_tasks.gp says, where it stands before this.
is_drawn(_) = (is_wanted(0) && (exists("dials_kept") ? is_dial_kept(0) : 1))
# Whether the row has a speed-up to draw; what is drawn of a law is NaN where there is none. Files from before foreign
# programs, which lack `loss_idle`, give T(1)/T(n) of the workload without work too, which speeds nothing up: in them
# it is the only one without a law.
every_speedup = column_of('loss_idle') > 0
has_speedup(_) = (quotient('speedup') > 0 && (every_speedup || quotient('law_speedup') > 0))

# Each p of the run, also of rows that this chart leaves out.
array run_p[rows_most]; run_p_count = 0
note_p(p) = ((sum [i = 1 : run_p_count] (run_p[i] == p)) == 0 ? \
    (run_p_count = run_p_count + 1, run_p[run_p_count] = p) : 0)

rows = 0; rows_read = 0; rows_unread = 0; is_header = 1
read_row(_) = (rows_read = rows_read + 1, \
    has_speedup(0) ? (note_p(p_or_none(0)), is_drawn(0) ? take_row(0) : 0) : 0)
stats csv_file using (is_header ? 0 : is_whole(0) && cores(0) >= 1 ? read_row(0) : (rows_unread = rows_unread + 1), \
    is_header = 0, 1) nooutput
if (rows_read == 0 && rows_unread > 0) { exit error 'summary.csv has no row that can be read' }
if (rows == 0) { set print '-'; print 'nothing to draw'; exit }
set datafile separator whitespace
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What the rows are of: series s, fractions f in ascending order of p, their laws, and the words for them. Goes
# after read_summary.gp.

# ---- Series, in the order of the file, by the row that shows each first; fractions, ascending.
# p = no_p: the workload's own.
array series_row[rows]; array row_series[rows]; array fraction_p[rows]; array row_fraction[rows]
series_count = 0; fraction_count = 0; n_most = 1; n_over = 0
do for [r = 1 : rows] {
    at = 0
    do for [s = 1 : series_count] { if (row_key[series_row[s]] eq row_key[r]) { at = s } }
    if (at == 0) { series_count = series_count + 1; at = series_count; series_row[at] = r }
    row_series[r] = at
    if ((sum [f = 1 : fraction_count] (fraction_p[f] == row_p[r])) == 0) {
        fraction_count = fraction_count + 1
        at = 1 + (sum [f = 1 : fraction_count - 1] (fraction_p[f] < row_p[r]))
        do for [f = fraction_count : at + 1 : -1] { fraction_p[f] = fraction_p[f - 1] }
        fraction_p[at] = row_p[r]
    }
    n_most = larger(n_most, row_n[r])
    if (row_over[r] && (n_over == 0 || row_n[r] < n_over)) { n_over = row_n[r] }
}
do for [r = 1 : rows] {
    row_fraction[r] = 1 + (sum [f = 1 : fraction_count] (fraction_p[f] < row_p[r]))
}
# A fraction looks the same in all charts of a run: its number counts each p of the run.
array fraction_number[fraction_count]
do for [f = 1 : fraction_count] {
    fraction_number[f] = 1 + (sum [i = 1 : run_p_count] (run_p[i] < fraction_p[f]))
}
colour_of(f) = colour(fraction_number[f])
shape_of(f) = shape(fraction_number[f])

# ---- The laws: Amdahl (AFIPS SJCC 1967), Gustafson and Barsis (CACM 31(5), 1988), and n copies. They hold to
# the tasks in flight, and to the PUs there are, which the law of an oversubscribed point gives.
cell(s, f) = (s - 1) * fraction_count + f
array law_p[series_count * fraction_count]; array in_series[series_count * fraction_count]
array series_limit[series_count]
do for [s = 1 : series_count] {
    limit = row_tasks[series_row[s]] > 0 ? row_tasks[series_row[s]] : 1e9
    do for [f = 1 : fraction_count] { law_p[cell(s, f)] = NaN; in_series[cell(s, f)] = 0 }
    series_limit[s] = limit
}
amdahl(p, n) = 1.0 / ((1 - p) + p / n)
# The cores at which the law's figure is reached; 1e-9 is only against a division by zero.
limit_of(r, p) = (row_scaling[r] eq 'throughput' ? row_law[r] : p > 0 ? (row_scaling[r] eq 'weak' ? \
    (row_law[r] - (1 - p)) / p : p / larger(1 / row_law[r] - (1 - p), 1e-9)) : NaN)
do for [r = 1 : rows] {
    s = row_series[r]; p = row_law_p[r]
    law_p[cell(s, row_fraction[r])] = p; in_series[cell(s, row_fraction[r])] = 1
    if (row_over[r] && row_law[r] >= 1) {
        series_limit[s] = smaller(series_limit[s], larger(or_else(limit_of(r, p), 1e9), 1))
    }
}
law_kind(s) = (row_scaling[series_row[s]])
at_most(n, limit) = (n < limit ? n : limit)
law_of(s, p, n) = (law_kind(s) eq 'strong' ? amdahl(p, at_most(n, series_limit[s])) : \
    law_kind(s) eq 'weak' ? (1 - p) + p * at_most(n, series_limit[s]) : \
    law_kind(s) eq 'throughput' ? at_most(n, series_limit[s]) : NaN)
law(s, f, n) = (in_series[cell(s, f)] ? law_of(s, law_p[cell(s, f)], n) : NaN)
# Where a fraction stands among those of its series.
fractions_of(s) = (sum [f = 1 : fraction_count] (in_series[cell(s, f)]))
place_of(s, f) = (sum [g = 1 : f] (in_series[cell(s, g)]))

# ---- Of a strong series without a law: Amdahl's law at the serial fraction that Karp and Flatt's metric gives at the
# largest n. A model through a measurement, not a law that was measured against.
array fit_e[series_count * fraction_count]; array fit_n[series_count * fraction_count]
do for [i = 1 : series_count * fraction_count] { fit_e[i] = NaN; fit_n[i] = 0 }
do for [r = 1 : rows] {
    i = cell(row_series[r], row_fraction[r])
    if (lacks(law_p[i]) && row_scaling[r] eq 'strong' && !row_over[r] && !lacks(row_e[r]) && row_n[r] > fit_n[i]) {
        fit_e[i] = row_e[r]; fit_n[i] = row_n[r]
    }
}
# Amdahl's law knows no serial fraction outside 0 to 1.
has_fit(s, f) = (fit_e[cell(s, f)] >= 0 && fit_e[cell(s, f)] <= 1)
fitted(s, f, n) = (has_fit(s, f) ? amdahl(1 - fit_e[cell(s, f)], n) : NaN)
has_law(s, f) = (in_series[cell(s, f)] && (law_kind(s) eq 'throughput' || !lacks(law_p[cell(s, f)])))
has_law_any(s) = (sum [f = 1 : fraction_count] (has_law(s, f))) > 0
laws = sum [s = 1 : series_count] (has_law_any(s))
fits = sum [s = 1 : series_count] (sum [f = 1 : fraction_count] (has_fit(s, f)))
misfits = sum [s = 1 : series_count] (sum [f = 1 : fraction_count] (!lacks(fit_e[cell(s, f)]) && !has_fit(s, f)))
misfit_note = misfits == 0 ? '' : "Karp and Flatt's e is outside 0 to 1: no curve by Amdahl has it."

# ---- Facts for the captions, by series.
array series_t1_lo[series_count]; array series_t1_hi[series_count]; array series_rounds_lo[series_count]
array series_rounds_hi[series_count]; array series_precision[series_count]; array series_here[series_count]
samples_all = 0; invalid_all = 0; hollow_all = 0; points_all = 0; here_any = 0 # points: that have a verdict
lawless_precisions = 0
do for [s = 1 : series_count] {
    series_t1_lo[s] = NaN; series_t1_hi[s] = NaN; series_rounds_lo[s] = NaN; series_rounds_hi[s] = NaN
    series_precision[s] = NaN; series_here[s] = 0
}
do for [r = 1 : rows] {
    s = row_series[r]
    samples_all = samples_all + row_samples[r]; invalid_all = invalid_all + row_invalid[r]
    if (row_n[r] == 1) {
        series_t1_lo[s] = smaller(row_time_s[r], or_else(series_t1_lo[s], row_time_s[r]))
        series_t1_hi[s] = larger(row_time_s[r], or_else(series_t1_hi[s], row_time_s[r]))
    } else {
        series_rounds_lo[s] = smaller(row_rounds[r], or_else(series_rounds_lo[s], row_rounds[r]))
        series_rounds_hi[s] = larger(row_rounds[r], or_else(series_rounds_hi[s], row_rounds[r]))
        is_lawless = lacks(row_law[r])
        half = (is_lawless ? (row_s_hi[r] - row_s_lo[r]) / row_s[r] : row_r_hi[r] - row_r_lo[r]) / 2
        if (half > 0) {
            series_precision[s] = larger(half, or_else(series_precision[s], half))
            lawless_precisions = lawless_precisions + is_lawless
        }
        hollow_all = hollow_all + row_hollow[r]; points_all = points_all + !is_lawless
        series_here[s] = series_here[s] || row_here[r]; here_any = here_any || row_here[r]
    }
}

# ---- Words for the captions.
own_p_text(p) = (lacks(p) ? 'no p' : sprintf('p %s %.3g', about, p))
p_text(s, f) = (fraction_p[f] != no_p ? sprintf('p = %.6g', fraction_p[f]) : \
    law_kind(s) eq 'throughput' ? 'n copies' : own_p_text(law_p[cell(s, f)]))
signed(x, form) = (x < 0 ? minus : '') . sprintf(form, abs(x))
e_text(s, f) = 'e = ' . signed(fit_e[cell(s, f)], fit_e[cell(s, f)] < 0.995 ? '%.2g' : '%.3g')
# What a point, or the line through it, is called.
line_text(s, f) = (lacks(fit_e[cell(s, f)]) ? p_text(s, f) : e_text(s, f))
fit_text(s, f) = sprintf('Amdahl at %s (Karp%sFlatt at n = %.0f)', e_text(s, f), dash, fit_n[cell(s, f)])
# The only one, or what all are.
fit_name(_) = (name_ = '', sum [s = 1 : series_count] (sum [f = 1 : fraction_count] (has_fit(s, f) ? \
    (name_ = fits == 1 ? fit_text(s, f) : sprintf('Amdahl at e (Karp%sFlatt at the largest n)', dash), 0) : 0)), \
    'fitted: ' . name_)
unit_of(t) = (t >= 0.9995 ? 1.0 : t >= 0.9995e-3 ? 1e-3 : 1e-6) # of three digits
unit_text(t) = (unit_of(t) == 1 ? ' s' : unit_of(t) == 1e-3 ? ' ms' : ' ' . micro . 's')
one_time(t) = sprintf('%.3g', t / unit_of(t)) . unit_text(t)
time_text(lo, hi) = (lacks(lo) ? 'not measured' : 'median ' . (unit_of(lo) == unit_of(hi) ? \
    span_text(lo / unit_of(hi), hi / unit_of(hi), '%.3g') . unit_text(hi) : one_time(lo) . dash . one_time(hi)))
law_names(_) = (names_ = '', sum [s = 1 : series_count] ( \
    !has_law_any(s) || strstrt(names_, law_name(law_kind(s))) ? 0 : \
    (names_ = joined(names_, law_name(law_kind(s)), ', '), 0)), names_)
law_name(kind) = (kind eq 'strong' ? "Amdahl's law" : kind eq 'weak' ? "Gustafson's law" : \
    kind eq 'throughput' ? 'n copies' : 'law')

# A series is told from the others by what differs; what all have in common stands once, over the panels. Of the
# parameters that goes for each `name=value`.
series_fields = 6
array series_word[series_count * series_fields]; array is_common[series_fields]
word_at(s, k) = (s - 1) * series_fields + k
do for [s = 1 : series_count] {
    r = series_row[s]
    series_word[word_at(s, 1)] = short(row_name[r], 60)
    series_word[word_at(s, 2)] = short(row_params[r], 200)
    series_word[word_at(s, 3)] = short(row_engine[r], 40)
    series_word[word_at(s, 4)] = row_scaling[r] eq 'throughput' ? 'throughput' : short(row_scaling[r], 40) . ' scaling'
    series_word[word_at(s, 5)] = 'placement ' . short(row_place[r], 40)
    series_word[word_at(s, 6)] = row_tasks[r] > 0 ? plural(row_tasks[r], 'task', 'tasks') : ''
}
do for [k = 1 : series_fields] {
    is_common[k] = (sum [s = 1 : series_count] (series_word[word_at(s, k)] eq series_word[k])) == series_count
}
first_of(params) = (strstrt(params, ';') ? params[1 : strstrt(params, ';') - 1] : params)
rest_of(params) = (strstrt(params, ';') ? params[strstrt(params, ';') + 1 :] : '')
in_all(param) = (sum [s = 1 : series_count] (strstrt(';' . series_word[word_at(s, 2)] . ';', ';' . param . ';') > 0)) \
    == series_count
params_where(params, common) = (strlen(params) == 0 ? '' : \
    joined(in_all(first_of(params)) == common ? first_of(params) : '', params_where(rest_of(params), common), ' '))
field_text(s, k, common) = (k == 2 ? params_where(series_word[word_at(s, k)], common) : \
    is_common[k] == common ? series_word[word_at(s, k)] : '')
fields_text(s, common) = (all_ = '', sum [k = 1 : series_fields] \
    (all_ = joined(all_, field_text(s, k, common), ', '), 0), all_)
# Of a single series nothing differs: its workload names it.
single_text(_) = joined(series_word[1], params_where(series_word[2], 1), '  ')
title_text(s) = (series_count == 1 ? single_text(0) : fields_text(s, 0))
common_text = series_count > 1 ? fields_text(1, 1) : series_word[3] . ', ' . series_word[4] . ', ' . \
    joined(series_word[5], series_word[6], ', ')
facts_text(s) = ('T(1) ' . time_text(series_t1_lo[s], series_t1_hi[s]) . \
    (lacks(series_rounds_hi[s]) ? '' : \
        '; ' . spans(series_rounds_lo[s], series_rounds_hi[s], 'round', 'rounds')) . \
    (lacks(series_precision[s]) ? '' : sprintf('; %s%.2g %%', plus_minus, 100 * series_precision[s])) . \
    (series_here[s] ? '; this run only' : ''))

# The caption's line on what was left out, and its last one: `shown` panels of `of` that there are.
left_out_text = sprintf('%.0f of %.0f samples left out as disturbed or broken', invalid_all, samples_all) . \
    (points_all == 0 ? '.' : sprintf('; %d of %d points cannot tell.', hollow_all, points_all))
precision_text = ' ±: the widest 95 % interval of ' . (lawless_precisions == 0 ? 'measured/law' : \
    laws == 0 ? 'a speed-up' : 'measured/law, or of a speed-up without a law') . ', halved.'
unread_text = rows_unread == 0 ? '' : ' ' . plural(rows_unread, 'row', 'rows') . ' of summary.csv could not be read.'
rest_text(shown, of) = (rest_ = unread_text . (exists("dials_kept") ? thinned_text : '') . \
    (shown < of ? sprintf(' The first %d of %d panels.', shown, of) : '') . \
    (n_over > 0 ? sprintf(' Oversubscribed from n = %.0f.', n_over) : '') . \
    (here_any ? ' Intervals marked “this run only” promise nothing about another run.' : ''), rest_[2:])

# ---- Labels at the lines' ends keep `label_gap` between them: pushed up from the bottom, then down from the top. Of
# more than fit, each `label_every`th. Without a law they stand at the last point. The chart says where its values
# stand: `measured(r)`, `by_law(s, f, n)`, `by_fit(s, f, n)`, `height(y)`, `law_end`, `y_end`.
array end_y[fraction_count]; array label_y[fraction_count]
is_labelled(f) = ((fraction_count - f) % label_every == 0 && !lacks(end_y[f]))
last_value(s, f) = (last_ = NaN, sum [r = 1 : rows] (row_series[r] == s && row_fraction[r] == f && row_n[r] > 1 ? \
    (last_ = or_else(measured(r), last_), 0) : 0), last_)
find_ends(s) = (sum [f = 1 : fraction_count] \
    (end_y[f] = height(or_else(or_else(by_law(s, f, law_end), by_fit(s, f, law_end)), last_value(s, f))), 0))
push_up(s) = (floor_ = -1e300, sum [f = 1 : fraction_count] (is_labelled(f_up(f)) ? \
    (label_y[f_up(f)] = larger(end_y[f_up(f)], floor_), floor_ = label_y[f_up(f)] + label_gap, 0) : 0))
push_down(s) = (roof_ = height(y_end), sum [f = 1 : fraction_count] (is_labelled(f_up(fraction_count + 1 - f)) ? \
    (label_y[f_up(fraction_count + 1 - f)] = smaller(label_y[f_up(fraction_count + 1 - f)], roof_), \
    roof_ = label_y[f_up(fraction_count + 1 - f)] - label_gap, 0) : 0))
# Fractions from the lowest end to the highest: falling with p where the value does.
f_up(f) = (is_falling ? fraction_count + 1 - f : f)
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The sheet that a chart is drawn on: its looks, its panels, its head and its caption. A chart sets `title`, `panels`,
# `panel_w`, `panel_h`, `foot_h` and the lines of `caption`, evaluates `lay_sheet`, and then for each kind of
# `formats` evaluates `begin_sheet` and `end_sheet`, whatever it draws between the two.
#
# All lengths are in points of a 72-dpi screen: SVG takes them as they are, PNG doubles them.

# Okabe and Ito's palette, which the colour-blind can tell apart (jfly.uni-koeln.de/color), less its yellow; shapes
# differ too, and each filled gnuplot shape has a hollow one before it.
colour(i) = word('#0072B2 #E69F00 #009E73 #D55E00 #56B4E9 #CC79A7 #000000', (i - 1) % 7 + 1)
shape(i) = int(word('7 5 9 13 11 15', (i - 1) % 6 + 1))

set minussign # as in the labels: "−", not "-"

head_h = 64.0; left_w = 70.0; right_w = 92.0; title_h = 46.0; tics_h = 46.0
common_line = exists("common_text") ? short(common_text, 130) : ''
caption_lines = 4; caption_tag = 1000000 # no chart has so many labels of its own
array caption[caption_lines]
do for [i = 1 : caption_lines] { caption[i] = '' }
caption[1] = machine_line

lay_sheet = 'across = panels == 1 ? 1 : panels <= 4 ? 2 : 3; down = (panels + across - 1) / across; ' . \
    'sheet_w = larger(panel_w * across + 20, 880.0); sheet_h = panel_h * down + head_h + foot_h'
panel_x(i) = 10 + ((i - 1) % across) * panel_w
panel_top(i) = sheet_h - head_h - ((i - 1) / across) * panel_h
# A panel's plot, by its corners.
margins(left, bottom, right, top) = sprintf('set lmargin at screen %.6f; set rmargin at screen %.6f; ' . \
    'set bmargin at screen %.6f; set tmargin at screen %.6f', left / sheet_w, right / sheet_w, bottom / sheet_h, \
    top / sheet_h)

has_cairo = strstrt(GPVAL_TERMINALS, ' pngcairo ') > 0
terminal_for(kind) = (kind eq 'svg' ? \
    sprintf("svg size %.0f, %.0f fixed font 'sans-serif,12'", sheet_w, sheet_h) : kind eq 'pdf' ? \
    sprintf("pdfcairo size %.4f, %.4f font 'sans-serif,12' fontscale 0.75", sheet_w / 72, sheet_h / 72) : has_cairo ? \
    sprintf("pngcairo size %.0f, %.0f font 'sans-serif,12' fontscale 1.5 linewidth 2 pointscale 2", 2 * sheet_w, \
        2 * sheet_h) : \
    sprintf('png size %.0f, %.0f truecolor medium linewidth 2', 2 * sheet_w, 2 * sheet_h)) . \
    " noenhanced background '#ffffff'"

# Head and caption are labels of the first plot; the chart takes them away after it.
begin_sheet = "eval 'set terminal ' . terminal_for(kind); set output chart_name . '.' . kind; set multiplot; " . \
    "set label 1 title at screen 20 / sheet_w, screen 1 - 24 / sheet_h font ',17'; " . \
    "set label 2 common_line at screen 20 / sheet_w, screen 1 - 45 / sheet_h font ',11' tc '#222222'; " . \
    "do for [i = 1 : caption_lines] { set label caption_tag + i caption[i] at screen 20 / sheet_w, " . \
    "screen (16 + 15 * (caption_lines - i)) / sheet_h font ',10' tc '#444444' }"
end_sheet = 'unset multiplot; unset output'
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What curves.gp and terminal.gp draw as the charts `speedup` and `weak`: speed-up against cores, both axes in
# doublings.

is_weak = of_scaling eq 'scaled'
title = is_weak ? 'Scaled speed-up against cores' : 'Speed-up against cores'
value_name = is_weak ? 'scaled speed-up' : 'speed-up'
axis_text(s) = (is_weak ? 'scaled speed-up' : 'speed-up, T(1)/T(n)')
definition = is_weak ? 'Base T(1): the same code at n = 1. Weak scaling: w(n) T(1)/T(n), w(n) = (1 − p) + p n; ' . \
    'throughput: n T(1)/T(n). Points: median over the rounds.' : \
    'Base T(1): the same code at n = 1. Points: median over the rounds, each T(n) against a T(1) close in time.'
measured(r) = row_s[r]
measured_lo(r) = row_s_lo[r]
measured_hi(r) = row_s_hi[r]
attainable(r) = row_attainable[r]
by_law(s, f, n) = law(s, f, n)
by_fit(s, f, n) = fitted(s, f, n)
ideal(n) = n
ideal_name = 'ideal, S = n'; axis_note = misfit_note
left_w = 78.0 # for "−0.05" beside the strip
has_strip = 1; has_ceilings = !is_weak; is_falling = 0; side_by_side = 0; has_seen = 0

# Four times the cores measured; twice from 512 on, where two more doublings only crowd the rest. A terminal has no
# rows to spare for what was not measured.
x_begin = 1.0
law_end = on_screen ? larger(n_most, 2) : n_most * (n_most < 512 ? 4 : 2)
x_end = law_end
array y_range[2]
least = 1; most = on_screen ? 1.2 : 1; law_most = 1 # 1.2: a serial workload still has an axis
do for [r = 1 : rows] { least = smaller(least, measured_lo(r)); most = larger(most, measured_hi(r)) }
if (!on_screen) { do for [r = 1 : rows] { least = smaller(attainable(r), least) } } # of NaN: as it was
do for [s = 1 : series_count] { do for [f = 1 : fraction_count] {
    law_most = larger(law_most, or_else(or_else(by_law(s, f, law_end), by_fit(s, f, law_end)), 1))
} }
# Room above low fractions for the ideal line to be seen leaving, but no empty chart.
y_begin = on_screen ? least : 0.9 * least
y_end = on_screen ? larger(most, law_most) : \
    larger(smaller(law_end, 4 * larger(law_most, most)), 1.1 * larger(law_most, most))

# Up to two doublings a linear axis has the more tics on a terminal, beyond it only a logarithmic one has room.
is_linear = on_screen && y_end / y_begin <= 4
height(y) = (is_linear ? y : log2(y))
array y_tic[64]; array y_tic_text[64]; y_tics = 0
if (y_end / y_begin < 4) {
    step = nice_step((y_end - y_begin) / 4)
    do for [i = ceil(y_begin / step) : floor(y_end / step)] { y_tics = y_tics + 1; y_tic[y_tics] = i * step }
} else {
    do for [e = ceil(log2(y_begin)) : floor(log2(y_end))] { y_tics = y_tics + 1; y_tic[y_tics] = 2.0 ** e }
}
do for [i = 1 : y_tics] { y_tic_text[i] = sprintf('%.4g', y_tic[i]) }
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
