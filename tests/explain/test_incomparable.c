/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which series are put beside each other, and which are not. */
#include "differences.h"

enum { ROUNDS = 8 };

/* "place:compact/spread" for each row: factor, level's series, reference. The caller frees. */
static char *rows_of(const struct level *levels, size_t count) {
    struct run run = levels_run(levels, count, ROUNDS);
    size_t row_count = 0, bytes = 0;
    char *text = NULL;
    FILE *stream = open_memstream(&text, &bytes);
    struct difference_row *rows = differences_of(&run, 0.01, &row_count);
    for (size_t i = 0; i < row_count; i++)
        fprintf(stream, "%s%s: %s %s %s %s over %s", i == 0 ? "" : "\n", rows[i].factor,
                rows[i].series.engine, rows[i].series.params, rows[i].series.place,
                rows[i].series.idle, rows[i].reference);
    fclose(stream);
    free(rows);
    run_free(&run);
    return text;
}

static void check_rows(const struct level *levels, size_t count, const char *expected) {
    char *text = rows_of(levels, count);
    CHECK_STRING(text, expected);
    free(text);
}
#define CHECK_ROWS(levels, expected)                                                               \
    check_rows(levels, sizeof(levels) / sizeof((levels)[0]), expected)

/* An engine's own parameters, and its own way of being idle, do not stand in the way. */
static void test_engines(void) {
    const struct level levels[] = {
        {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
        {{"spin", "schedule=static", "openmp", "strong", "spread", "runtime"}, 1, 1.9},
        {{"spin", "schedule=dynamic", "openmp", "strong", "spread", "runtime"}, 1, 1.8},
    };
    CHECK_ROWS(levels, "engine: openmp schedule=static spread runtime over threads\n"
                       "params: openmp schedule=dynamic spread runtime over schedule=static\n"
                       "engine: openmp schedule=dynamic spread runtime over threads");
}

/* What both have must be the same. */
static void test_engines_and_params(void) {
    const struct level levels[] = {
        {{"triad", "mib=16", "threads", "strong", "spread", "block"}, 1, 2},
        {{"triad", "mib=32", "threads", "strong", "spread", "block"}, 1, 2},
        {{"triad", "schedule=static;mib=32", "openmp", "strong", "spread", "runtime"}, 1, 2},
        {{"triad", "schedule=static;mib=64", "openmp", "strong", "spread", "runtime"}, 1, 2},
    };
    CHECK_ROWS(levels,
               "params: threads mib=32 spread block over mib=16\n"
               "engine: openmp schedule=static;mib=32 spread runtime over threads mib=32\n"
               "params: openmp schedule=static;mib=64 spread runtime over schedule=static;mib=32");
}

/* What idle workers do is no factor: a sweep has one word for it. */
static void test_idle(void) {
    const struct level levels[] = {
        {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
        {{"spin", "", "threads", "strong", "spread", "spin"}, 1, 2},
    };
    CHECK_ROWS(levels, "");
}

/* Four combinations of two factors: each level of one beside the first at the same other. */
static void test_two_factors(void) {
    const struct level levels[] = {
        {{"spin", "mib=1", "threads", "strong", "spread", "block"}, 1, 2},
        {{"spin", "mib=1", "threads", "strong", "compact", "block"}, 1, 2},
        {{"spin", "mib=2", "threads", "strong", "spread", "block"}, 1, 2},
        {{"spin", "mib=2", "threads", "strong", "compact", "block"}, 1, 2},
    };
    CHECK_ROWS(levels, "place: threads mib=1 compact block over spread\n"
                       "params: threads mib=2 spread block over mib=1\n"
                       "params: threads mib=2 compact block over mib=1\n"
                       "place: threads mib=2 compact block over spread");
    const struct level both_differ[] = {levels[0], levels[3]};
    CHECK_ROWS(both_differ, "");
}

static void test_other_work(void) {
    const struct level workloads[] = {
        {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
        {{"matmul", "", "threads", "strong", "compact", "block"}, 1, 2},
    };
    CHECK_ROWS(workloads, "");
    const struct level scalings[] = {
        {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
        {{"spin", "", "threads", "weak", "compact", "block"}, 1, 2},
    };
    CHECK_ROWS(scalings, "");
    check_rows(NULL, 0, "");
}

/* An anchor that nobody asked for has no row, and no other p stands in for a missing one. */
static void test_other_points(void) {
    const struct level spread = {{"spin", "", "threads", "strong", "spread", "block"}, 1, 2},
                       compact = {{"spin", "", "threads", "strong", "compact", "block"}, 1, 2};
    struct run run = {0};
    for (unsigned round = 0; round < ROUNDS; round++) {
        level_add(&run, &spread, round, 0.5);
        level_add(&run, &compact, round, 0.9);
    }
    size_t count = 0;
    struct difference_row *rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 0);
    free(rows);
    run_free(&run);
    run = levels_run((const struct level[]){spread, compact}, 2, ROUNDS);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].role = SAMPLE_ANCHOR;
    rows = differences_of(&run, 0.01, &count);
    CHECK_INT(count, 0);
    free(rows);
    run_free(&run);
}

int main(void) {
    test_engines();
    test_engines_and_params();
    test_idle();
    test_two_factors();
    test_other_work();
    test_other_points();
    return check_done();
}
