/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/strata.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int strata_room_for(const struct strata *strata, struct strata *ret_room, struct fault *fault) {
    size_t entries = strata->first[strata->stratum_count];
    struct strata room = *strata;
    room.entries = calloc(entries, sizeof *room.entries);
    room.first = calloc(strata->stratum_count + 1, sizeof *room.first);
    room.row_y = calloc(2 * entries, sizeof *room.row_y); /* sums, and of how many rows */
    if (room.entries == NULL || room.first == NULL || room.row_y == NULL) {
        strata_room_release(&room);
        return fault_set(fault, FAULT_SYSTEM, errno, "no memory to draw %zu rows anew",
                         strata->rows);
    }
    memcpy(room.entries, strata->entries, entries * sizeof *room.entries);
    memcpy(room.first, strata->first, (strata->stratum_count + 1) * sizeof *room.first);
    room.pure_ss = room.cells_ss = NAN;
    *ret_room = room;
    return 0;
}

void strata_room_release(struct strata *room) {
    free(room->entries);
    free(room->first);
    free(room->row_y);
    *room = (struct strata){.sites = NULL};
}

/* One of 0 … count - 1. */
static size_t pick(const struct strata_draw *draw, size_t count) {
    size_t picked = (size_t)(draw->random(draw->state) * (double)count);
    return picked < count ? picked : count - 1;
}

/* --- rounds --- */

/* What was drawn for each entry. */
struct sums {
    double *y, *rows;
};

/* Adds a round's rows; answers how many they are. */
static double take_round(const struct strata *from, size_t round, const struct sums *sums) {
    size_t first = from->group_first[round], end = from->group_first[round + 1];
    for (size_t row = first; row < end; row++) {
        sums->y[from->row_entry[row]] += from->row_y[row];
        sums->rows[from->row_entry[row]]++;
    }
    return (double)(end - first);
}

/* The strata that were drawn at all, one after the other. `blow` makes deviations as large as those
 * of as many independent blocks. */
static void put_strata(const struct strata *from, double blow, const struct sums *sums,
                       struct strata *room) {
    size_t at = 0;
    room->stratum_count = 0;
    for (size_t k = 0; k < from->stratum_count; k++) {
        size_t first = from->first[k];
        if (sums->rows[first] == 0)
            continue;
        for (size_t i = first; i < from->first[k + 1]; i++) {
            struct strata_entry entry = from->entries[i];
            entry.mean += blow * (sums->y[i] / sums->rows[i] - entry.mean);
            entry.weight = sums->rows[i];
            room->entries[at++] = entry;
        }
        room->first[++room->stratum_count] = at;
    }
}

static void draw_rounds(const struct strata_draw *draw, struct strata *room) {
    const struct strata *from = draw->from;
    size_t entries = from->first[from->stratum_count];
    struct sums sums = {room->row_y, room->row_y + entries};
    double rows = 0, drift = 0;
    memset(room->row_y, 0, 2 * entries * sizeof *room->row_y);
    for (size_t drawn = 0, at = 0, left = 0; drawn < from->rounds; drawn++, left--) {
        at = left > 0 ? (at + 1) % from->rounds : pick(draw, from->rounds);
        left = left > 0 ? left : draw->block_rounds;
        double taken = take_round(from, at, &sums);
        drift += taken * from->round_effects[at];
        rows += taken;
    }
    double rounds = (double)from->rounds, block = (double)draw->block_rounds;
    double blow = rounds > block ? sqrt(rounds / (rounds - block)) : 1;
    room->drift = blow * drift / rows;
    put_strata(from, blow, &sums, room);
}

/* --- rows --- */

static bool cells_have_repeats(const struct strata *from) {
    for (size_t cell = 0; cell < from->cell_count; cell++)
        if (from->cell_rows[cell] < 2)
            return false;
    return true;
}

static void draw_within_cells(const struct strata_draw *draw, struct strata *room) {
    const struct strata *from = draw->from;
    for (size_t cell = 0; cell < from->cell_count; cell++) {
        size_t first = from->group_first[cell], rows = from->group_first[cell + 1] - first;
        double sum = 0, mean = from->entries[cell].mean, count = (double)rows;
        for (size_t i = 0; i < rows; i++)
            sum += from->row_y[first + pick(draw, rows)] - mean;
        room->entries[cell].mean = mean + sqrt(count / (count - 1)) * sum / count;
    }
}

static void draw_residuals(const struct strata_draw *draw, struct strata *room) {
    const struct strata *from = draw->from;
    double level = strata_level(from, draw->fitted), rows = (double)from->rows;
    double left = rows - 1 - (double)draw->shape_count;
    double blow = left > 0 ? sqrt(rows / left) : 1; /* with none left, residuals are 0 */
    for (size_t cell = 0; cell < from->cell_count; cell++) {
        double sum = 0;
        for (size_t i = 0; i < (size_t)from->cell_rows[cell]; i++) {
            size_t row = pick(draw, from->rows);
            sum += from->row_y[row] - draw->fitted[from->row_entry[row]] - level;
        }
        room->entries[cell].mean = draw->fitted[cell] + level + blow * sum / from->cell_rows[cell];
    }
}

void strata_draw(const struct strata_draw *draw, struct strata *room) {
    if (draw->from->rounds > 0)
        draw_rounds(draw, room);
    else if (cells_have_repeats(draw->from))
        draw_within_cells(draw, room);
    else
        draw_residuals(draw, room);
}
