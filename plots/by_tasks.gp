# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# For the charts of the tasks dial a series is told without its tasks in flight, which are in row_dial[]. Goes between
# read_summary.gp and series.gp.

array row_dial[rows]
do for [r = 1 : rows] {
    row_dial[r] = row_tasks[r]; row_tasks[r] = 0
    row_key[r] = row_name[r] . "\t" . row_params[r] . "\t" . row_engine[r] . "\t" . row_scaling[r] . "\t" . row_place[r]
}
