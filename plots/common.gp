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
