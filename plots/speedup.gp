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
