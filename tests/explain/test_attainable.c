/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the cores do at n by the sentinel, and what is attainable of the law then. */
#include "check.h"
#include "explain/law.h"
#include "explain/summary.h"
#include "sentinels.h"

static const double MARGIN = 0.01;
enum { ROUNDS = 40 };
/* At n = 2 the slower core does 0.96 of the first alone, and at n = 4 0.9; the clocks 0.98, 0.95.
 */
static const double SLOWEST[] = {[1] = 1, [2] = 0.96, [4] = 0.9},
                    CLOCK[] = {[1] = 1, [2] = 0.98, [4] = 0.95};

static void add_sentinels(struct run *run, uint32_t round, const char *scaling) {
    uint64_t base_id = 0;
    for (uint32_t n = 1; n <= 4; n *= 2) {
        struct sample *added = run_add_sentinel(run, &(struct sentinel_of){.round = round,
                                                                           .n = n,
                                                                           .alone_s = 2.5e-4,
                                                                           .slowest = SLOWEST[n],
                                                                           .clock = CLOCK[n],
                                                                           .base_id = base_id,
                                                                           .scaling = scaling});
        base_id = n == 1 ? added->id : base_id;
    }
}

/* A run of one block a round, with its sentinels where asked for. */
static struct run make_run(struct block block, bool has_sentinels) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        if (has_sentinels)
            add_sentinels(&run, round, block.scaling);
        block.round = round;
        run_add_block(&run, &block, 4);
    }
    return run;
}

static struct summary_row *make(const struct run *run, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, MARGIN, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

/* The sentinels' own points give no rows, and fork and join do not count. */
static void test_known_cores(void) {
    struct run run = make_run((struct block){.p = 0.9, .work_s = 0.01}, true);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_INT(count, 3);
    for (size_t i = 0; i < count; i++) {
        unsigned n = rows[i].n;
        double capacity = n * SLOWEST[n];
        CHECK_NEAR(rows[i].capacity.value, capacity, 1e-12);
        CHECK_NEAR(rows[i].capacity.lo, capacity, 1e-12);
        CHECK_NEAR(rows[i].capacity.hi, capacity, 1e-12);
        CHECK_NEAR(rows[i].clock, CLOCK[n], 1e-12);
        CHECK_NEAR(rows[i].attainable_speedup, 1 / (0.1 / CLOCK[n] + 0.9 / capacity), 1e-12);
        CHECK_NEAR(rows[i].law_speedup, 1 / (0.1 + 0.9 / n), 1e-12);
    }
    CHECK_NEAR(rows[0].attainable_speedup, 1, 1e-12);
    free(rows);
    run_free(&run);
}

/* n = 2: w = 0.5 + 0.5 2, T = 0.5/0.98 + 0.5 2/1.92. */
static void test_scalings(void) {
    struct run run = make_run((struct block){.p = 0.5, .work_s = 0.01, .scaling = "weak"}, true);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[1].law_speedup, 1.5, 1e-12);
    CHECK_NEAR(rows[1].attainable_speedup, 1.5 / (0.5 / 0.98 + 1 / 1.92), 1e-12);
    free(rows);
    run_free(&run);

    run = make_run(
        (struct block){.work_s = 0.01, .p = 1, .scaling = "throughput", .has_no_p = true}, true);
    rows = make(&run, &count);
    CHECK_NEAR(rows[2].law_speedup, 4, 1e-12);
    CHECK_NEAR(rows[2].attainable_speedup, 3.6, 1e-12);
    free(rows);
    run_free(&run);
}

/* Without a law there is a capacity all the same; a measured p is that of the clocks. */
static void test_without_a_p(void) {
    struct run run = make_run((struct block){.p = 0.8, .work_s = 0.01, .has_no_p = true}, true);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[2].capacity.value, 3.6, 1e-12);
    CHECK(isnan(rows[2].attainable_speedup));
    free(rows);
    run_free(&run);

    run = make_run(
        (struct block){.p = 0.8, .work_s = 0.01, .has_no_p = true, .p_basis = "measured"}, true);
    rows = make(&run, &count);
    CHECK_NEAR(rows[2].attainable_speedup, 1 / (0.2 / 0.95 + 0.8 / 3.6), 1e-9);
    free(rows);
    run_free(&run);
}

/* A late start of a worker, and a delay, are not the cores' doing. */
static void test_delays(void) {
    struct run run = make_run((struct block){.p = 0.9, .work_s = 0.01}, true);
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        if (sample->role != SAMPLE_SENTINEL)
            continue;
        sample->busy_max_s = sample->parallel_s;
        sample->parallel_s += sample->n > 1 ? 5e-5 : 0;
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    for (size_t i = 0; i < count; i++)
        CHECK_NEAR(rows[i].capacity.value, rows[i].n * SLOWEST[rows[i].n], 1e-12);
    free(rows);
    run_free(&run);
}

/* In every other round the second core does 0.9 of the first and their clock is 0.94, else as
 * before: the ends of capacity and clock are these, and those of what is attainable follow. */
static void test_ends(void) {
    struct run run = make_run((struct block){.p = 0.9, .work_s = 0.01}, true);
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        if (sample->role != SAMPLE_SENTINEL || sample->n != 2 || sample->round % 2 != 0)
            continue;
        sample->parallel_s *= 0.96 / 0.9;
        sample->chain_s *= 0.98 / 0.94;
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[1].clock_lo, 0.94, 1e-12);
    CHECK_NEAR(rows[1].clock_hi, 0.98, 1e-12);
    CHECK_NEAR(rows[1].attainable_lo, 1 / (0.1 / 0.94 + 0.9 / 1.8), 1e-12);
    CHECK_NEAR(rows[1].attainable_hi, 1 / (0.1 / 0.98 + 0.9 / 1.92), 1e-12);
    CHECK(rows[1].attainable_lo < rows[1].attainable_speedup);
    CHECK(rows[1].attainable_speedup < rows[1].attainable_hi);
    free(rows);
    run_free(&run);
}

/* The error of a measured p is in it, and where cores lose by being more a larger p is the less. */
static void test_ends_of_p(void) {
    for (int is_slow = 0; is_slow < 2; is_slow++) {
        struct run run = make_run(
            (struct block){.p = 0.8, .work_s = 0.01, .has_no_p = true, .p_basis = "measured"},
            true);
        for (size_t i = 0; i < run.count; i++) {
            struct sample *sample = &run.samples[i];
            if (sample->role == SAMPLE_SENTINEL && sample->n == 4 && is_slow)
                sample->parallel_s *= 9; /* C(4) = 0.4 */
            if (sample->role == SAMPLE_ASKED && sample->n == 1)
                sample->serial_s = sample->time_s * (sample->round % 2 ? 0.19 : 0.21);
        }
        size_t count = 0;
        struct summary_row *rows = make(&run, &count);
        double capacity = is_slow ? 0.4 : 3.6;
        double least = 1 / (0.21 / 0.95 + 0.79 / capacity),
               most = 1 / (0.19 / 0.95 + 0.81 / capacity);
        CHECK_NEAR(rows[2].attainable_lo, fmin(least, most), 1e-9);
        CHECK_NEAR(rows[2].attainable_hi, fmax(least, most), 1e-9);
        free(rows);
        run_free(&run);
    }
}

static void test_no_sentinel(void) {
    struct run run = make_run((struct block){.p = 0.9, .work_s = 0.01}, false);
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    for (size_t i = 0; i < count; i++)
        CHECK(isnan(rows[i].capacity.value) && isnan(rows[i].clock) && isnan(rows[i].clock_lo) &&
              isnan(rows[i].attainable_speedup) && isnan(rows[i].attainable_lo) &&
              isnan(rows[i].attainable_hi));
    free(rows);
    run_free(&run);
}

/* More than half of the sentinels at n = 2 are disturbed and twice as long: the others tell. One
 * whose T(1) is disturbed goes with it. */
static void test_disturbed(void) {
    struct run run = make_run((struct block){.p = 0.9, .work_s = 0.01}, true);
    for (size_t i = 0; i < run.count; i++) {
        struct sample *sample = &run.samples[i];
        if (sample->role != SAMPLE_SENTINEL ||
            !((sample->n == 2 && sample->round % 3 != 0) || (sample->n == 1 && sample->round == 3)))
            continue;
        sample->validity = SAMPLE_DISTURBED;
        sample->parallel_s *= 2;
        sample->chain_s *= 2;
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, &count);
    CHECK_NEAR(rows[1].capacity.value, 1.92, 1e-12);
    CHECK_NEAR(rows[1].capacity.hi, 1.92, 1e-12);
    CHECK_NEAR(rows[1].clock, 0.98, 1e-12);
    free(rows);
    run_free(&run);
}

/* On n cores like the first it is the law, oversubscribed on the PUs that there are. */
static void test_is_the_law(void) {
    static const char *const scalings[] = {"strong", "weak", "throughput"};
    for (size_t i = 0; i < 3; i++) {
        struct sample sample = {.n = 6, .units = 1, .oversubscribed = true, .pus = 4};
        block_name(sample.series.scaling, sizeof sample.series.scaling, scalings[i]);
        CHECK_NEAR(law_attainable(&sample, 0.7, 4, 1), law_speedup(&sample, 0.7), 1e-12);
        sample.oversubscribed = false;
        CHECK_NEAR(law_attainable(&sample, 0.7, 6, 1), law_speedup(&sample, 0.7), 1e-12);
        CHECK(isnan(law_attainable(&sample, 0.7, NAN, 1)));
        sample.units = 0;
        CHECK(isnan(law_attainable(&sample, 0.7, 6, 1)));
    }
}

int main(void) {
    test_known_cores();
    test_scalings();
    test_without_a_p();
    test_delays();
    test_ends();
    test_ends_of_p();
    test_no_sentinel();
    test_disturbed();
    test_is_the_law();
    return check_done();
}
