/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The figures of a row, from samples that are known to the last digit. */
#include "check.h"
#include "explain/summary.h"
#include "samples.h"

enum { ROUNDS = 40, MOST = 8 };

static const double MARGIN = 0.01;

static struct summary_row *make(const struct run *run, double margin, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, margin, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

static void check_identity(const struct summary_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        CHECK_NEAR(rows[i].speedup.value + loss_sum(&rows[i].loss), rows[i].n, 1e-9);
}

/* No fork, no join, no noise: the law itself. */
static void test_exactly_the_law(void) {
    static const double fractions[] = {0, 0.5, 0.9, 1};
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < 4; i++)
            run_add_block(&run, &(struct block){.p = fractions[i], .work_s = 0.01, .round = round},
                          MOST);
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    CHECK_INT(count, 16); /* 4 fractions at n = 1, 2, 4, 8 */
    check_identity(rows, count);
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        double p = fractions[i / 4], n = (double)(1u << i % 4), time = (1 - p) + p / n;
        CHECK_NEAR(row->p, p, 0);
        CHECK_NEAR(row->n, n, 0);
        CHECK_NEAR(row->time_s.value, 0.01 * time, 1e-12);
        CHECK_NEAR(row->speedup.value, 1 / time, 1e-12);
        CHECK_NEAR(row->law_speedup, 1 / time, 1e-12);
        CHECK_NEAR(row->ratio.value, 1, 1e-12);
        CHECK_NEAR(row->ratio.lo, 1, 1e-12);
        CHECK_NEAR(row->ratio.hi, 1, 1e-12);
        CHECK_NEAR(row->efficiency, 1 / time / n, 1e-12);
        CHECK_NEAR(row->karp_flatt, n == 1 ? NAN : 1 - p, 1e-12);
        CHECK_NEAR(row->serial_fraction_rel.value, n == 1 || p == 1 ? NAN : 1 - p, 1e-12);
        CHECK_NEAR(row->p_measured.value, p, 1e-12);
        CHECK_STRING(row->p_basis, "work");
        CHECK_STRING(row->verdict, n == 1 ? "" : "agrees");
        CHECK_STRING(row->interval_kind, "time blocks");
        CHECK_INT(row->samples, ROUNDS);
        CHECK_INT(row->rounds, ROUNDS);
        CHECK_INT(row->invalid, 0);
        CHECK_NEAR(row->loss.serial, (n - 1) * (1 - p) / time, 1e-9);
        CHECK_NEAR(row->loss.unexplained, 0, 1e-9);
        CHECK(isnan(row->overlap.value));
    }
    free(rows);
    run_free(&run);
}

/* The parallel part is 4 % longer on n cores, at every p: Karp and Flatt's e shows it, the serial
 * fraction relative to the p = 1 anchor does not. T(n) = (1-p) + 1.04 p/n, so with x = 1.04/n,
 * e = ((1-p) + p x - 1/n)/(1 - 1/n), and at p = 1 e = 0.04/(n-1), up to 0.04 at n = 2. */
static void test_relative_to_the_anchor(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        run_add_block(
            &run,
            &(struct block){
                .p = 0.95, .p_work = 0.9502, .work_s = 0.01, .growth = 0.04, .round = round},
            MOST);
        run_add_block(
            &run,
            &(struct block){
                .p = 1, .work_s = 0.01, .growth = 0.04, .round = round, .role = SAMPLE_ANCHOR},
            MOST);
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    CHECK_INT(count, 4); /* the anchor gives none */
    check_identity(rows, count);
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        double n = row->n, p = 0.9502, time = (1 - p) + p * (n > 1 ? 1.04 : 1) / n;
        CHECK_NEAR(row->p, 0.95, 0);
        CHECK_NEAR(row->law_speedup, 1 / ((1 - p) + p / n), 1e-12); /* of p_work */
        CHECK_NEAR(row->p_measured.value, p, 1e-12);
        CHECK_NEAR(row->karp_flatt, n == 1 ? NAN : (time - 1 / n) / (1 - 1 / n), 1e-12);
        CHECK_NEAR(row->serial_fraction_rel.value, n == 1 ? NAN : 1 - p, 1e-12);
        CHECK_NEAR(row->serial_fraction_rel.lo, n == 1 ? NAN : 1 - p, 1e-12);
        CHECK_STRING(row->verdict, n == 1 ? "" : "below");
        /* The workers' 4 % more, over T(n). */
        CHECK_NEAR(row->loss.unexplained, n == 1 ? 0 : 0.04 * p / time, 1e-9);
    }
    free(rows);
    run_free(&run);
}

/* definitions.md: empty where e(1) > 0.05. At n = 2 growth 0.06 gives e(1) = 0.06, at 4 0.02. */
static void test_a_bad_anchor(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        for (int i = 0; i < 2; i++)
            run_add_block(
                &run,
                &(struct block){.p = i == 0 ? 0.5 : 1, .work_s = 1, .growth = 0.06, .round = round},
                4);
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    CHECK(isnan(row_find(rows, count, 0.5, 2)->serial_fraction_rel.value));
    CHECK_NEAR(row_find(rows, count, 0.5, 4)->serial_fraction_rel.value, 0.5, 1e-12);
    free(rows);
    run_free(&run);
}

static void test_no_anchor(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        run_add_block(&run, &(struct block){.p = 0.5, .work_s = 1, .round = round}, 2);
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    CHECK(isnan(row_find(rows, count, 0.5, 2)->serial_fraction_rel.value));
    CHECK_STRING(row_find(rows, count, 0.5, 2)->verdict, "agrees");
    free(rows);
    run_free(&run);
}

/* Fork 0.01 s, imbalance 0.02 s and join 0.03 s beside 1 s of work, p = 0.5, n = 2: T = 0.81 s.
 * Ledger: serial 0.5/0.81, fork 2 * 0.01/0.81, imbalance 2 * 0.02/0.81, join 2 * 0.03/0.81. */
static void test_ledger_of_a_row(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        run_add_block(&run,
                      &(struct block){.p = 0.5,
                                      .work_s = 1,
                                      .fork_s = 0.01,
                                      .imbalance_s = 0.02,
                                      .join_s = 0.03,
                                      .round = round},
                      2);
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    const struct summary_row *row = row_find(rows, count, 0.5, 2);
    CHECK_NEAR(row->speedup.value, 1 / 0.81, 1e-12);
    CHECK_NEAR(row->loss.serial, 0.5 / 0.81, 1e-9);
    CHECK_NEAR(row->loss.fork, 0.02 / 0.81, 1e-9);
    CHECK_NEAR(row->loss.imbalance, 0.04 / 0.81, 1e-9);
    CHECK_NEAR(row->loss.join, 0.06 / 0.81, 1e-9);
    CHECK_NEAR(row->loss.unexplained, 0, 1e-9);
    CHECK_STRING(row->verdict, "below");
    free(rows);
    run_free(&run);
}

/* Noise on every time: the identity holds, at n = 1 too, and the interval holds its value. */
static void test_identity_with_noise(void) {
    static const unsigned rounds[] = {1, 5, 6, 19, 40, 150};
    for (size_t r = 0; r < sizeof rounds / sizeof rounds[0]; r++) {
        struct run run = {.random = r};
        for (unsigned round = 0; round < rounds[r]; round++)
            for (int i = 0; i < 3; i++)
                run_add_block(&run,
                              &(struct block){.p = 0.5 * i,
                                              .work_s = 0.01,
                                              .fork_s = 1e-5,
                                              .imbalance_s = 2e-5,
                                              .join_s = 3e-5,
                                              .jitter = 0.05,
                                              .round = round},
                              MOST);
        size_t count = 0;
        struct summary_row *rows = make(&run, MARGIN, &count);
        CHECK_INT(count, 12);
        check_identity(rows, count);
        for (size_t i = 0; i < count; i++)
            CHECK(rounds[r] < 6 ? isnan(rows[i].speedup.lo)
                                : rows[i].speedup.lo <= rows[i].speedup.value &&
                                      rows[i].speedup.value <= rows[i].speedup.hi);
        free(rows);
        run_free(&run);
    }
}

/* Eight workers on two PUs do no better than two: the law takes min(n, PUs). */
static void test_oversubscribed(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint64_t base_id = 0;
        for (unsigned n = 1; n <= 8; n *= 8) {
            struct sample sample = block_sample(
                &run, &(struct block){.p = 0.5, .work_s = 1, .round = round}, n > 1 ? 2 : 1);
            sample.n = n;
            sample.oversubscribed = n > 2;
            sample.pus = 2;
            uint64_t id = run_add(&run, &sample)->id;
            base_id = n == 1 ? id : base_id;
            run.samples[run.count - 1].base_id = base_id;
        }
    }
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    const struct summary_row *row = row_find(rows, count, 0.5, 8);
    CHECK(row->oversubscribed);
    CHECK(!row_find(rows, count, 0.5, 1)->oversubscribed);
    CHECK_NEAR(row->law_speedup, 1 / 0.75, 1e-12);
    CHECK_NEAR(row->ratio.value, 1, 1e-12);
    CHECK_STRING(row->verdict, "agrees");
    CHECK_NEAR(row->efficiency, 1 / 0.75 / 8, 1e-12);
    check_identity(rows, count);
    free(rows);
    run_free(&run);
}

/* A block that is longer than 0.3 s has a T(1) before each T(n): 1 s before T(2), 3 s before T(4).
 * Each pairs with its own, and a round counts once however many T(1) it holds. */
static void test_repeated_base(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        for (unsigned n = 2; n <= 4; n *= 2) {
            struct block block = {.p = 1, .work_s = n == 2 ? 1 : 3, .round = round};
            struct sample base = block_sample(&run, &block, 1),
                          sample = block_sample(&run, &block, n);
            uint64_t base_id = run_add(&run, &base)->id;
            run.samples[run.count - 1].base_id = base_id;
            sample.time_s = 0.5;
            run_add(&run, &sample)->base_id = base_id;
        }
    size_t count = 0;
    struct summary_row *rows = make(&run, MARGIN, &count);
    CHECK_INT(count, 3);
    CHECK_NEAR(row_find(rows, count, 1, 2)->speedup.value, 2, 1e-12);
    CHECK_NEAR(row_find(rows, count, 1, 4)->speedup.value, 6, 1e-12);
    CHECK_INT(row_find(rows, count, 1, 4)->rounds, ROUNDS);
    const struct summary_row *one = row_find(rows, count, 1, 1);
    CHECK_INT(one->samples, 2 * ROUNDS);
    CHECK_INT(one->rounds, ROUNDS);
    CHECK_NEAR(one->speedup.value, 1, 0);
    CHECK_NEAR(one->time_s.value, 2, 1e-12); /* the median of 40 of 1 s and 40 of 3 s */
    check_identity(rows, count);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_exactly_the_law();
    test_relative_to_the_anchor();
    test_a_bad_anchor();
    test_no_anchor();
    test_ledger_of_a_row();
    test_identity_with_noise();
    test_oversubscribed();
    test_repeated_base();
    return check_done();
}
