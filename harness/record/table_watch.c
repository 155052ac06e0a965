/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/table.h"
#include "record/watch_row.h"

static const struct column runnable_columns[] = {
    COLUMN("sample", struct runnable_row, sample, cell_long),
    COLUMN("workload", struct runnable_row, series.workload, cell_text),
    COLUMN("place", struct runnable_row, series.place, cell_text),
    COLUMN("p", struct runnable_row, p, cell_real),
    COLUMN("n", struct runnable_row, n, cell_count),
    COLUMN("runnable", struct runnable_row, runnable, cell_count),
    COLUMN("looks", struct runnable_row, looks, cell_count),
};
const struct table table_runnable = {"runnable.csv", runnable_columns,
                                     sizeof runnable_columns / sizeof runnable_columns[0],
                                     sizeof(struct runnable_row)};

static const struct column thread_columns[] = {
    COLUMN("sample", struct thread_row, sample, cell_long),
    COLUMN("workload", struct thread_row, series.workload, cell_text),
    COLUMN("place", struct thread_row, series.place, cell_text),
    COLUMN("p", struct thread_row, p, cell_real),
    COLUMN("n", struct thread_row, n, cell_count),
    COLUMN("thread", struct thread_row, thread.name, cell_text),
    COLUMN("most", struct thread_row, thread.most, cell_count),
    COLUMN("runnable", struct thread_row, thread.runnable, cell_count),
    COLUMN("pus", struct thread_row, thread.pus, cell_text),
};
const struct table table_threads = {"threads.csv", thread_columns,
                                    sizeof thread_columns / sizeof thread_columns[0],
                                    sizeof(struct thread_row)};
