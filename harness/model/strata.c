/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/strata.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static double y_of(const struct measured_group *group, const struct measured_row *row,
                   bool of_rate) {
    double cost = group->quantity == MEASURED_TIME ? row->value / row->work : 1 / row->value;
    return of_rate ? -log(cost) : log(cost);
}

static const struct measured_row *sorted_rows;
static int compare(const void *a, const void *b) {
    double x = sorted_rows[*(const uint32_t *)a].n, y = sorted_rows[*(const uint32_t *)b].n;
    return (x > y) - (x < y);
}

int strata_make(const struct measured_group *group, bool of_rate, struct strata *ret,
                struct fault *fault) {
    size_t count = group->count;
    uint32_t *order = calloc(count + 1, sizeof *order);
    *ret = (struct strata){.rows = count, .memory = NAN, .stratum_count = 1};
    ret->sites = calloc(count + 1, sizeof *ret->sites);
    ret->cell_y = calloc(count + 1, sizeof *ret->cell_y);
    ret->cell_rows = calloc(count + 1, sizeof *ret->cell_rows);
    ret->entries = calloc(count + 1, sizeof *ret->entries);
    ret->first = calloc(2, sizeof *ret->first);
    (void)fault;
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    sorted_rows = group->rows;
    qsort(order, count, sizeof *order, compare);
    size_t cell = 0;
    for (size_t i = 0; i < count; i++) {
        const struct measured_row *row = &group->rows[order[i]];
        if (i == 0 || row->n != ret->sites[cell].n) {
            cell = ret->cell_count++;
            ret->sites[cell] =
                (struct model_site){row->n, isnan(row->capacity) ? row->n : row->capacity,
                                    isnan(row->clock) ? 1 : row->clock};
        }
        ret->cell_rows[cell]++;
        ret->cell_y[cell] += y_of(group, row, of_rate);
    }
    for (size_t i = 0; i < ret->cell_count; i++) {
        ret->cell_y[i] /= ret->cell_rows[i];
        ret->entries[i] = (struct strata_entry){(uint32_t)i, ret->cell_rows[i], ret->cell_y[i]};
    }
    for (size_t i = 0, k = 0; i < count; i++) {
        const struct measured_row *row = &group->rows[order[i]];
        while (ret->sites[k].n != row->n)
            k++;
        ret->pure_ss += pow(y_of(group, row, of_rate) - ret->cell_y[k], 2);
    }
    ret->first[1] = ret->cell_count;
    ret->counts = ret->cell_count;
    ret->pure_df = (double)(count - ret->cell_count);
    ret->noise = ret->pure_df > 0 ? sqrt(ret->pure_ss / ret->pure_df) : NAN;
    free(order);
    return 0;
}

void strata_release(struct strata *strata) {
    free(strata->sites);
    free(strata->cell_y);
    free(strata->cell_rows);
    free(strata->entries);
    free(strata->first);
    free(strata->row_cell);
    free(strata->row_round);
    free(strata->row_y);
    *strata = (struct strata){.sites = NULL};
}

int strata_room_for(const struct strata *strata, struct strata *ret_room, struct fault *fault) {
    (void)strata;
    *ret_room = (struct strata){.sites = NULL};
    return fault_set(fault, FAULT_SYSTEM, 0, "no bootstrap yet");
}

void strata_draw(const struct strata_draw *draw, struct strata *room) {
    (void)draw, (void)room;
}
