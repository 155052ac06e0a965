# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The rows of a run's summary.csv in arrays, from row_key[1] to row_key[rows]. Goes after read_csv.gp.
# `of_scaling`, set before: 'strong' leaves weak scaling and throughput out, 'scaled' takes these alone, '' takes all.

rows_most = 0
stats csv_file using (rows_most = rows_most + 1, 1) nooutput
array row_key[rows_most]; array row_name[rows_most]; array row_params[rows_most]
array row_engine[rows_most]; array row_scaling[rows_most]; array row_place[rows_most]; array row_tasks[rows_most]
array row_p[rows_most]; array row_law_p[rows_most]; array row_n[rows_most]; array row_law[rows_most]
array row_time_s[rows_most]; array row_rounds[rows_most]; array row_samples[rows_most]
array row_invalid[rows_most]; array row_hollow[rows_most]; array row_over[rows_most]; array row_here[rows_most]
array row_s[rows_most]; array row_s_lo[rows_most]; array row_s_hi[rows_most]
array row_r[rows_most]; array row_r_lo[rows_most]; array row_r_hi[rows_most]
array row_e[rows_most]; array row_e_lo[rows_most]; array row_e_hi[rows_most]
array row_time_lo[rows_most]; array row_time_hi[rows_most]; array row_bound[rows_most]; array row_units[rows_most]
array row_overlap[rows_most]; array row_overlap_lo[rows_most]; array row_overlap_hi[rows_most]
array row_seen[rows_most]; array row_seen_lo[rows_most]; array row_seen_hi[rows_most]
losses = 'serial fork imbalance join wait descheduled idle inflation unexplained'
loss_count = words(losses)
array row_attainable[rows_most]
array row_loss[rows_most * loss_count]
loss_at(r, k) = (r - 1) * loss_count + k

fraction(name) = number_from(name, 0, 1)
quotient(name) = number_from(name, 1e-6, 1e7)
seconds_if_any(name) = (column_of(name) > 0 ? number_from(name, 1e-9, 1e9) : NaN)
quotient_if_any(name) = (column_of(name) > 0 ? quotient(name) : NaN)
# After every p stands the workload that has none.
no_p = 2
p_or_none(_) = or_else(fraction('p'), no_p)
cores(_) = (n_ = number_from('n', 1, 1e6), n_ == floor(n_) ? n_ : NaN)
take_words(_) = (row_name[rows] = text_of('workload'), row_params[rows] = text_of('params'), \
    row_engine[rows] = text_of('engine'), row_scaling[rows] = text_of('scaling'), \
    row_place[rows] = text_of('place'), row_tasks[rows] = or_else(number_from('tasks', 1, 1e9), 0), \
    row_key[rows] = row_name[rows] . "\t" . row_params[rows] . "\t" . row_engine[rows] . "\t" . \
        row_scaling[rows] . "\t" . row_place[rows] . sprintf("\t%.0f", row_tasks[rows]), \
    row_hollow[rows] = (text_of('verdict') eq 'cannot tell'), row_over[rows] = is_true('oversubscribed'), \
    row_here[rows] = (text_of('interval_kind') eq 'this run only'), \
    row_law_p[rows] = (basis_ = text_of('p_basis'), basis_ eq 'work' || basis_ eq 'stated' ? fraction('p_work') : \
        fraction('p_measured')), 0)
take_numbers(_) = (row_p[rows] = p_or_none(0), row_n[rows] = cores(0), \
    row_time_s[rows] = number_from('time_s', 1e-9, 1e9), row_rounds[rows] = number('rounds'), \
    row_samples[rows] = or_else(number('samples'), 0), row_invalid[rows] = or_else(number('invalid'), 0), \
    row_law[rows] = quotient('law_speedup'), row_s[rows] = quotient('speedup'), row_r[rows] = quotient('ratio'), \
    row_s_lo[rows] = smaller(or_else(quotient('speedup_lo'), row_s[rows]), row_s[rows]), \
    row_s_hi[rows] = larger(or_else(quotient('speedup_hi'), row_s[rows]), row_s[rows]), \
    row_r_lo[rows] = or_else(quotient('ratio_lo'), row_r[rows]), \
    row_r_hi[rows] = or_else(quotient('ratio_hi'), row_r[rows]), row_e[rows] = number('karp_flatt'), \
    row_e_lo[rows] = number_if_any('karp_flatt_lo'), row_e_hi[rows] = number_if_any('karp_flatt_hi'), \
    row_seen[rows] = number_if_any('serial_fraction_seen'), \
    row_attainable[rows] = number_if_any('attainable_speedup'), \
    row_seen_lo[rows] = or_else(number_if_any('serial_fraction_seen_lo'), row_seen[rows]), \
    row_seen_hi[rows] = or_else(number_if_any('serial_fraction_seen_hi'), row_seen[rows]), \
    sum [k = 1 : loss_count] (row_loss[loss_at(rows, k)] = number_if_any('loss_' . word(losses, k)), 0))
take_dials(_) = (row_time_lo[rows] = or_else(seconds_if_any('time_lo_s'), row_time_s[rows]), \
    row_time_hi[rows] = or_else(seconds_if_any('time_hi_s'), row_time_s[rows]), \
    row_bound[rows] = seconds_if_any('bound_s'), \
    row_units[rows] = column_of('units') > 0 ? number_from('units', 1, 1e18) : NaN, \
    row_overlap[rows] = quotient_if_any('overlap'), \
    row_overlap_lo[rows] = or_else(quotient_if_any('overlap_lo'), row_overlap[rows]), \
    row_overlap_hi[rows] = or_else(quotient_if_any('overlap_hi'), row_overlap[rows]), 0)
take_row(_) = (rows = rows + 1, take_words(0) + take_numbers(0) + take_dials(0))
is_scaled(_) = (scaled_ = raw('scaling'), scaled_ eq 'weak' || scaled_ eq 'throughput')
is_wanted(_) = (of_scaling eq '' || is_scaled(0) == (of_scaling eq 'scaled'))
# Whether the row's tasks in flight have a panel: thin_tasks.gp says, where it stands before this.
is_drawn(_) = (is_wanted(0) && (exists("dials_kept") ? is_dial_kept(0) : 1))
# Whether the row has a speed-up to draw; what is drawn of a law is NaN where there is none. Files from before foreign
# programs, which lack `loss_idle`, give T(1)/T(n) of the workload without work too, which speeds nothing up: in them
# it is the only one without a law.
every_speedup = column_of('loss_idle') > 0
has_speedup(_) = (quotient('speedup') > 0 && (every_speedup || quotient('law_speedup') > 0))

# Each p of the run, also of rows that this chart leaves out.
array run_p[rows_most]; run_p_count = 0
note_p(p) = ((sum [i = 1 : run_p_count] (run_p[i] == p)) == 0 ? \
    (run_p_count = run_p_count + 1, run_p[run_p_count] = p) : 0)

rows = 0; rows_read = 0; rows_unread = 0; is_header = 1
read_row(_) = (rows_read = rows_read + 1, \
    has_speedup(0) ? (note_p(p_or_none(0)), is_drawn(0) ? take_row(0) : 0) : 0)
stats csv_file using (is_header ? 0 : is_whole(0) && cores(0) >= 1 ? read_row(0) : (rows_unread = rows_unread + 1), \
    is_header = 0, 1) nooutput
if (rows_read == 0 && rows_unread > 0) { exit error 'summary.csv has no row that can be read' }
if (rows == 0) { set print '-'; print 'nothing to draw'; exit }
set datafile separator whitespace
