/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger of a made-up run, and its rows by name. */
#ifndef AMDAHL_TEST_MADE_H
#define AMDAHL_TEST_MADE_H

#include "check.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "samples.h"

#include <stdlib.h>

struct made {
    struct summary_row *summary;
    struct ledger_row *rows;
    size_t summary_count, count;
};

static inline struct made make(const struct run *run) {
    struct made made = {NULL, NULL, 0, 0};
    struct fault fault = {0};
    CHECK_INT(
        summary_make(run->samples, run->count, 0.01, &made.summary, &made.summary_count, &fault),
        0);
    CHECK_INT(ledger_rows_make(run->samples, run->count, made.summary, made.summary_count,
                               &made.rows, &made.count, &fault),
              0);
    CHECK_STRING(fault.text, "");
    return made;
}

static inline void made_free(struct made *made) {
    free(made->summary);
    free(made->rows);
}

static inline void free_both(struct made *made, struct run *run) {
    made_free(made);
    run_free(run);
}

static const char VALID[] = "valid", SUMMED[] = "valid summed", EXPERIENCED[] = "as experienced";

/* The first of that name; NULL: there is none. */
static inline const struct ledger_row *look_for(const struct made *made, const char *row,
                                                const char *component) {
    for (size_t i = 0; i < made->count; i++)
        if (strcmp(made->rows[i].row, row) == 0 && strcmp(made->rows[i].component, component) == 0)
            return &made->rows[i];
    return NULL;
}

static inline const struct ledger_row *find(const struct made *made, const char *row,
                                            const char *component) {
    const struct ledger_row *found = look_for(made, row, component);
    CHECK_REPORT(found != NULL, "there is no component '%s'", component);
    if (found == NULL)
        exit(check_done());
    return found;
}

#endif
