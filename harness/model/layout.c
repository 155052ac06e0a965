/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/layout.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct ordered {
    double n;
    uint32_t row;
};

/* What layout_make alone needs: indices are rows of the group. */
struct sorting {
    struct ordered *by_n;
    uint64_t *by_round; /* round << 32 | row */
    uint32_t *cell, *round;
};

static void sorting_release(struct sorting *sorting) {
    free(sorting->by_n);
    free(sorting->by_round);
    free(sorting->cell);
    free(sorting->round);
}

static int compare_n(const void *a, const void *b) {
    const struct ordered *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static int compare_key(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A mean that was summed; what it is taken for where no row has one. */
static double mean_or(double sum, size_t count, double otherwise) {
    return count > 0 ? sum / (double)count : otherwise;
}

static void close_cell(struct layout *layout, const struct measured_row *rows,
                       const struct ordered *first, const struct ordered *end) {
    double capacity = 0, clock = 0;
    size_t capacities = 0, clocks = 0;
    for (const struct ordered *place = first; place < end; place++) {
        const struct measured_row *row = &rows[place->row];
        if (!isnan(row->capacity))
            capacity += row->capacity, capacities++;
        if (!isnan(row->clock))
            clock += row->clock, clocks++;
    }
    layout->sites[layout->cells - 1] = (struct model_site){
        first->n, mean_or(capacity, capacities, first->n), mean_or(clock, clocks, 1)};
    layout->has_capacity = layout->has_capacity && capacities > 0;
    layout->has_clock = layout->has_clock && clocks > 0;
}

/* Numbers the cells, and says of each row which is its. */
static void find_cells(const struct measured_group *group, struct sorting *sorting,
                       struct layout *layout) {
    size_t first = 0, count = group->count;
    for (size_t i = 0; i < count; i++)
        sorting->by_n[i] = (struct ordered){group->rows[i].n, (uint32_t)i};
    qsort(sorting->by_n, count, sizeof *sorting->by_n, compare_n);
    layout->has_capacity = layout->has_clock = true;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sorting->by_n[i].n != sorting->by_n[i - 1].n)
            first = i, layout->cell_first[layout->cells++] = i;
        sorting->cell[sorting->by_n[i].row] = (uint32_t)(layout->cells - 1);
        if (i + 1 == count || sorting->by_n[i + 1].n != sorting->by_n[i].n)
            close_cell(layout, group->rows, &sorting->by_n[first], &sorting->by_n[i + 1]);
    }
    layout->cell_first[layout->cells] = count;
}

static bool has_rounds(const struct measured_group *group) {
    for (size_t i = 0; i < group->count; i++)
        if (group->rows[i].round != MEASURED_NO_ROUND)
            return true;
    return false;
}

/* Numbers the rounds, and says of each row which is its. */
static void find_rounds(const struct measured_group *group, struct sorting *sorting,
                        struct layout *layout) {
    bool is_sorted = true;
    for (size_t i = 0; i < group->count; i++) {
        sorting->by_round[i] = (uint64_t)group->rows[i].round << 32 | i;
        is_sorted = is_sorted && (i == 0 || sorting->by_round[i] > sorting->by_round[i - 1]);
    }
    if (!is_sorted)
        qsort(sorting->by_round, group->count, sizeof *sorting->by_round, compare_key);
    for (size_t i = 0; i < group->count; i++) {
        uint32_t round = (uint32_t)(sorting->by_round[i] >> 32);
        if (i == 0 || round == MEASURED_NO_ROUND ||
            round != (uint32_t)(sorting->by_round[i - 1] >> 32))
            layout->round_first[layout->rounds++] = i;
        sorting->round[(uint32_t)sorting->by_round[i]] = (uint32_t)(layout->rounds - 1);
    }
    layout->round_first[layout->rounds] = group->count;
}

/* Rows by round, those of each by n: the order by n is kept within each round. round_first is moved
 * to each round's end on the way and back again. */
static void place_by_round(const struct measured_group *group, const struct sorting *sorting,
                           struct layout *layout, uint32_t *row_at) {
    for (size_t i = 0; i < group->count; i++) {
        uint32_t row = sorting->by_n[i].row;
        row_at[layout->round_first[sorting->round[row]]++] = row;
    }
    for (size_t round = layout->rounds; round > 0; round--)
        layout->round_first[round] = layout->round_first[round - 1];
    layout->round_first[0] = 0;
}

/* Two rounds at least compare different n. */
static bool rounds_are_of_use(const struct layout *layout, const struct sorting *sorting,
                              const uint32_t *row_at) {
    size_t of_use = 0;
    for (size_t round = 0; round < layout->rounds && of_use < 2; round++) {
        uint32_t least = row_at[layout->round_first[round]];
        uint32_t most = row_at[layout->round_first[round + 1] - 1];
        of_use += sorting->cell[least] != sorting->cell[most];
    }
    return of_use >= 2;
}

static void drop_rounds(struct layout *layout) {
    free(layout->round_first);
    layout->round_first = NULL;
    layout->rounds = 0;
}

static double y_of(const struct measured_group *group, const struct measured_row *row,
                   bool of_rate) {
    double cost = group->quantity == MEASURED_TIME ? row->value / row->work : 1 / row->value;
    return of_rate ? -log(cost) : log(cost);
}

/* The layout's columns, its rows' order being row_at, which becomes by_cell. */
static void fill_columns(const struct measured_group *group, bool of_rate,
                         const struct sorting *sorting, struct layout *layout) {
    uint32_t *row_at = layout->by_cell;
    for (size_t i = 0; i < layout->rows; i++) {
        layout->value[i] = group->rows[row_at[i]].value;
        layout->y[i] = y_of(group, &group->rows[row_at[i]], of_rate);
        layout->cell[i] = sorting->cell[row_at[i]];
        layout->round[i] = layout->rounds > 0 ? sorting->round[row_at[i]] : 0;
    }
    for (size_t i = 0; i < layout->rows; i++)
        layout->by_cell[layout->cell_first[layout->cell[i]]++] = (uint32_t)i;
    for (size_t cell = layout->cells; cell > 0; cell--)
        layout->cell_first[cell] = layout->cell_first[cell - 1];
    layout->cell_first[0] = 0;
}

/* As few changes of n from row to row as there can be. */
static bool find_blocked(const struct layout *layout, const struct sorting *sorting) {
    size_t changes = 0, repeated = 0;
    for (size_t i = 1; i < layout->rows; i++)
        changes += sorting->cell[i] != sorting->cell[i - 1];
    for (size_t cell = 0; cell < layout->cells; cell++)
        repeated += layout->cell_first[cell + 1] - layout->cell_first[cell] >= 2;
    return repeated >= 3 && changes + 1 == layout->cells;
}

static int take_memory(size_t count, struct sorting *sorting, struct layout *layout,
                       struct fault *fault) {
    *sorting = (struct sorting){
        .by_n = calloc(count, sizeof *sorting->by_n),
        .by_round = calloc(count, sizeof *sorting->by_round),
        .cell = calloc(count, sizeof *sorting->cell),
        .round = calloc(count, sizeof *sorting->round),
    };
    *layout = (struct layout){
        .rows = count,
        .sites = calloc(count, sizeof *layout->sites),
        .y = calloc(count, sizeof *layout->y),
        .value = calloc(count, sizeof *layout->value),
        .cell = calloc(count, sizeof *layout->cell),
        .round = calloc(count, sizeof *layout->round),
        .round_first = calloc(count + 1, sizeof *layout->round_first),
        .by_cell = calloc(count, sizeof *layout->by_cell),
        .cell_first = calloc(count + 1, sizeof *layout->cell_first),
    };
    if (sorting->by_n == NULL || sorting->by_round == NULL || sorting->cell == NULL ||
        sorting->round == NULL || layout->sites == NULL || layout->y == NULL ||
        layout->value == NULL || layout->cell == NULL || layout->round == NULL ||
        layout->round_first == NULL || layout->by_cell == NULL || layout->cell_first == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "no memory to sort %zu rows", count);
    return 0;
}

int layout_make(const struct measured_group *group, bool of_rate, struct layout *ret_layout,
                struct fault *fault) {
    struct sorting sorting;
    struct layout layout;
    int status = take_memory(group->count, &sorting, &layout, fault);
    if (status == 0) {
        find_cells(group, &sorting, &layout);
        if (has_rounds(group)) {
            find_rounds(group, &sorting, &layout);
            place_by_round(group, &sorting, &layout, layout.by_cell);
        }
        if (!rounds_are_of_use(&layout, &sorting, layout.by_cell)) {
            drop_rounds(&layout);
            for (size_t i = 0; i < group->count; i++)
                layout.by_cell[i] = sorting.by_n[i].row;
            layout.is_blocked = find_blocked(&layout, &sorting);
        }
        fill_columns(group, of_rate, &sorting, &layout);
        *ret_layout = layout;
    } else {
        layout_release(&layout);
    }
    sorting_release(&sorting);
    return status;
}

static uint32_t root_of(uint32_t *parent, uint32_t cell) {
    while (parent[cell] != cell)
        cell = parent[cell] = parent[parent[cell]];
    return cell;
}

double layout_differences(const struct layout *layout, uint32_t *room) {
    if (layout->rounds == 0)
        return (double)layout->cells - 1;
    size_t links = 0;
    for (uint32_t cell = 0; cell < layout->cells; cell++)
        room[cell] = cell;
    for (size_t row = 1; row < layout->rows; row++) {
        if (layout->round[row] != layout->round[row - 1])
            continue;
        uint32_t one = root_of(room, layout->cell[row]);
        uint32_t other = root_of(room, layout->cell[row - 1]);
        links += one != other;
        room[one] = other;
    }
    return (double)links;
}

void layout_release(struct layout *layout) {
    free(layout->sites);
    free(layout->y);
    free(layout->value);
    free(layout->cell);
    free(layout->round);
    free(layout->round_first);
    free(layout->by_cell);
    free(layout->cell_first);
    *layout = (struct layout){.sites = NULL};
}
