/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/strata.h"
#include "model/additive.h"
#include "model/memory.h"
#include "model/pattern.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The entries of one stratum, with the weight of one round, from the rows of its first round. */
static void open_stratum(const struct layout *layout, size_t first, size_t end,
                         struct strata *strata) {
    size_t at = strata->first[strata->stratum_count];
    for (size_t row = first; row < end; row++) {
        if (row == first || layout->cell[row] != layout->cell[row - 1])
            strata->entries[at++] = (struct strata_entry){.cell = layout->cell[row]};
        strata->entries[at - 1].weight++;
    }
    strata->first[++strata->stratum_count] = at;
}

/* Strata in the order of their first rounds, and the entry of each row. */
static void open_strata(const struct layout *layout, const uint32_t *round_stratum,
                        struct strata *strata) {
    for (uint32_t round = 0; round < layout->rounds; round++) {
        size_t first = layout->round_first[round], end = layout->round_first[round + 1];
        if (round_stratum[round] == strata->stratum_count)
            open_stratum(layout, first, end, strata);
        size_t entry = strata->first[round_stratum[round]];
        for (size_t row = first; row < end; row++) {
            entry += row > first && layout->cell[row] != layout->cell[row - 1];
            strata->row_entry[row] = (uint32_t)entry;
        }
    }
}

/* Each entry's mean, and what its rows are off it. */
static void fill_entries(const struct layout *layout, struct strata *strata) {
    size_t entries = strata->first[strata->stratum_count];
    for (size_t i = 0; i < entries; i++)
        strata->entries[i].weight = strata->entries[i].mean = 0;
    for (size_t row = 0; row < layout->rows; row++) {
        struct strata_entry *entry = &strata->entries[strata->row_entry[row]];
        entry->weight++;
        entry->mean += strata->row_y[row];
    }
    for (size_t i = 0; i < entries; i++)
        strata->entries[i].mean /= strata->entries[i].weight;
    for (size_t row = 0; row < layout->rows; row++) {
        double off = strata->row_y[row] - strata->entries[strata->row_entry[row]].mean;
        strata->pure_ss += off * off;
    }
}

/* What the cells' levels leave of the strata: nothing where there is one. The rounds' effects were
 * found last, so that each stratum's own is 0. */
static void count_disagreement(struct strata *strata, const struct additive *fit) {
    size_t entries = strata->first[strata->stratum_count];
    for (size_t i = 0; i < entries; i++) {
        const struct strata_entry *entry = &strata->entries[i];
        double off = entry->mean - strata->cell_y[entry->cell];
        strata->cells_ss += entry->weight * off * off;
    }
    double told = (double)entries - (double)strata->stratum_count; /* differences within strata */
    strata->cells_df = told - fit->differences;
    strata->pure_df = fit->df - strata->cells_df;
    if (fit->tick > 0) /* that rounding made rows alike makes them no better known */
        strata->pure_ss = fmax(strata->pure_ss, strata->pure_df * fit->scale * fit->scale);
}

static int take_memory(const struct layout *layout, struct strata *strata, struct fault *fault) {
    size_t strata_most = layout->rounds > 0 ? layout->rounds : 1;
    strata->cell_rows = calloc(layout->cells, sizeof *strata->cell_rows);
    strata->first = calloc(strata_most + 1, sizeof *strata->first);
    /* far more than are used as a rule: pages that are not written to take no memory */
    strata->entries = calloc(layout->rows, sizeof *strata->entries);
    strata->row_entry = calloc(layout->rows, sizeof *strata->row_entry);
    if (strata->cell_rows == NULL || strata->first == NULL || strata->entries == NULL ||
        strata->row_entry == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "no memory for a fit of %zu rows",
                         layout->rows);
    return 0;
}

/* Gives the strata what they keep of the layout and of its fit, which are left without it. */
static void take_over(struct layout *layout, struct additive *fit, struct strata *strata) {
    strata->sites = layout->sites;
    strata->cell_y = fit->cell_levels;
    strata->row_y = fit->freed;
    layout->sites = NULL;
    fit->cell_levels = fit->freed = NULL;
    if (layout->rounds > 0) {
        strata->round_effects = fit->round_effects;
        strata->group_first = layout->round_first;
        fit->round_effects = NULL;
        layout->round_first = NULL;
    } else {
        strata->group_first = layout->cell_first;
        layout->cell_first = NULL;
    }
}

/* One stratum of all rows, whose entries are the cells; or those of the rounds. */
static int sort_strata(const struct layout *layout, struct strata *strata, struct fault *fault) {
    if (layout->rounds == 0) {
        open_stratum(layout, 0, layout->rows, strata);
        memcpy(strata->row_entry, layout->cell, layout->rows * sizeof *layout->cell);
        return 0;
    }
    uint32_t *round_stratum = calloc(layout->rounds, sizeof *round_stratum);
    if (round_stratum == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "no memory for %zu rounds", layout->rounds);
    int status = pattern_find(layout, round_stratum, fault);
    if (status == 0)
        open_strata(layout, round_stratum, strata);
    free(round_stratum);
    return status;
}

static int make(struct layout *layout, struct additive *fit, struct strata *strata,
                struct fault *fault) {
    int status = take_memory(layout, strata, fault);
    if (status == 0)
        status = sort_strata(layout, strata, fault);
    if (status != 0)
        return status;
    struct memory memory = memory_find(layout, fit);
    for (size_t cell = 0; cell < layout->cells; cell++)
        strata->cell_rows[cell] = (double)(layout->cell_first[cell + 1] - layout->cell_first[cell]);
    take_over(layout, fit, strata);
    fill_entries(layout, strata);
    count_disagreement(strata, fit);
    strata->memory = memory.ratio;
    strata->blocks = memory.blocks;
    strata->noise = fit->df > 0 ? fit->scale : NAN;
    strata->drawn_in = fit->drawn_in;
    strata->differences = fit->differences;
    return 0;
}

int strata_make(const struct measured_group *group, bool of_rate, struct strata *ret_strata,
                struct fault *fault) {
    struct layout layout;
    struct additive fit = {.freed = NULL};
    int status = layout_make(group, of_rate, &layout, fault);
    if (status != 0)
        return status;
    struct strata strata = {
        .cell_count = layout.cells,
        .counts = layout.cells,
        .rows = layout.rows,
        .rounds = layout.rounds,
        .has_capacity = layout.has_capacity,
        .has_clock = layout.has_clock,
        .is_blocked = layout.is_blocked,
    };
    status = additive_fit(&layout, &fit, fault);
    if (status == 0)
        status = make(&layout, &fit, &strata, fault);
    additive_release(&fit);
    layout_release(&layout);
    if (status == 0)
        *ret_strata = strata;
    else
        strata_release(&strata);
    return status;
}

void strata_release(struct strata *strata) {
    free(strata->sites);
    free(strata->cell_y);
    free(strata->cell_rows);
    free(strata->entries);
    free(strata->first);
    free(strata->round_effects);
    free(strata->row_y);
    free(strata->group_first);
    free(strata->row_entry);
    *strata = (struct strata){.sites = NULL};
}

double strata_level(const struct strata *strata, const double *fitted) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < strata->first[strata->stratum_count]; i++) {
        const struct strata_entry *entry = &strata->entries[i];
        sum += entry->weight * (entry->mean - fitted[entry->cell]);
        weight += entry->weight;
    }
    return strata->drift + sum / weight;
}
