/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Cases made of made-up reports. */
#ifndef AMDAHL_TEST_FIT_CASES_H
#define AMDAHL_TEST_FIT_CASES_H

#include "cli/fit_case.h"
#include "explain/fit_made.h"

/* One group, or more of the same, as a case without an analysis. */
static inline struct fit_cases cases_of(struct fit_made *made, struct fit_case *cases,
                                        size_t count) {
    for (size_t i = 0; i < count; i++)
        cases[i] = (struct fit_case){.group = &made[i].group,
                                     .report = &made[i].report,
                                     .speed = {NAN, NAN, NAN, NAN, MODEL_NO_INTERVAL}};
    return (struct fit_cases){"RUN", "run directory", MODEL_LOG, true, cases, count};
}

#endif
