# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# What curves.gp and terminal.gp draw as the chart `karp-flatt`: the serial fraction that a speed-up shows (Karp and
# Flatt, CACM 33(5), 1990) against cores. What is lost to anything but the serial part rises with n there.

title = 'Serial fraction by Karp and Flatt against cores'
value_name = 'Karp-Flatt'
axis_text(s) = 'e(n) = (1/S − 1/n) / (1 − 1/n)'
definition = 'Points and intervals: from those of S. ' . \
    (laws == 0 ? '' : 'Above its line: more was lost than the serial part; ') . \
    (laws == 0 ? 'Rising' : 'rising') . ' with n: ' . (laws == 0 ? 'a' : 'that') . ' loss grows with the cores.'
serial_fraction(S, n) = (S > 0 && n > 1 ? (1.0 / S - 1.0 / n) / (1 - 1.0 / n) : NaN)
measured(r) = row_e[r]
# Files of earlier versions lack the interval.
measured_lo(r) = (lacks(row_e[r]) ? NaN : \
    or_else(or_else(row_e_lo[r], serial_fraction(row_s_hi[r], row_n[r])), row_e[r]))
measured_hi(r) = (lacks(row_e[r]) ? NaN : \
    or_else(or_else(row_e_hi[r], serial_fraction(row_s_lo[r], row_n[r])), row_e[r]))
attainable(r) = NaN # it is no serial fraction
by_law(s, f, n) = (law_kind(s) eq 'strong' ? serial_fraction(law(s, f, n), n) : NaN)
by_fit(s, f, n) = NaN # it is one of the points
ideal(n) = NaN
has_seen = !on_screen && (sum [r = 1 : rows] (row_n[r] > 1 && !lacks(row_seen[r]))) > 0
ideal_name = ''
axis_note = ''
seen_note = 'Seen: looks at the program that found one runnable thread, over the runnable threads that all looks found.'
has_strip = 0; has_ceilings = 0; is_falling = 1; side_by_side = 1

n_least = n_most; least = 0.0; most = 0.0; smallest = NaN; with_value = 0
do for [r = 1 : rows] { if (row_n[r] > 1 && !lacks(measured(r))) {
    with_value = with_value + 1
    n_least = smaller(n_least, row_n[r])
    least = smaller(least, measured_lo(r)); most = larger(most, measured_hi(r))
    if (has_seen) { least = smaller(row_seen_lo[r], least); most = larger(row_seen_hi[r], most) } # of NaN: as it was
    p = row_law_p[r]
    # 1e-6: below that a fraction is 1 as rounded.
    if (1 - p > 1e-6) { smallest = smaller(1 - p, or_else(smallest, 1 - p)); most = larger(most, 1 - p) }
} }
if (with_value == 0) { set print '-'; print 'nothing to draw'; exit }
# Of p = 1 alone all may be 0, or off it by rounding: 0.001 is what a clock could show.
if (lacks(smallest)) { most = larger(most, 0.001) }
x_begin = n_least * 2 ** -0.5; law_end = n_most * 2 ** 0.5; x_end = law_end

# Fractions of several orders of magnitude, 0 and below among them: linear about 0, logarithmic beyond `linear_to`,
# which leaves the smallest 1 - p apart from 0 and what no clock shows, below 0.001, together.
is_bent = most / smallest > 5 # of NaN, as of p = 1 alone: no
linear_to = is_bent ? larger(smallest / 3, 0.001) : 1
height(y) = (is_bent ? asinh(y / linear_to) : y)
inverse(h) = (is_bent ? linear_to * sinh(h) : h)
room = 0.04 * larger(height(most) - height(least), 1e-9)
y_begin = inverse(height(least) - room); y_end = inverse(height(most) + room)
array y_tic[64]; array y_tic_text[64]; y_tics = 0
put_tic(y) = (y >= y_begin && y <= y_end && y_tics < 64 ? (y_tics = y_tics + 1, y_tic[y_tics] = y) : 0)
tic_gap = 0.055 * (height(y_end) - height(y_begin))
has_room(y) = (sum [i = 1 : y_tics] (abs(height(y) - height(y_tic[i])) < tic_gap)) == 0
put_apart(y) = (has_room(y) ? put_tic(y) : 0)
left_w = 86.0 # for "−0.0005"
if (is_bent) {
    put = put_tic(0)
    do for [m in '1 5 2'] { do for [e = 1 : -6 : -1] {
        put = put_apart(m * 10.0 ** e) + put_apart(-m * 10.0 ** e)
    } }
    axis_note = sprintf('Axis: linear within %s%.2g, logarithmic beyond.', plus_minus, linear_to)
} else {
    step = nice_step((y_end - y_begin) / 5)
    do for [i = ceil(y_begin / step) : floor(y_end / step)] { put = put_tic(i * step) }
}
do for [i = 1 : y_tics] { y_tic_text[i] = (y_tic[i] < 0 ? minus : '') . sprintf('%.4g', abs(y_tic[i])) }
