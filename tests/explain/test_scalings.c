/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of other kinds of scaling, of a p that the clocks measured, and of no p. */
#include "check.h"
#include "explain/summary.h"
#include "explain/words.h"
#include "samples.h"

enum { ROUNDS = 40, MOST = 4 };

static struct summary_row *make(const struct run *run, double margin, size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, margin, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

static void check_identity(const struct summary_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        CHECK_REPORT(fabs(rows[i].speedup.value + loss_sum(&rows[i].loss) - rows[i].n) <= 1e-9,
                     "row %zu: %.17g and losses of %.17g on %u", i, rows[i].speedup.value,
                     loss_sum(&rows[i].loss), rows[i].n);
}

/* Work of 1 in T(1), p = 0.9; on n workers a parallel part 5 % longer: T = 0.1 + 0.9 * 1.05 = 1.045
 * for 0.1 + 0.9 n of work. The growth is 5 % of the workers' 0.9 n. The block of p = 1 in the same
 * rounds makes no anchor. */
static void test_weak(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        for (int i = 0; i < 2; i++)
            run_add_block(&run,
                          &(struct block){.p = i == 0 ? 0.9 : 1,
                                          .work_s = 0.01,
                                          .growth = 0.05,
                                          .round = round,
                                          .scaling = "weak"},
                          MOST);
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    CHECK_INT(count, 6);
    check_identity(rows, count);
    for (unsigned n = 1; n <= MOST; n *= 2) {
        const struct summary_row *row = row_find(rows, count, 0.9, n);
        double work = 0.1 + 0.9 * n, time = n == 1 ? 1 : 1.045;
        CHECK_NEAR(row->time_s.value, 0.01 * time, 1e-12);
        CHECK_NEAR(row->speedup.value, work / time, 1e-12);
        CHECK_NEAR(row->law_speedup, work, 1e-12);
        CHECK_NEAR(row->ratio.value, 1 / time, 1e-12);
        CHECK_NEAR(row->ratio.lo, 1 / time, 1e-12);
        CHECK_NEAR(row->efficiency, work / time / n, 1e-12);
        CHECK(isnan(row->karp_flatt));
        CHECK(isnan(row->serial_fraction_rel.value) && isnan(row->serial_fraction_rel.lo));
        CHECK_NEAR(row->p_measured.value, 0.9, 1e-12);
        CHECK_NEAR(row->loss.serial, (n - 1) * 0.1 / time, 1e-9);
        CHECK_NEAR(row->loss.unexplained, n == 1 ? 0 : 0.05 * 0.9 * n / time, 1e-9);
        CHECK_STRING(row->verdict, n == 1 ? "" : "below");
    }
    free(rows);
    run_free(&run);
}

/* n copies, each 2 % slower than one alone. */
static void test_throughput(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        run_add_block(&run,
                      &(struct block){.p = 1,
                                      .work_s = 0.01,
                                      .growth = 0.02,
                                      .round = round,
                                      .scaling = "throughput",
                                      .has_no_p = true},
                      MOST);
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.03, &count);
    CHECK_INT(count, 3);
    check_identity(rows, count);
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        double n = (double)(1u << i), slower = i == 0 ? 1 : 1.02;
        CHECK_NEAR(row->n, n, 0);
        CHECK(isnan(row->p) && isnan(row->p_work) && isnan(row->p_measured.value));
        CHECK_STRING(row->p_basis, "");
        CHECK_NEAR(row->speedup.value, n / slower, 1e-12);
        CHECK_NEAR(row->law_speedup, n, 0);
        CHECK_NEAR(row->ratio.value, 1 / slower, 1e-12);
        CHECK_NEAR(row->efficiency, 1 / slower, 1e-12);
        CHECK(isnan(row->karp_flatt) && isnan(row->serial_fraction_rel.value));
        CHECK_NEAR(row->loss.serial, 0, 0);
        CHECK_NEAR(row->loss.unexplained, i == 0 ? 0 : n * 0.02 / 1.02, 1e-9);
        CHECK_STRING(row->verdict, i == 0 ? "" : "agrees");
    }
    free(rows);
    run_free(&run);
}

/* Noise in every time, in each kind: the losses still make up what is missing of n. */
static void test_identity_with_noise(void) {
    static const char *const scalings[] = {"strong", "weak", "throughput"};
    static const char *const bases[] = {"work", "measured"};
    for (int i = 0; i < 6; i++) {
        struct run run = {.random = (unsigned)i};
        for (unsigned round = 0; round < ROUNDS; round++)
            run_add_block(&run,
                          &(struct block){.p = 0.75,
                                          .p_work = 0.7502,
                                          .work_s = 0.01,
                                          .fork_s = 1e-5,
                                          .imbalance_s = 2e-5,
                                          .join_s = 3e-5,
                                          .jitter = 0.05,
                                          .round = round,
                                          .scaling = scalings[i / 2],
                                          .p_basis = bases[i % 2],
                                          .has_no_p = i / 2 == 2},
                          MOST);
        size_t count = 0;
        struct summary_row *rows = make(&run, 0.01, &count);
        CHECK_INT(count, 3);
        check_identity(rows, count);
        for (size_t r = 0; r < count; r++)
            CHECK(rows[r].speedup.lo <= rows[r].speedup.value &&
                  rows[r].speedup.value <= rows[r].speedup.hi);
        free(rows);
        run_free(&run);
    }
}

/* T(1) = 1 s, of which 0.48 s or 0.52 s are serial, turn by turn; T(2) as given, or NAN for what
 * Amdahl's law makes of that round's p. The units say p = 0.6. */
static void add_measured(struct run *run, double time_s) {
    for (unsigned round = 0; round < ROUNDS; round++) {
        double p = round % 2 == 0 ? 0.48 : 0.52;
        struct sample sample = {.round = round,
                                .series = {"spin", "", "threads", "strong", "spread", "block"},
                                .p = 0.6,
                                .p_work = 0.6,
                                .p_basis = "measured",
                                .n = 1,
                                .units = 1000,
                                .bytes = NAN,
                                .time_s = 1,
                                .serial_s = 1 - p,
                                .parallel_s = p,
                                .cpu_s = NAN};
        uint64_t base_id = run_add(run, &sample)->id;
        run->samples[run->count - 1].base_id = base_id;
        sample.n = 2;
        sample.time_s = isnan(time_s) ? 1 - p + p / 2 : time_s;
        run_add(run, &sample)->base_id = base_id;
    }
}

/* The law takes the median of the measured p, 0.5, and each round's ratio its own. */
static void test_measured_p(void) {
    struct run run = {0};
    add_measured(&run, NAN);
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    const struct summary_row *row = row_find(rows, count, 0.6, 2);
    CHECK_STRING(row->p_basis, "measured");
    CHECK_NEAR(row->p_work, 0.6, 0);
    CHECK_NEAR(row->p_measured.value, 0.5, 1e-12);
    CHECK_NEAR(row->law_speedup, 1 / 0.75, 1e-12);
    CHECK_NEAR(row->speedup.lo, 1 / 0.76, 1e-12); /* the speed-up wanders with p, */
    CHECK_NEAR(row->speedup.hi, 1 / 0.74, 1e-12);
    CHECK_NEAR(row->ratio.value, 1, 1e-12); /* the ratio does not */
    CHECK_NEAR(row->ratio.lo, 1, 1e-12);
    CHECK_NEAR(row->ratio.hi, 1, 1e-12);
    CHECK_STRING(row->verdict, "agrees");
    check_identity(rows, count);
    free(rows);
    run_free(&run);
}

/* A speed-up of 4/3 in every round: all of the ratio's interval is the error of p. */
static void test_error_of_p(void) {
    struct run run = {0};
    add_measured(&run, 0.75);
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    const struct summary_row *row = row_find(rows, count, 0.6, 2);
    CHECK_NEAR(row->speedup.lo, 4.0 / 3, 1e-12);
    CHECK_NEAR(row->speedup.hi, 4.0 / 3, 1e-12);
    CHECK_NEAR(row->law_speedup, 4.0 / 3, 1e-12);
    CHECK_NEAR(row->ratio.value, 1, 1e-12); /* the mean of the two in the middle */
    CHECK_NEAR(row->ratio.lo, 4.0 / 3 * 0.74, 1e-12);
    CHECK_NEAR(row->ratio.hi, 4.0 / 3 * 0.76, 1e-12);
    CHECK_STRING(row->verdict, "cannot tell");
    free(rows);
    run_free(&run);
}

/* Without a T(1) there is no measured p, and the law is not known; that is no workload without one.
 */
static void test_all_disturbed(void) {
    struct run run = {0};
    add_measured(&run, 0.75);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].validity = SAMPLE_DISTURBED;
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    const struct summary_row *row = row_find(rows, count, 0.6, 2);
    CHECK(isnan(row->law_speedup) && isnan(row->speedup.value) && isnan(row->ratio.value));
    CHECK_STRING(row->verdict, "cannot tell");
    char text[256];
    words_result(rows, count, 0.01, text, sizeof text);
    CHECK_STRING(text, "spin: no sample on several cores could be used with its T(1), so there is "
                       "no speed-up to compare.");
    free(rows);
    run_free(&run);
}

/* No units, as of a workload that does nothing: a fork-join of 2 us where T(1) is 1 us. That is no
 * speed-up, and no loss of one. */
static void test_no_work(void) {
    static const char *const scalings[] = {"strong", "weak", "throughput"};
    for (int s = 0; s < 3; s++) {
        struct run run = {0};
        for (unsigned round = 0; round < ROUNDS; round++) {
            struct sample sample = block_sample(
                &run, &(struct block){.round = round, .scaling = scalings[s], .has_no_p = true}, 1);
            sample.units = 0;
            sample.time_s = 1e-6;
            uint64_t base_id = run_add(&run, &sample)->id;
            run.samples[run.count - 1].base_id = base_id;
            sample.n = 2;
            sample.time_s = 2e-6;
            sample.fork_s = sample.join_s = 0.8e-6;
            run_add(&run, &sample)->base_id = base_id;
        }
        size_t count = 0;
        struct summary_row *rows = make(&run, 0.01, &count);
        CHECK_INT(count, 2);
        for (size_t i = 0; i < count; i++) {
            CHECK(isnan(rows[i].p) && isnan(rows[i].law_speedup));
            CHECK(isnan(rows[i].speedup.value) && isnan(rows[i].efficiency));
            CHECK(isnan(rows[i].loss.fork) && isnan(rows[i].loss.unexplained));
            CHECK_STRING(rows[i].interval_kind, "");
            CHECK(isnan(rows[i].ratio.value) && isnan(rows[i].ratio.lo));
            CHECK(isnan(rows[i].karp_flatt) && isnan(rows[i].serial_fraction_rel.value));
            CHECK_STRING(rows[i].verdict, "");
            CHECK_NEAR(rows[i].time_s.value, i == 0 ? 1e-6 : 2e-6, 1e-18);
        }
        char text[256];
        words_result(rows, count, 0.01, text, sizeof text);
        CHECK_HOLDS(text, ": a fork-join of 2 workers takes 2 us; there is no law for it.");
        free(rows);
        run_free(&run);
    }
}

/* 5000 bytes a sample, 0.01 s and 0.005 s. */
static void test_bytes(void) {
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++)
        run_add_block(&run, &(struct block){.p = 1, .work_s = 0.01, .round = round}, 2);
    size_t count = 0;
    struct summary_row *rows = make(&run, 0.01, &count);
    CHECK(isnan(rows[0].bytes_per_s) && isnan(rows[1].bytes_per_s));
    free(rows);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].bytes = 5000;
    rows = make(&run, 0.01, &count);
    CHECK_NEAR(rows[0].bytes_per_s, 500e3, 1e-6);
    CHECK_NEAR(rows[1].bytes_per_s, 1e6, 1e-6);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_weak();
    test_throughput();
    test_identity_with_noise();
    test_measured_p();
    test_error_of_p();
    test_all_disturbed();
    test_no_work();
    test_bytes();
    return check_done();
}
