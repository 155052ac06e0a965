# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The rows of fit_points.csv: points i from 1 to `points`, in the panels of the curves. Goes after read_curves.gp and,
# for the columns of this file, another read_csv.gp.

put = find_key_columns(0)
at_n = column_of('n'); at_s = column_of('speedup'); at_lo = column_of('speedup_lo'); at_hi = column_of('speedup_hi')
at_e = column_of('karp_flatt'); at_e_lo = column_of('karp_flatt_lo'); at_e_hi = column_of('karp_flatt_hi')
eval read_names
points_most = rows_most
array point_panel[points_most]; array point_n[points_most]; array point_s[points_most]; array point_lo[points_most]
array point_hi[points_most]; array point_e[points_most]; array point_e_lo[points_most]; array point_e_hi[points_most]
array point_rows[points_most]
serial_fraction(column) = number_at(column, -1e3, 1e3)
take_point(_) = (find_panel(panel_text(0)), points = points + 1, point_panel[points] = panel_at, \
    point_n[points] = cores(0), point_s[points] = speedup(at_s), \
    point_lo[points] = smaller(or_else(speedup(at_lo), point_s[points]), point_s[points]), \
    point_hi[points] = larger(or_else(upper_end(0), point_s[points]), point_s[points]), \
    point_e[points] = serial_fraction(at_e), \
    point_e_lo[points] = or_else(serial_fraction(at_e_lo), point_e[points]), \
    point_e_hi[points] = or_else(serial_fraction(at_e_hi), point_e[points]), \
    point_rows[points] = or_else(number_from('rows', 0, 1e15), 0), 0)
points_unread = 0; is_header = 1
stats csv_file using (line = line + 1, is_header ? 0 : \
    is_whole(0) && cores(0) > 0 && speedup(at_s) > 0 ? take_point(0) : \
    (points_unread = points_unread + 1), is_header = 0, 1) nooutput
unread_text = joined(unread_text, points_unread == 0 ? '' : \
    plural(points_unread, 'row', 'rows') . ' of fit_points.csv could not be read.', ' ')
