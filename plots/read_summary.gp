# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Reads a run's summary.csv, and nothing else, for the charts of this directory. Needs gnuplot 5.4:
#
#     cd RUN && gnuplot -d .../plots/read_summary.gp .../plots/speedup.gp
#
# Leaves, by number of the series s and of the fraction f: `series_*[s]`, `law_p[cell(s, f)]`, `fraction_*[f]`
# in ascending order of p, `law(s, p, n)`, and `$points`, one line of numbers a point.
#
# Cells are taken as numbers or printable ASCII and are never run: gnuplot expands backticks and macros in a
# script's own text alone. Its CSV reader knows no "" and no line break inside quotes; rows that it cannot
# read are left out and counted in `rows_unread`.

if (!exists("summary_file")) summary_file = 'summary.csv'

set encoding utf8
set datafile separator comma

# ---- The header row: where each column stands.
# strcol() of a column that a row lacks gives, stored in an array, the column's own number.
columns_most = 100
array header[columns_most]
do for [i = 1 : columns_most] { header[i] = '' }
is_header = 1
stats summary_file using (is_header ? (sum [i = 1 : columns_most] (header[i] = strcol(i), 1)) : 0, \
    is_header = 0, 1) nooutput
columns = sum [i = 1 : columns_most] (('' . header[i]) ne sprintf('%d', i))
column_of(name) = (sum [i = 1 : columns] (header[i] eq name ? i : 0))

needed = 'workload params engine scaling place p p_work p_measured p_basis n tasks oversubscribed ' . \
    'samples invalid time_s speedup speedup_lo speedup_hi law_speedup ratio ratio_lo ratio_hi rounds ' . \
    'interval_kind verdict'
do for [name in needed] {
    if (column_of(name) == 0) { exit error 'summary.csv has no column ' . name }
}

# ---- Cells.
printable = ' !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~''"'
clean(text) = (clean_ = '', sum [i = 1 : strlen(text)] \
    (clean_ = clean_ . (strstrt(printable, text[i:i]) ? text[i:i] : '?'), 0), clean_)
array cell_[1]
raw(name) = (cell_[1] = strcol(column_of(name)), '' . cell_[1])
# A quoted empty cell reads as the rest of the row, comma first.
text_of(name) = (text_ = raw(name), text_[1:1] eq ',' ? '' : clean(text_))
number(name) = (valid(column_of(name)) ? column(column_of(name)) : NaN)
is_true(name) = (true_ = raw(name), true_ eq '1' || true_ eq 'true' || true_ eq 'yes')
lacks(x) = (x != x)
or_else(x, y) = (x == x ? x : y)
smaller(x, y) = (x < y ? x : y)
larger(x, y) = (x > y ? x : y)

# ---- The rows, in arrays.
rows_most = 0
stats summary_file using (rows_most = rows_most + 1, 1) nooutput
array row_key[rows_most]; array row_name[rows_most]; array row_params[rows_most]
array row_engine[rows_most]; array row_scaling[rows_most]; array row_place[rows_most]; array row_tasks[rows_most]
array row_p[rows_most]; array row_law_p[rows_most]; array row_n[rows_most]; array row_law[rows_most]
array row_time_s[rows_most]; array row_rounds[rows_most]; array row_samples[rows_most]
array row_invalid[rows_most]; array row_hollow[rows_most]; array row_over[rows_most]; array row_here[rows_most]
array row_s[rows_most]; array row_s_lo[rows_most]; array row_s_hi[rows_most]
array row_r[rows_most]; array row_r_lo[rows_most]; array row_r_hi[rows_most]

take_words(_) = (row_name[rows] = text_of('workload'), row_params[rows] = text_of('params'), \
    row_engine[rows] = text_of('engine'), row_scaling[rows] = text_of('scaling'), \
    row_place[rows] = text_of('place'), row_tasks[rows] = or_else(number('tasks'), 0), \
    row_key[rows] = row_name[rows] . "\t" . row_params[rows] . "\t" . row_engine[rows] . "\t" . \
        row_scaling[rows] . "\t" . row_place[rows] . sprintf("\t%.0f", row_tasks[rows]), \
    row_hollow[rows] = (text_of('verdict') eq 'cannot tell'), row_over[rows] = is_true('oversubscribed'), \
    row_here[rows] = (text_of('interval_kind') eq 'this run only'), \
    row_law_p[rows] = (text_of('p_basis') eq 'work' ? number('p_work') : number('p_measured')), 0)
take_numbers(_) = (row_p[rows] = or_else(number('p'), -1), row_n[rows] = number('n'), \
    row_time_s[rows] = number('time_s'), row_rounds[rows] = number('rounds'), \
    row_samples[rows] = or_else(number('samples'), 0), row_invalid[rows] = or_else(number('invalid'), 0), \
    row_law[rows] = number('law_speedup'), row_s[rows] = number('speedup'), row_r[rows] = number('ratio'), \
    row_s_lo[rows] = or_else(number('speedup_lo'), row_s[rows]), \
    row_s_hi[rows] = or_else(number('speedup_hi'), row_s[rows]), \
    row_r_lo[rows] = or_else(number('ratio_lo'), row_r[rows]), \
    row_r_hi[rows] = or_else(number('ratio_hi'), row_r[rows]), 0)
take_row(_) = (rows = rows + 1, take_words(0) + take_numbers(0))
is_whole(_) = (cell_[1] = strcol(columns), ('' . cell_[1]) ne sprintf('%d', columns))
rows = 0; rows_unread = 0; is_header = 1
stats summary_file using (is_header ? 0 : is_whole(0) && number('n') >= 1 ? \
    (number('speedup') > 0 ? take_row(0) : 0) : (rows_unread = rows_unread + 1), is_header = 0, 1) nooutput
if (rows == 0) { exit error 'summary.csv has no point that can be drawn' }
set datafile separator whitespace

# ---- Series, in the order of the file, by the row that shows each first; fractions, ascending.
# p = -1: the workload's own.
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

# ---- The laws: Amdahl (AFIPS SJCC 1967), Gustafson and Barsis (CACM 31(5), 1988), and n copies. They hold to
# the tasks in flight, and to the PUs there are, which the law of an oversubscribed point gives.
cell(s, f) = (s - 1) * fraction_count + f
array law_p[series_count * fraction_count]; array series_limit[series_count]
do for [s = 1 : series_count] {
    limit = row_tasks[series_row[s]] > 0 ? row_tasks[series_row[s]] : 1e9
    do for [f = 1 : fraction_count] { law_p[cell(s, f)] = NaN }
    series_limit[s] = limit
}
amdahl(p, n) = 1.0 / ((1 - p) + p / n)
do for [r = 1 : rows] {
    s = row_series[r]; p = row_law_p[r]
    law_p[cell(s, row_fraction[r])] = p
    if (row_over[r] && row_scaling[r] eq 'strong' && p > 0 && row_law[r] >= 1) {
        # 1e-9: the law's own figure has 17 digits; this is only against a division by zero.
        series_limit[s] = smaller(series_limit[s], p / larger(1 / row_law[r] - (1 - p), 1e-9))
    }
}
law_kind(s) = (row_scaling[series_row[s]])
at_most(n, limit) = (n < limit ? n : limit)
law(s, p, n) = (law_kind(s) eq 'strong' ? amdahl(p, at_most(n, series_limit[s])) : \
    law_kind(s) eq 'weak' ? (1 - p) + p * at_most(n, series_limit[s]) : \
    law_kind(s) eq 'throughput' ? at_most(n, series_limit[s]) : NaN)

# ---- Facts for the captions, by series.
array series_t1_lo[series_count]; array series_t1_hi[series_count]; array series_rounds_lo[series_count]
array series_rounds_hi[series_count]; array series_precision[series_count]; array series_here[series_count]
samples_all = 0; invalid_all = 0; hollow_all = 0; points_all = 0; here_any = 0
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
        half = (row_r_hi[r] - row_r_lo[r]) / 2
        if (half > 0) { series_precision[s] = larger(half, or_else(series_precision[s], half)) }
        hollow_all = hollow_all + row_hollow[r]; points_all = points_all + 1
        series_here[s] = series_here[s] || row_here[r]; here_any = here_any || row_here[r]
    }
}

# ---- Words for the captions; `ascii_only`, set before, for a terminal that has no more.
dash = exists("ascii_only") ? '-' : '–'
plus_minus = exists("ascii_only") ? '+-' : '±'
about = exists("ascii_only") ? '~' : '≈'
micro = exists("ascii_only") ? 'u' : 'µ'
p_text(s, f) = (fraction_p[f] >= 0 ? sprintf('p = %.6g', fraction_p[f]) : law_kind(s) eq 'throughput' ? 'n copies' : \
    lacks(law_p[cell(s, f)]) ? 'no p' : sprintf('p %s %.3g', about, law_p[cell(s, f)]))
span_text(lo, hi, form) = (sprintf(form, lo) eq sprintf(form, hi) ? sprintf(form, lo) : \
    sprintf(form, lo) . dash . sprintf(form, hi))
unit_of(t) = (t >= 1 ? 1.0 : t >= 1e-3 ? 1e-3 : 1e-6)
time_text(lo, hi) = (lacks(lo) ? 'not measured' : 'median ' . span_text(lo / unit_of(hi), hi / unit_of(hi), '%.3g') . \
    (hi >= 1 ? ' s' : hi >= 1e-3 ? ' ms' : ' ' . micro . 's'))
law_name(kind) = (kind eq 'strong' ? "Amdahl's law" : kind eq 'weak' ? 'Gustafson' . dash . "Barsis' law" : \
    kind eq 'throughput' ? 'n copies' : 'law')
title_text(r) = (row_name[r] . (strlen(row_params[r]) ? '  ' . row_params[r] : ''))
facts_text(s) = (row_engine[series_row[s]] . ', ' . law_kind(s) . ' scaling, placement ' . row_place[series_row[s]] . \
    (row_tasks[series_row[s]] > 0 ? sprintf(', %.0f tasks', row_tasks[series_row[s]]) : '') . \
    '; T(1) ' . time_text(series_t1_lo[s], series_t1_hi[s]) . \
    (lacks(series_rounds_hi[s]) ? '' : \
        '; ' . span_text(series_rounds_lo[s], series_rounds_hi[s], '%.0f') . ' rounds') . \
    (lacks(series_precision[s]) ? '' : sprintf('; %s%.2g %%', plus_minus, 100 * series_precision[s])) . \
    (series_here[s] ? '; this run only' : ''))

# ---- The points: series fraction n speedup lo hi ratio lo hi cannot-tell.
set print $points
do for [r = 1 : rows] {
    if (row_n[r] > 1) {
        print sprintf('%d %d %.0f %.9g %.9g %.9g %.9g %.9g %.9g %d', row_series[r], row_fraction[r], row_n[r], \
            row_s[r], row_s_lo[r], row_s_hi[r], row_r[r], row_r_lo[r], row_r_hi[r], row_hollow[r])
    }
}
print '0 0 1 NaN NaN NaN NaN NaN NaN 0' # never empty: gnuplot refuses to plot nothing
set print
