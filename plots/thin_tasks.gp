# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Which numbers of tasks in flight have panels, or marks, of their own, where a chart has some for each: of each series,
# as it is told without them, an even choice that the sheet has room for, with the fewest and the most among them; of
# one, and on a terminal, the most. Goes between read_csv.gp and read_summary.gp; the charts `tasks` and `heat` have
# them all.

# Beyond six of one series the panels only repeat each other.
dials_alike = 6

dials_most = 0
stats csv_file using (dials_most = dials_most + 1, 1) nooutput
array dial_key[dials_most]; array dial_tasks[dials_most]; dials = 0
dial_text(_) = (text_ = '', sum [k = 1 : 5] \
    (text_ = text_ . raw(word('workload params engine scaling place', k)) . "\t", 0), text_)
tasks_of_row(_) = or_else(number_from('tasks', 1, 1e9), 0)
dial_found(key, tasks) = (found_ = 0, sum [i = 1 : dials] \
    (dial_tasks[i] == tasks && dial_key[i] eq key ? (found_ = i, 0) : 0), found_)
note_dial(key, tasks) = (dial_found(key, tasks) ? 0 : \
    (dials = dials + 1, dial_key[dials] = key, dial_tasks[dials] = tasks, 0))
# As read_summary.gp has it.
is_of_chart(_) = (kind_ = raw('scaling'), of_scaling eq '' || \
    (kind_ eq 'weak' || kind_ eq 'throughput') == (of_scaling eq 'scaled'))
is_header = 1
stats csv_file using (is_header ? 0 : is_whole(0) && is_of_chart(0) ? note_dial(dial_text(0), tasks_of_row(0)) : 0, \
    is_header = 0, 1) nooutput

is_first(i) = (sum [j = 1 : i - 1] (dial_key[j] eq dial_key[i])) == 0
dial_series = sum [i = 1 : dials] (is_first(i))
dials_in_series(i) = (sum [j = 1 : dials] (dial_key[j] eq dial_key[i]))
dial_rank(i) = (sum [j = 1 : dials] (dial_key[j] eq dial_key[i] && dial_tasks[j] <= dial_tasks[i]))
dials_kept = on_screen ? 1 : larger(1, smaller(dials_alike, panels_most / larger(dial_series, 1)))
is_chosen(rank, of) = (of <= dials_kept ? 1 : dials_kept == 1 ? rank == of : (sum [i = 0 : dials_kept - 1] \
    (floor(1.5 + i * (of - 1.0) / (dials_kept - 1)) == rank)) > 0)
is_dial_kept(_) = (at_ = dial_found(dial_text(0), tasks_of_row(0)), \
    at_ == 0 ? 1 : is_chosen(dial_rank(at_), dials_in_series(at_)))
dials_thinned = 0
do for [i = 1 : dials] { dials_thinned = larger(dials_thinned, dials_in_series(i)) }
thinned_text = dials_thinned <= dials_kept ? '' : \
    dials_kept == 1 ? ' Of each series the most tasks in flight alone.' : \
    sprintf(' Of %d numbers of tasks in flight %d are drawn.', dials_thinned, dials_kept)
