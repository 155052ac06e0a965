# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# An axis of decades, and labels at its right end that do not cover each other: for the charts of times. Goes after
# series.gp, before the chart.

height(y) = log10(y)
# The first digit of a unit of time, for what is written beside a tic.
tic_text(y) = sprintf('%.4g', y / unit_of(y)) . unit_text(y)

# ---- Tics from the heights y_low to y_high: `eval put_decades` puts them into y_tic[1 : y_tics].
array y_tic[64]; y_tics = 0
put_tic(y) = (height(y) >= y_low && height(y) <= y_high && y_tics < 64 ? (y_tics = y_tics + 1, y_tic[y_tics] = y) : 0)
put_decades = 'decades = y_high - y_low; if (decades < 0.6) { step = nice_step((10 ** y_high - 10 ** y_low) / 5); ' . \
    'do for [i = ceil(10 ** y_low / step) : floor(10 ** y_high / step)] { put = put_tic(i * step) } } else { ' . \
    'do for [e = floor(y_low) : ceil(y_high)] { do for [m in decades < 3.2 ? "1 2 5" : "1"] { ' . \
    'put = put_tic(m * 10.0 ** e) } } }'

# ---- Labels 1 to `count`, each beside the height end_y[k] where has_label(k), `label_gap` apart, in the order of these
# heights: label_y[k]. What is not there is below all. A chart has no more labels than rows.
array end_y[rows]; array label_y[rows]; array by_height[rows]
end_or_below(k) = or_else(end_y[k], -1e300)
is_below(j, k) = (end_or_below(j) == end_or_below(k) ? j > k : end_or_below(j) < end_or_below(k))
raise_label(k) = (has_label(k) ? (label_y[k] = larger(end_y[k], floor_), floor_ = label_y[k] + label_gap, 0) : 0)
lower_label(k) = (has_label(k) ? (label_y[k] = smaller(label_y[k], roof_), roof_ = label_y[k] - label_gap, 0) : 0)
spread_labels(count) = ( \
    sum [k = 1 : count] (by_height[1 + (sum [j = 1 : count] (is_below(j, k)))] = k, 0), \
    floor_ = -1e300, sum [m = 1 : count] (raise_label(by_height[m])), \
    roof_ = y_high, sum [m = 1 : count] (lower_label(by_height[count + 1 - m])))
