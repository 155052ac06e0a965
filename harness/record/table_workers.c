/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/table.h"
#include "wire/sample.h"

static const struct column columns[] = {
    COLUMN("sample", struct worker_span, sample, cell_long),
    COLUMN("worker", struct worker_span, worker, cell_count),
    COLUMN("pu_asked", struct worker_span, pu_asked, cell_index_or_none),
    COLUMN("pu_seen", struct worker_span, pu_seen, cell_index_or_none),
    COLUMN("start_s", struct worker_span, start_s, cell_real),
    COLUMN("end_s", struct worker_span, end_s, cell_real),
    COLUMN("run_delay_s", struct worker_span, run_delay_s, cell_real),
    COLUMN("wait_s", struct worker_span, wait_s, cell_real),
    COLUMN("cpu_s", struct worker_span, cpu_s, cell_real),
    COLUMN_ADDED("switches", struct worker_span, switches, cell_real, ""),
    COLUMN_ADDED("migrations", struct worker_span, migrations, cell_real, ""),
    COLUMN_ADDED("faults", struct worker_span, faults, cell_real, ""),
    COLUMN_ADDED("chain_s", struct worker_span, chain_s, cell_real, ""),
};

const struct table table_workers = {"workers.csv", columns, sizeof columns / sizeof columns[0],
                                    sizeof(struct worker_span)};
