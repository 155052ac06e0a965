/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Made-up ledgers of one point, and what is said of them. */
#ifndef AMDAHL_TEST_MADE_LEDGER_H
#define AMDAHL_TEST_MADE_LEDGER_H

#include "check.h"
#include "explain/words_ledger.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 2048, ROWS_MAX = 16 };

/* A point at n = 4, p = 0.9, S = 3 [2.9, 3.1], and its rows. */
struct made {
    struct summary_row point;
    struct ledger_row rows[ROWS_MAX];
    size_t count;
    struct words_samples samples;
    char text[TEXT_BYTES];
};

static inline struct made make(void) {
    return (struct made){.point = {.series = {.workload = "spin"},
                                   .p = 0.9,
                                   .n = 4,
                                   .speedup = {3, 2.9, 3.1},
                                   .law_speedup = NAN}};
}

static inline void add(struct made *made, const char *row, const char *parent,
                       const char *component, struct interval value) {
    struct ledger_row *added = &made->rows[made->count++];
    *added = (struct ledger_row){.series = made->point.series,
                                 .p = made->point.p,
                                 .n = made->point.n,
                                 .tasks = made->point.tasks,
                                 .value = value};
    snprintf(added->row, sizeof added->row, "%s", row);
    snprintf(added->parent, sizeof added->parent, "%s", parent);
    snprintf(added->component, sizeof added->component, "%s", component);
}

static inline void add_loss(struct made *made, const char *component, double value, double lo,
                            double hi) {
    add(made, "valid", "", component, (struct interval){value, lo, hi});
}

static inline const char *words(struct made *made) {
    const struct ledger_point ledger = ledger_point_find(&made->point, made->rows, made->count);
    words_ledger(&ledger, &made->samples, made->text, sizeof made->text);
    return made->text;
}

static inline void check_holds_not(const char *text, const char *part) {
    CHECK_REPORT(strstr(text, part) == NULL, "'%s' holds '%s'", text, part);
}

#endif
