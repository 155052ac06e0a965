/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The same samples give the same rows, to the last bit: in any order in memory, and read back from
 * the files. And 50 000 of them take no time to speak of. */
#include "check.h"
#include "explain/summary.h"
#include "record/run_dir.h"
#include "samples.h"

#include <time.h>
#include <unistd.h>

static const double MARGIN = 0.01;

static struct summary_row *make(const struct sample *samples, size_t samples_count,
                                size_t *ret_count) {
    struct summary_row *rows = NULL;
    struct fault fault = {0};
    CHECK_INT(summary_make(samples, samples_count, MARGIN, &rows, ret_count, &fault), 0);
    CHECK_STRING(fault.text, "");
    return rows;
}

/* Two workloads, whose blocks alternate, with noise, and here and there a sample that is left out.
 */
static struct run make_run(unsigned rounds, const double *fractions, size_t fraction_count,
                           unsigned most) {
    struct run run = {.random = 1};
    for (unsigned round = 0; round < rounds; round++)
        for (size_t i = 0; i < fraction_count; i++)
            for (int w = 0; w < 2; w++)
                run_add_block(
                    &run,
                    &(struct block){.p = fractions[i],
                                    .work_s = 0.01,
                                    .growth = 0.01,
                                    .fork_s = 1e-6,
                                    .imbalance_s = 3e-6,
                                    .join_s = 2e-6,
                                    .jitter = 0.02,
                                    .round = round,
                                    .role = fractions[i] == 1 ? SAMPLE_ANCHOR : SAMPLE_ASKED,
                                    .workload = w == 0 ? "zebra" : "ant"},
                    most);
    for (size_t i = 0; i < run.count; i++) {
        run.samples[i].oversubscribed = run.samples[i].n > 2;
        run.samples[i].pus = 2;
        run.samples[i].validity = i % 17 == 0 ? SAMPLE_DISTURBED : SAMPLE_VALID;
    }
    return run;
}

#define CHECK_BITS(a, b) CHECK(memcmp(&(a), &(b), sizeof(a)) == 0)

static void check_same_rows(const struct summary_row *a, size_t a_count,
                            const struct summary_row *b, size_t b_count) {
    CHECK_INT(a_count, b_count);
    for (size_t i = 0; i < a_count && i < b_count; i++) {
        CHECK_BITS(a[i].series, b[i].series);
        CHECK_BITS(a[i].p, b[i].p);
        CHECK_BITS(a[i].p_measured, b[i].p_measured);
        CHECK_INT(a[i].n, b[i].n);
        CHECK_INT(a[i].samples, b[i].samples);
        CHECK_INT(a[i].invalid, b[i].invalid);
        CHECK_BITS(a[i].time_s, b[i].time_s);
        CHECK_BITS(a[i].speedup, b[i].speedup);
        CHECK_BITS(a[i].law_speedup, b[i].law_speedup);
        CHECK_BITS(a[i].ratio, b[i].ratio);
        CHECK_BITS(a[i].karp_flatt, b[i].karp_flatt);
        CHECK_BITS(a[i].serial_fraction_rel, b[i].serial_fraction_rel);
        CHECK_BITS(a[i].correlation_s, b[i].correlation_s);
        CHECK_INT(a[i].rounds, b[i].rounds);
        CHECK_STRING(a[i].interval_kind, b[i].interval_kind);
        CHECK_STRING(a[i].verdict, b[i].verdict);
        CHECK_BITS(a[i].loss, b[i].loss);
    }
}

static void shuffle(struct run *run) {
    for (size_t left = run->count; left > 1; left--) {
        size_t other = (size_t)((run_random(run) + 1) / 2 * (double)left) % left;
        struct sample kept = run->samples[left - 1];
        run->samples[left - 1] = run->samples[other];
        run->samples[other] = kept;
    }
}

static void test_order_in_memory(void) {
    static const double fractions[] = {1, 0.5, 0.95};
    struct run run = make_run(50, fractions, 3, 4);
    size_t count = 0, shuffled_count = 0;
    struct summary_row *rows = make(run.samples, run.count, &count);
    CHECK_INT(count, 2 * 2 * 3);
    /* zebra was measured first; then by p, then by n */
    CHECK_STRING(rows[0].series.workload, "zebra");
    CHECK_NEAR(rows[0].p, 0.5, 0);
    CHECK_INT(rows[1].n, 2);
    CHECK_NEAR(rows[3].p, 0.95, 0);
    CHECK_STRING(rows[6].series.workload, "ant");
    for (int turn = 0; turn < 3; turn++) {
        shuffle(&run);
        struct summary_row *shuffled = make(run.samples, run.count, &shuffled_count);
        check_same_rows(rows, count, shuffled, shuffled_count);
        free(shuffled);
    }
    free(rows);
    run_free(&run);
}

static void test_read_back(void) {
    static const double fractions[] = {1.0 / 3, 1};
    char path[] = "explain-XXXXXX";
    struct run run = make_run(20, fractions, 2, 4);
    struct run_dir *record = NULL;
    struct sample *read = NULL;
    size_t count = 0, read_count = 0, read_rows_count = 0;
    struct fault fault = {0};
    CHECK(mkdtemp(path) != NULL);
    CHECK_INT(run_dir_create(path, &record, &fault), 0);
    CHECK_INT(run_dir_append(record, run.samples, run.count, NULL, 0, &fault), 0);
    run_dir_close(record);
    CHECK_INT(run_dir_read_samples(path, &read, &read_count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(read_count, run.count);
    struct summary_row *rows = make(run.samples, run.count, &count);
    struct summary_row *read_rows = make(read, read_count, &read_rows_count);
    check_same_rows(rows, count, read_rows, read_rows_count);
    free(rows);
    free(read_rows);
    free(read);
    run_free(&run);
    char file[64];
    static const char *const names[] = {"samples.csv", "workers.csv"};
    for (int i = 0; i < 2; i++) {
        snprintf(file, sizeof file, "%s/%s", path, names[i]);
        unlink(file);
    }
    rmdir(path);
}

static double elapsed_s(const struct timespec *since) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - since->tv_sec) + (double)(now.tv_nsec - since->tv_nsec) * 1e-9;
}

/* Many rounds of few points, and few rounds of many. The bound is for a search gone quadratic, not
 * for the machine. */
static void test_size(void) {
    double fractions[60];
    for (int i = 0; i < 60; i++)
        fractions[i] = i / 59.0;
    static const struct {
        unsigned rounds, most;
        size_t fractions;
    } shapes[] = {{1200, 4, 7}, {54, 128, 60}};
    for (size_t i = 0; i < 2; i++) {
        struct run run = make_run(shapes[i].rounds, fractions, shapes[i].fractions, shapes[i].most);
        struct timespec begin;
        size_t count = 0;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        struct summary_row *rows = make(run.samples, run.count, &count);
        double lasted_s = elapsed_s(&begin);
        printf("%zu samples of %zu rows: %.3f s\n", run.count, count, lasted_s);
        CHECK(run.count >= 50000);
        CHECK(lasted_s < 30);
        free(rows);
        run_free(&run);
    }
}

int main(void) {
    test_order_in_memory();
    test_read_back();
    test_size();
    return check_done();
}
