/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The same answer everywhere: a correct program gives the same one at every number of cores and of
 * tasks. The digests of one lane's samples of the same units, held against each other; whoever
 * disagrees with the first one is wrong, whatever its own proof says. */
#ifndef AMDAHL_AGREEMENT_H
#define AMDAHL_AGREEMENT_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stddef.h>
#include <stdint.h>

/* All zeros: nothing was answered yet. */
struct agreement {
    struct agreement_answer *answers; /* one for each work that had one */
    size_t count, capacity;
};

/* A sample, and what it was to do. */
struct agreement_case {
    struct sample *sample;
    uint64_t serial_units, parallel_units;
};

/* Takes the samples of a batch. Of a work without an answer the sample with the fewest workers, and
 * of those the fewest tasks, gives it; then every one that has another answer than its work becomes
 * broken, with a cause that names whose answer that was, and takes no side where the sample has
 * fewer workers or tasks than that one. Samples that are broken, have no digest or
 * are sentinels are let be. FAULT_SYSTEM: no memory. */
int agreement_judge(struct agreement *agreement, const struct agreement_case *cases, size_t count,
                    struct fault *fault);
void agreement_release(struct agreement *agreement);

#endif
