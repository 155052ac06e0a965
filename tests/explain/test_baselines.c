/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The speed-up over the best serial code, the price of parallel code, and a T(1) that was fitted.
 */
#include "check.h"
#include "explain/summary.h"
#include "samples.h"

enum { ROUNDS = 80, EVERY = 4 };

static struct summary_row *make(const struct run *run, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

/* What the best serial code takes of T(1) in a round. */
static double share_of(uint32_t round) {
    return round % (2 * EVERY) == 0 ? 0.8 : 0.75;
}

/* After the block whose T(1) is the sample `base_id`. */
static void add_best(struct run *run, uint64_t base_id) {
    struct sample best = run->samples[base_id - 1];
    best.role = SAMPLE_BEST;
    best.time_s *= share_of(best.round);
    best.serial_s = best.time_s;
    best.parallel_s = 0;
    run_add(run, &best)->base_id = base_id;
}

/* The machine's speed differs from round to round, by up to a half. */
static struct block block_of(double p, uint32_t round) {
    return (struct block){
        .p = p, .work_s = 0.01 * (1 + 0.5 * (round * 7 % 11) / 11), .round = round};
}

static void add_round(struct run *run, const struct block *block, unsigned most) {
    uint64_t base_id = run->count + 1;
    run_add_block(run, block, most);
    if (block->round % EVERY == 0)
        add_best(run, base_id);
}

/* By round 1/0.8 and 1/0.75 in turn, less 1: the price is their middle, whatever the machine's
 * speed; and the speed-up over the best code is that over T(1) times 0.775. */
static void test_price(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = block_of(0.9, round);
        add_round(&run, &block, 4);
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 3);
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        double law = 1 / (0.1 + 0.9 / row->n);
        CHECK_INT(row->samples, ROUNDS); /* the best code's are no samples of the point */
        CHECK_NEAR(row->speedup.value, law, 1e-12);
        CHECK_NEAR(row->price.value, (1 / 0.8 + 1 / 0.75) / 2 - 1, 1e-12);
        CHECK_NEAR(row->price.lo, 1 / 0.8 - 1, 1e-12);
        CHECK_NEAR(row->price.hi, 1 / 0.75 - 1, 1e-12);
        CHECK_NEAR(row->speedup_best.value, 0.775 * law, 1e-12);
        CHECK_NEAR(row->speedup_best.lo, 0.75 * law, 1e-12);
        CHECK_NEAR(row->speedup_best.hi, 0.8 * law, 1e-12);
        CHECK(row->best_s.value > 0.0075 && row->best_s.value < 0.012);
        CHECK(row->best_s.lo <= row->best_s.value && row->best_s.value <= row->best_s.hi);
    }
    free(rows);
    run_free(&run);
}

/* Each p has its own, found among those of another p; without one in the first rounds there is
 * still one in later ones. */
static void test_each_p(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = block_of(0.5, round);
        run_add_block(&run, &block, 2);
        block.p = 0.9;
        add_round(&run, &block, 2);
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 4);
    for (size_t i = 0; i < count; i++) {
        bool has_best = rows[i].p == 0.9;
        CHECK(isnan(rows[i].best_s.value) == !has_best);
        CHECK(isnan(rows[i].price.value) == !has_best);
        CHECK(isnan(rows[i].speedup_best.value) == !has_best);
    }
    free(rows);
    run_free(&run);
}

/* Pairs of which one is not valid are left out: here all rounds whose share is 0.75. */
static void test_left_out(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = block_of(0.9, round);
        add_round(&run, &block, 2);
    }
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        bool is_spoilt = sample->role == SAMPLE_BEST || (sample->n == 1 && sample->round % 3 == 0);
        if (is_spoilt && share_of(sample->round) == 0.75 && sample->round % EVERY == 0)
            sample->validity = sample->round % 3 == 0 ? SAMPLE_DISTURBED : SAMPLE_BROKEN;
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[0].price.lo, 0.25, 1e-12);
    CHECK_NEAR(rows[0].price.hi, 0.25, 1e-12);
    CHECK_NEAR(rows[1].speedup_best.lo, 0.8 / 0.55, 1e-12);
    CHECK_NEAR(rows[1].speedup_best.hi, 0.8 / 0.55, 1e-12);
    free(rows);
    run_free(&run);
}

/* Scaled work: w T_best / T(n), with the same w as the speed-up. */
static void test_scaled_work(void) {
    static const char *const scalings[] = {"weak", "throughput"};
    for (int kind = 0; kind < 2; kind++) {
        struct run run = {0};
        for (uint32_t round = 0; round < ROUNDS; round++) {
            struct block block = block_of(kind == 0 ? 0.9 : 1, round);
            block.scaling = scalings[kind];
            block.has_no_p = kind == 1;
            uint64_t base_id = run.count + 1;
            run_add_block(&run, &block, 4);
            if (round % EVERY == 0)
                add_best(&run, base_id);
        }
        size_t count = 0;
        struct summary_row *rows = make(&run, &count);
        CHECK_INT(count, 3);
        for (size_t i = 0; i < count; i++) {
            CHECK_NEAR(rows[i].speedup_best.value, 0.775 * rows[i].speedup.value, 1e-12);
            CHECK(isnan(rows[i].fitted_s.value) && isnan(rows[i].speedup_fitted.value));
        }
        free(rows);
        run_free(&run);
    }
}

static struct summary_row *make_fitted(struct run *run, unsigned most, size_t *ret_count) {
    for (uint32_t round = 0; round < 9; round++) {
        const struct block block = {.p = 0.9, .work_s = 0.01, .round = round};
        run_add_block(run, &block, most);
    }
    return make(run, ret_count);
}

/* Of the law itself, the fit is T(1). */
static void test_fitted(void) {
    struct run run = {0};
    size_t count = 0;
    struct summary_row *rows = make_fitted(&run, 8, &count);
    CHECK_INT(count, 4);
    for (size_t i = 0; i < count; i++) {
        CHECK_NEAR(rows[i].fitted_s.value, 0.01, 1e-11);
        CHECK_NEAR(rows[i].speedup_fitted.value, 1 / (0.1 + 0.9 / rows[i].n), 1e-9);
        CHECK(isnan(rows[i].best_s.value) && isnan(rows[i].price.value));
        CHECK_NEAR(rows[i].fitted_s.lo, 0.01, 1e-10); /* no time misses the law */
        CHECK_NEAR(rows[i].fitted_s.hi, 0.01, 1e-10);
    }
    free(rows);

    /* Without the law's n = 4 three are left: of those that are shared out over fewer PUs, and of
     * those that no sample is valid of, nothing is known. */
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].n == 4)
            run.samples[i].time_s *= 2, run.samples[i].validity = SAMPLE_DISTURBED;
    rows = make(&run, &count);
    CHECK_NEAR(rows[0].fitted_s.value, 0.01, 1e-11);
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].oversubscribed = run.samples[i].n == 8;
    rows = make(&run, &count);
    CHECK(isnan(rows[0].fitted_s.value) && isnan(rows[0].speedup_fitted.value));
    free(rows);
    run_free(&run);

    rows = make_fitted(&run, 2, &count); /* with two counts the fit is the two points */
    CHECK_INT(count, 2);
    CHECK(isnan(rows[0].fitted_s.value) && isnan(rows[1].speedup_fitted.value));
    free(rows);
    run_free(&run);
}

/* What is slow at n = 1 alone is not in the others. */
static void test_slow_first(void) {
    struct run run = {0};
    size_t count = 0;
    free(make_fitted(&run, 64, &count));
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].n == 1)
            run.samples[i].time_s *= 1.05;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[0].time_s.value, 0.0105, 1e-11);
    CHECK(rows[0].fitted_s.value > 0.01 && rows[0].fitted_s.value < 0.0104);
    CHECK(rows[0].fitted_s.lo < 0.01 && rows[0].fitted_s.hi > rows[0].fitted_s.value);
    CHECK(rows[6].speedup_fitted.lo < rows[6].speedup_fitted.value);
    CHECK(rows[6].speedup_fitted.hi > rows[6].speedup_fitted.value);
    free(rows);
    run_free(&run);
}

/* A program, whose p nobody knows: the serial fraction is fitted as well. */
static void test_program(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = block_of(0.9, round);
        block.has_no_p = true;
        add_round(&run, &block, 4);
    }
    for (size_t i = 0; i < run.count; i++)
        snprintf(run.samples[i].series.engine, sizeof run.samples[i].series.engine, "exec");
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 3);
    CHECK_NEAR(rows[2].price.lo, 0.25, 1e-12);
    CHECK_NEAR(rows[2].speedup_best.value, 0.775 / 0.325, 1e-12);
    CHECK_NEAR(rows[2].speedup_fitted.value, 1 / 0.325, 1e-9);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_price();
    test_each_p();
    test_left_out();
    test_scaled_work();
    test_fitted();
    test_slow_first();
    test_program();
    return check_done();
}
