/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/ledger_point.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

const char LEDGER_VALID[] = "valid", LEDGER_EXPERIENCED[] = "as experienced",
           LEDGER_VALID_SUMMED[] = "valid summed";

static bool is_of_point(const struct ledger_row *row, const struct summary_row *point) {
    return series_is_same_p(row->p, point->p) && row->n == point->n && row->tasks == point->tasks &&
           series_is_same(&row->series, &point->series);
}

struct ledger_point ledger_point_find(const struct summary_row *point,
                                      const struct ledger_row *rows, size_t count) {
    size_t first = 0;
    while (first < count && !is_of_point(&rows[first], point))
        first++;
    size_t end = first;
    while (end < count && is_of_point(&rows[end], point))
        end++;
    return (struct ledger_point){point, rows + first, end - first};
}

const struct ledger_row *ledger_point_row(const struct ledger_point *ledger, const char *row,
                                          const char *component) {
    for (size_t i = 0; i < ledger->count; i++)
        if (strcmp(ledger->rows[i].row, row) == 0 &&
            strcmp(ledger->rows[i].component, component) == 0)
            return &ledger->rows[i];
    return NULL;
}

struct interval ledger_point_value(const struct ledger_point *ledger, const char *row,
                                   const char *component) {
    const struct ledger_row *found = ledger_point_row(ledger, row, component);
    return found == NULL ? (struct interval){NAN, NAN, NAN} : found->value;
}

struct interval ledger_point_speedup(const struct ledger_point *ledger, const char *row) {
    const struct interval value = ledger_point_value(ledger, row, "speedup");
    if (isnan(value.value) && strcmp(row, LEDGER_VALID) == 0)
        return ledger->point->speedup;
    return value;
}

bool ledger_is_loss(const struct ledger_row *row) {
    return row->parent[0] == '\0' && strcmp(row->component, "speedup") != 0;
}
