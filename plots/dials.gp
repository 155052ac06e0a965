# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What the charts of the two dials have in common: panels, one for each p of each series that was measured with several
# numbers of tasks in flight (and of cores, for the chart `heat`), and what each dial was set to. Goes after series.gp.

is_timed(r) = (row_dial[r] > 0 && !lacks(row_time_s[r]))
is_of(r, first) = (row_series[r] == row_series[first] && row_fraction[r] == row_fraction[first] && is_timed(r))
is_other(r, first, dial) = (is_of(r, first) && (dial eq 'tasks' ? row_dial[r] != row_dial[first] : \
    row_n[r] != row_n[first]))
has_several(first, dial) = (sum [r = 1 : rows] (is_other(r, first, dial))) > 0
cores_needed = chart_name eq 'heat'
array pair_first[rows]; pairs = 0
do for [r = 1 : rows] { if (is_timed(r) && has_several(r, 'tasks') && (!cores_needed || has_several(r, 'cores'))) {
    if ((sum [i = 1 : pairs] (is_of(r, pair_first[i]))) == 0) { pairs = pairs + 1; pair_first[pairs] = r }
} }
if (pairs == 0) { set print '-'; print 'nothing to draw'; exit }
panels = on_screen ? pairs : smaller(pairs, panels_most)
array row_panel[rows] # looked up once: a sweep of both dials has many rows
do for [r = 1 : rows] { row_panel[r] = sum [i = 1 : panels] (is_of(r, pair_first[i]) ? i : 0) }
panel_of(r) = row_panel[r]

# ---- What the dials were set to in the panels, ascending.
array dial_n[rows]; array dial_t[rows]; n_count = 0; t_count = 0
do for [r = 1 : rows] { if (panel_of(r)) {
    if ((sum [i = 1 : n_count] (dial_n[i] == row_n[r])) == 0) {
        n_count = n_count + 1
        at = 1 + (sum [i = 1 : n_count - 1] (dial_n[i] < row_n[r]))
        do for [i = n_count : at + 1 : -1] { dial_n[i] = dial_n[i - 1] }
        dial_n[at] = row_n[r]
    }
    if ((sum [i = 1 : t_count] (dial_t[i] == row_dial[r])) == 0) {
        t_count = t_count + 1
        at = 1 + (sum [i = 1 : t_count - 1] (dial_t[i] < row_dial[r]))
        do for [i = t_count : at + 1 : -1] { dial_t[i] = dial_t[i - 1] }
        dial_t[at] = row_dial[r]
    }
} }
n_at(n) = (sum [i = 1 : n_count] (dial_n[i] <= n))
t_at(t) = (sum [i = 1 : t_count] (dial_t[i] <= t))
t_least = dial_t[1]; t_most = dial_t[t_count]
# The row of a panel at its fewest tasks on one core, or 0.
fewest_of(first) = (row_ = 0, sum [r = 1 : rows] (is_of(r, first) && row_n[r] == 1 && \
    (row_ == 0 || row_dial[r] < row_dial[row_ ? row_ : r]) ? (row_ = r, 0) : 0), row_)

# ---- The bound max(k c/n, k (L + c)/t), again from its values, between which it has an edge: of each n what no more
# tasks bring below, and of the panel what stands over t. It gives each value again.
array bound_floor[panels * n_count]; array bound_over_t[panels]
floor_at(i, k) = (i - 1) * n_count + k
do for [i = 1 : panels] {
    bound_over_t[i] = NaN
    do for [k = 1 : n_count] { bound_floor[floor_at(i, k)] = NaN }
}
do for [r = 1 : rows] { if (panel_of(r) && !lacks(row_bound[r])) {
    i = panel_of(r); k = floor_at(i, n_at(row_n[r]))
    bound_floor[k] = smaller(row_bound[r], or_else(bound_floor[k], row_bound[r]))
    over = row_bound[r] * row_dial[r]
    bound_over_t[i] = smaller(over, or_else(bound_over_t[i], over))
} }
bound(i, k, t) = (t < t_least * 0.999 || t > t_most * 1.001 ? NaN : \
    larger(bound_over_t[i] / t, bound_floor[floor_at(i, k)]))
has_bound(i, k) = !lacks(bound_floor[floor_at(i, k)])
bounds = sum [i = 1 : panels] (sum [k = 1 : n_count] (has_bound(i, k)))

# ---- Words.
panel_title(i) = joined(series_count > 1 || panels == 1 || on_screen ? title_text(row_series[pair_first[i]]) : '', \
    row_p[pair_first[i]] == no_p ? '' : p_text(row_series[pair_first[i]], row_fraction[pair_first[i]]), ', ')
panel_units(i) = (units_ = NaN, sum [r = 1 : rows] (panel_of(r) == i ? \
    (units_ = or_else(row_units[r], units_), 0) : 0), units_)
array panel_rounds[2 * panels]
do for [i = 1 : panels] {
    panel_rounds[2 * i - 1] = NaN; panel_rounds[2 * i] = NaN
    do for [r = 1 : rows] { if (panel_of(r) == i && !lacks(row_rounds[r])) {
        panel_rounds[2 * i - 1] = smaller(row_rounds[r], or_else(panel_rounds[2 * i - 1], row_rounds[r]))
        panel_rounds[2 * i] = larger(row_rounds[r], or_else(panel_rounds[2 * i], row_rounds[r]))
    } }
}
rounds_text(i) = (lacks(panel_rounds[2 * i]) ? '' : \
    spans(panel_rounds[2 * i - 1], panel_rounds[2 * i], 'round', 'rounds'))
panel_facts(i) = joined(lacks(panel_units(i)) ? '' : plural(panel_units(i), 'unit', 'units') . ' a sample', \
    rounds_text(i), '; ')
