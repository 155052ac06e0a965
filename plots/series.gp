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
