/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether a sample may be used (docs/definitions.md, "Validity"). It has one cause: the first that
 * was found of the worst kind. */
#ifndef AMDAHL_VALIDITY_H
#define AMDAHL_VALIDITY_H

#include "wire/sample.h"

#include <stdbool.h>

/* Marks the sample, unless it is marked as that bad or worse: the first cause stands. */
void validity_mark(struct sample *sample, enum sample_validity validity, const char *cause);

/* What befell its workers. */
struct validity_facts {
    const struct worker_span *spans; /* sample->n */
    bool has_company;  /* processes of the workload's own have no PU but the workers' */
    bool is_throttled; /* a quota stopped a cgroup of this process meanwhile */
    bool clock_is_off; /* of a worker: chain_history_note */
};

/* Marks the sample by what befell it, broken where a worker that was bound ran elsewhere, else
 * disturbed. In this order, for each explains those that come after it:
 *   "throttled by the CPU quota"  the quota stops its threads;
 *   "migrated"                    a worker was moved to another PU, and came late into a cold
 * cache; "run delay"                   a worker was runnable without running for over 1 % of the
 * sample; "involuntary switches"        a worker lost its PU, for a time that this kernel does not
 * tell; "clock off"                   a core's clock was slower than in the samples before. Where
 * workers share PUs (sample->oversubscribed) all but the first are what such a point measures, and
 * no cause; nor are run delay and switches where the workload has such company. */
void validity_judge(const struct validity_facts *facts, struct sample *sample);

#endif
