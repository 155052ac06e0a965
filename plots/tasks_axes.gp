# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What the chart `tasks` shows, on paper and on a terminal: the time of a sample against tasks in flight, for each n,
# and the bound on it. Goes after dials.gp and decades.gp.

x_begin = t_least * 2 ** (on_screen ? 0 : -0.4); x_end = t_most * 2 ** (on_screen ? 0 : 0.4)
y_least = 1e300; y_most = 0.0
do for [r = 1 : rows] { if (panel_of(r)) {
    y_least = smaller(smaller(row_time_lo[r], or_else(row_bound[r], 1e300)), y_least)
    y_most = larger(larger(row_time_hi[r], or_else(row_bound[r], 0)), y_most)
} }
# Of times that hardly differ an axis of a fifth is enough to show it.
if (y_most < 1.2 * y_least) { y_middle = sqrt(y_least * y_most); y_least = y_middle / 1.1; y_most = y_middle * 1.1 }
y_room = (on_screen ? 0.01 : 0.06) * (height(y_most) - height(y_least))
y_low = height(y_least) - y_room; y_high = height(y_most) + y_room

eval put_decades
n_text(k) = sprintf('n = %.0f', dial_n[k])

# ---- Labels at the right end, where the last point of each n is.
last_time(i, k) = (last_ = 0, sum [r = 1 : rows] (panel_of(r) == i && row_n[r] == dial_n[k] && \
    (last_ == 0 || row_dial[r] > row_dial[last_ ? last_ : r]) ? (last_ = r, 0) : 0), last_ ? row_time_s[last_] : NaN)
label_every = 1
has_label(k) = (!lacks(end_y[k]) && (n_count - k) % label_every == 0)
place_labels(i) = (sum [k = 1 : n_count] (end_y[k] = height(last_time(i, k)), 0), spread_labels(n_count))
