/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What must hold between a real sample's figures, whatever befell it. */
#ifndef AMDAHL_TEST_IDENTITIES_H
#define AMDAHL_TEST_IDENTITIES_H

#include "check.h"
#include "explain/ledger.h"
#include "wire/sample.h"

static inline double known_or_none(double value) {
    return isnan(value) ? 0 : value;
}

/* The useful time, which is what the figures leave of n T, is what the clocks and the serial part
 * give less the delays: no more than all workers have of them, so that without any it is exact, but
 * for what workers with tasks were starved in their shares, which is imbalance. */
static inline void check_identities(const struct sample *sample, const struct worker_span *spans) {
    const double exact = 1e-8, n = sample->n, useful_s = ledger_useful_s(sample);
    double busy_s = sample->serial_s, delay_s = 0, first_s = INFINITY, last_s = -INFINITY;
    for (unsigned i = 0; i < sample->n; i++) {
        CHECK(spans[i].start_s <= spans[i].end_s);
        first_s = fmin(first_s, spans[i].start_s);
        last_s = fmax(last_s, spans[i].end_s);
        busy_s += spans[i].end_s - spans[i].start_s;
        delay_s += known_or_none(spans[i].run_delay_s) + known_or_none(spans[i].wait_s);
    }
    CHECK_NEAR(sample->parallel_s, last_s - first_s, exact);
    delay_s += sample->tasks > 0 ? n * sample->imbalance_s : 0;
    CHECK_REPORT(useful_s <= busy_s + exact && useful_s >= busy_s - delay_s - exact,
                 "useful %.9g s, of %.9g s with %.9g s of delays", useful_s, busy_s, delay_s);
    CHECK(sample->fork_s >= -exact && sample->imbalance_s >= -exact && sample->join_s >= -exact);
    CHECK(known_or_none(sample->wait_s) >= 0 && known_or_none(sample->descheduled_s) >= 0);
    CHECK(known_or_none(sample->serial_delay_s) <= sample->serial_s + exact);
    CHECK(n * sample->busy_max_s >= useful_s - exact && sample->busy_max_s <= busy_s + exact);
    CHECK(sample->chain_s > 0);
    CHECK(sample->cpu_s >= 0);
}

#endif
