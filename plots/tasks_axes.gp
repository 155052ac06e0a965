# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What the chart `tasks` shows, on paper and on a terminal: the time of a sample against tasks in flight, for each n,
# and the bound on it. Goes after dials.gp.

x_begin = t_least * 2 ** (on_screen ? 0 : -0.4); x_end = t_most * 2 ** (on_screen ? 0 : 0.4)
y_least = 1e300; y_most = 0.0
do for [r = 1 : rows] { if (panel_of(r)) {
    y_least = smaller(smaller(row_time_lo[r], or_else(row_bound[r], 1e300)), y_least)
    y_most = larger(larger(row_time_hi[r], or_else(row_bound[r], 0)), y_most)
} }
# Of times that hardly differ an axis of a fifth is enough to show it.
if (y_most < 1.2 * y_least) { y_middle = sqrt(y_least * y_most); y_least = y_middle / 1.1; y_most = y_middle * 1.1 }
height(y) = log10(y)
y_room = (on_screen ? 0.01 : 0.06) * (height(y_most) - height(y_least))
y_low = height(y_least) - y_room; y_high = height(y_most) + y_room

array y_tic[64]; y_tics = 0
put_tic(y) = (height(y) >= y_low && height(y) <= y_high && y_tics < 64 ? (y_tics = y_tics + 1, y_tic[y_tics] = y) : 0)
decades = y_high - y_low
if (decades < 0.6) {
    step = nice_step((10 ** y_high - 10 ** y_low) / 5)
    do for [i = ceil(10 ** y_low / step) : floor(10 ** y_high / step)] { put = put_tic(i * step) }
} else {
    do for [e = floor(y_low) : ceil(y_high)] { do for [m in decades < 3.2 ? '1 2 5' : '1'] {
        put = put_tic(m * 10.0 ** e)
    } }
}
tic_text(y) = sprintf('%.4g', y / unit_of(y)) . unit_text(y)
n_text(k) = sprintf('n = %.0f', dial_n[k])

# ---- Labels at the right end, where the last point of each n is, `label_gap` apart, in the order of these points.
array end_y[n_count]; array label_y[n_count]; array by_height[n_count]
last_time(i, k) = (last_ = 0, sum [r = 1 : rows] (panel_of(r) == i && row_n[r] == dial_n[k] && \
    (last_ == 0 || row_dial[r] > row_dial[last_ ? last_ : r]) ? (last_ = r, 0) : 0), last_ ? row_time_s[last_] : NaN)
label_every = 1
has_label(k) = (!lacks(end_y[k]) && (n_count - k) % label_every == 0)
# What is not there is below all others.
end_or_below(k) = or_else(end_y[k], -1e300)
is_below(j, k) = (end_or_below(j) == end_or_below(k) ? j > k : end_or_below(j) < end_or_below(k))
place_labels(i) = (sum [k = 1 : n_count] (end_y[k] = height(last_time(i, k)), 0), \
    sum [k = 1 : n_count] (by_height[1 + (sum [j = 1 : n_count] (is_below(j, k)))] = k, 0), \
    floor_ = -1e300, sum [m = 1 : n_count] (raise_label(by_height[m])), \
    roof_ = y_high, sum [m = 1 : n_count] (lower_label(by_height[n_count + 1 - m])))
raise_label(k) = (has_label(k) ? (label_y[k] = larger(end_y[k], floor_), floor_ = label_y[k] + label_gap, 0) : 0)
lower_label(k) = (has_label(k) ? (label_y[k] = smaller(label_y[k], roof_), roof_ = label_y[k] - label_gap, 0) : 0)
