/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Cores of two kinds and siblings, told apart by the sentinel's workers. */
#include "check.h"
#include "explain/capacity.h"
#include "sentinels.h"

#include <malloc.h>

enum { ROUNDS = 40, SPANS_MAX = 4096, SLOTS_MAX = 16 };

/* A machine: where its workers are, and what each does at n. */
struct made {
    struct run run;
    struct worker_span spans[SPANS_MAX];
    size_t span_count;
    struct capacity_slot slots[SLOTS_MAX];
    size_t slot_count;
    const char *place;
};

static void add_slot(struct made *made, int32_t pu, int32_t core, int32_t kind) {
    struct capacity_slot *slot = &made->slots[made->slot_count];
    *slot = (struct capacity_slot){
        .worker = (uint32_t)made->slot_count++, .pu = pu, .core = core, .kind = kind};
    snprintf(slot->place, sizeof slot->place, "%s", made->place == NULL ? "spread" : made->place);
}

/* A sentinel sample and its spans, at `speed` of each worker, on a machine that is slower or faster
 * in each round. */
static uint64_t add_sentinel(struct made *made, uint32_t round, uint32_t n, const double *speed,
                             uint64_t base_id) {
    double alone_s = 2.5e-4 * (1 + 0.1 * (round % 3)), slowest = 1;
    for (uint32_t i = 0; i < n; i++)
        slowest = fmin(slowest, speed[i]);
    uint64_t id = run_add_sentinel(&made->run, &(struct sentinel_of){.round = round,
                                                                     .n = n,
                                                                     .alone_s = alone_s,
                                                                     .slowest = slowest,
                                                                     .clock = 1,
                                                                     .base_id = base_id,
                                                                     .place = made->place})
                      ->id;
    for (uint32_t i = n; i-- > 0;) /* in another order than they are looked for */
        made->spans[made->span_count++] =
            (struct worker_span){.sample = id, .worker = i, .end_s = alone_s / speed[i]};
    return id;
}

static struct capacity find(const struct made *made) {
    struct capacity capacity = {0};
    struct fault fault = {0};
    CHECK_INT(capacity_make(made->run.samples, made->run.count, made->spans, made->span_count,
                            made->slots, made->slot_count, &capacity, &fault),
              0);
    CHECK_STRING(fault.text, "");
    return capacity;
}

static const struct capacity_row *find_row(const struct capacity *capacity, uint32_t n,
                                           uint32_t worker) {
    for (size_t i = 0; i < capacity->row_count; i++)
        if (capacity->rows[i].n == n && capacity->rows[i].worker == worker)
            return &capacity->rows[i];
    CHECK_REPORT(false, "no row of n = %u, worker %u", n, worker);
    return &capacity->rows[0];
}

/* 6 fast cores of kind 1 and 2 slow ones of kind 0, which do 0.6 of one alone; at n = 8 all of them
 * are 5 % slower. A block of work too, whose spans are none of the sentinel's. */
static void test_two_kinds(void) {
    static struct made made;
    static const double two[] = {1, 1}, eight[] = {0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.57, 0.57};
    made = (struct made){0};
    for (int32_t i = 0; i < 8; i++)
        add_slot(&made, i, i, i < 6);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t base_id = add_sentinel(&made, round, 1, two, 0);
        add_sentinel(&made, round, 2, two, base_id);
        add_sentinel(&made, round, 8, eight, base_id);
        run_add_block(&made.run, &(struct block){.p = 0.5, .work_s = 1, .round = round}, 1);
        made.spans[made.span_count++] =
            (struct worker_span){.sample = made.run.count, .end_s = 0.5};
    }
    struct capacity capacity = find(&made);
    CHECK_INT(capacity.row_count, 1 + 2 + 8);
    for (uint32_t i = 0; i < 8; i++) {
        const struct capacity_row *row = find_row(&capacity, 8, i);
        CHECK_NEAR(row->speed.value, eight[i], 1e-12);
        CHECK_NEAR(row->speed.lo, eight[i], 1e-12);
        CHECK_INT(row->pu, i);
        CHECK_INT(row->kind, i < 6);
        CHECK_NEAR(row->kind_speed, i < 6 ? 1 : 0.6, 1e-12);
        CHECK(isnan(row->core_yield));
    }
    CHECK_NEAR(find_row(&capacity, 1, 0)->speed.value, 1, 0);
    CHECK_INT(capacity.figure_count, 1);
    const struct capacity_figure *figure = &capacity.figures[0];
    CHECK_INT(figure->of, CAPACITY_KIND);
    CHECK_INT(figure->n, 8);
    CHECK_INT(figure->kind, 0);
    CHECK_INT(figure->fastest, 1);
    CHECK_NEAR(figure->value.value, 0.6, 1e-12);
    CHECK_NEAR(figure->value.hi, 0.6, 1e-12);
    capacity_release(&capacity);
    run_free(&made.run);
}

/* 4 cores of 2 PUs: alone each core does 0.98 at n = 4. From n = 5 on core 0 is shared, whose PUs
 * do 0.637 each; at 8 all are. The figure is that of n = 5, 2 x 0.637 / 0.98. */
static void test_siblings(void) {
    static struct made made;
    static const double four[] = {0.98, 0.98, 0.98, 0.98, 0}, one[] = {1},
                        five[] = {0.637, 0.98, 0.98, 0.98, 0.637},
                        eight[] = {0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6};
    made = (struct made){0};
    for (int32_t i = 0; i < 8; i++)
        add_slot(&made, 10 + i, i % 4, -1);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t base_id = add_sentinel(&made, round, 1, one, 0);
        add_sentinel(&made, round, 4, four, base_id);
        add_sentinel(&made, round, 5, five, base_id);
        add_sentinel(&made, round, 8, eight, base_id);
    }
    struct capacity capacity = find(&made);
    CHECK_INT(capacity.row_count, 1 + 4 + 5 + 8);
    CHECK_INT(capacity.figure_count, 1); /* of one kind only, or none known */
    const struct capacity_figure *figure = &capacity.figures[0];
    CHECK_INT(figure->of, CAPACITY_SIBLINGS);
    CHECK_INT(figure->n, 5);
    CHECK_INT(figure->pus, 2);
    CHECK_NEAR(figure->value.value, 1.3, 1e-12);
    CHECK_NEAR(find_row(&capacity, 5, 0)->core_yield, 1.3, 1e-12);
    CHECK_NEAR(find_row(&capacity, 5, 4)->core_yield, 1.3, 1e-12);
    CHECK(isnan(find_row(&capacity, 5, 1)->core_yield));
    CHECK(isnan(find_row(&capacity, 8, 0)->core_yield));
    CHECK(isnan(find_row(&capacity, 5, 0)->kind_speed));
    CHECK_INT(find_row(&capacity, 5, 4)->pu, 14);
    CHECK_INT(find_row(&capacity, 5, 4)->core, 0);
    capacity_release(&capacity);
    run_free(&made.run);
}

/* Siblings first: core 0 alone at n = 1, shared at 2. And on cores that are not known, or with a PU
 * for two workers, there is a speed and no figure. */
static void test_places(void) {
    static struct made made;
    static const double one[] = {1}, two[] = {0.65, 0.65};
    for (int which = 0; which < 3; which++) {
        made = (struct made){.place = which == 1 ? "none" : "smt"};
        for (int32_t i = 0; i < 2 && which != 1; i++)
            add_slot(&made, which == 2 ? 0 : i, 0, -1);
        for (uint32_t round = 0; round < ROUNDS; round++) {
            uint64_t base_id = add_sentinel(&made, round, 1, one, 0);
            add_sentinel(&made, round, 2, two, base_id);
        }
        struct capacity capacity = find(&made);
        CHECK_INT(capacity.row_count, 3);
        CHECK_NEAR(find_row(&capacity, 2, 1)->speed.value, 0.65, 1e-12);
        CHECK_INT(find_row(&capacity, 2, 1)->pu, which == 0 ? 1 : which == 1 ? -1 : 0);
        CHECK_INT(capacity.figure_count, which == 0);
        if (which == 0 && capacity.figure_count > 0)
            CHECK_NEAR(capacity.figures[0].value.value, 1.3, 1e-12);
        capacity_release(&capacity);
        run_free(&made.run);
    }
}

/* Disturbed samples and those whose spans are not all there are left out; of a point without a
 * whole round there is nothing. */
static void test_left_out(void) {
    static struct made made;
    static const double one[] = {1}, two[] = {0.9, 0.8}, odd[] = {0.1, 0.1}, four[] = {1, 1, 1, 1};
    made = (struct made){0};
    for (int32_t i = 0; i < 4; i++)
        add_slot(&made, i, i, i < 2);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t base_id = add_sentinel(&made, round, 1, one, 0);
        bool is_odd = round % 4 != 0;
        add_sentinel(&made, round, 2, is_odd ? odd : two, base_id);
        if (is_odd && round % 2 == 0)
            made.span_count--; /* worker 0's */
        else if (is_odd)
            made.run.samples[made.run.count - 1].validity = SAMPLE_DISTURBED;
        add_sentinel(&made, round, 4, four, base_id);
        made.span_count -= 2;
    }
    struct capacity capacity = find(&made);
    CHECK_INT(capacity.row_count, 3);
    CHECK_NEAR(find_row(&capacity, 2, 0)->speed.value, 0.9, 1e-12);
    CHECK_NEAR(find_row(&capacity, 2, 1)->speed.hi, 0.8, 1e-12);
    capacity_release(&capacity);
    run_free(&made.run);

    made = (struct made){0};
    capacity = find(&made);
    CHECK_INT(capacity.row_count, 0);
    capacity_release(&capacity);
}

/* The spans of a long run, few of which are the sentinels', cost no rows. */
static void test_room(void) {
    static struct made made;
    static const double one[] = {1}, two[] = {1, 0.9};
    made = (struct made){0};
    for (uint32_t round = 0; round < ROUNDS; round++)
        add_sentinel(&made, round, 2, two, add_sentinel(&made, round, 1, one, 0));
    while (made.span_count < SPANS_MAX)
        made.spans[made.span_count++] = (struct worker_span){.sample = 1000000, .end_s = 1};
    struct capacity capacity = find(&made);
    CHECK_INT(capacity.row_count, 3);
    CHECK(malloc_usable_size(capacity.rows) < 100 * sizeof *capacity.rows);
    CHECK(malloc_usable_size(capacity.figures) < 100 * sizeof *capacity.figures);
    capacity_release(&capacity);
    run_free(&made.run);
}

int main(void) {
    test_room();
    test_two_kinds();
    test_siblings();
    test_places();
    test_left_out();
    return check_done();
}
