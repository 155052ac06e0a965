# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What curves.gp and terminal.gp draw as the chart `efficiency`: speed-up a core against cores, from zero.

title = 'Efficiency against cores'
value_name = 'efficiency'
axis_text(s) = (law_kind(s) eq 'strong' ? 'efficiency, S/n' : 'efficiency, scaled speed-up/n')
definition = 'Base T(1): the same code at n = 1. Points: median speed-up over the rounds, divided by n; ' . \
    '1 is what n cores could do.'
measured(r) = row_s[r] / row_n[r]
measured_lo(r) = row_s_lo[r] / row_n[r]
measured_hi(r) = row_s_hi[r] / row_n[r]
attainable(r) = row_attainable[r] / row_n[r]
by_law(s, f, n) = law(s, f, n) / n
by_fit(s, f, n) = fitted(s, f, n) / n
ideal(n) = 1
ideal_name = 'ideal, S = n'; axis_note = misfit_note
has_strip = 0; has_ceilings = 0; is_falling = 0; side_by_side = 0; has_seen = 0

x_begin = 1.0
law_end = on_screen ? larger(n_most, 2) : n_most * 2
x_end = law_end
y_begin = 0.0; y_end = 1.0
do for [r = 1 : rows] { y_end = larger(y_end, measured_hi(r)) }
y_end = y_end * (on_screen ? 1.0 : 1.06)
height(y) = y
array y_tic[64]; array y_tic_text[64]; y_tics = 0
step = nice_step(y_end / 5)
do for [i = 0 : floor(y_end / step)] {
    y_tics = y_tics + 1; y_tic[y_tics] = i * step; y_tic_text[y_tics] = sprintf('%.4g', i * step)
}
if (rows == (sum [r = 1 : rows] (row_n[r] == 1))) { set print '-'; print 'nothing to draw'; exit }
