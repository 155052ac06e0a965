/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order of points and samples, and who is paired with whom. */
#include "check.h"
#include "explain/pairs.h"
#include "samples.h"

static struct pairs *make(const struct run *run) {
    struct pairs *pairs = NULL;
    struct fault fault = {0};
    CHECK_INT(pairs_make(run->samples, run->count, &pairs, &fault), 0);
    CHECK_STRING(fault.text, "");
    return pairs;
}

static struct sample like(const char *workload, double p, unsigned n, unsigned tasks) {
    struct sample sample = {.p = p, .n = n, .tasks = tasks, .time_s = 1};
    snprintf(sample.series.workload, sizeof sample.series.workload, "%s", workload);
    return sample;
}

static void test_order_of_points(void) {
    struct run run = {0};
    /* "zebra" is measured first, so it stands first; within it p, then n, then tasks. */
    const struct sample taken[] = {
        like("zebra", 0.5, 2, 0), like("ant", 1, 1, 0),     like("zebra", 0.5, 1, 0),
        like("zebra", 0, 4, 0),   like("zebra", 0.5, 2, 7), like("ant", 0, 1, 0),
        like("zebra", 0.5, 2, 0), like("zebra", NAN, 8, 0),
    };
    const struct {
        const char *workload;
        double p;
        unsigned n, tasks;
        size_t count;
    } expected[] = {{"zebra", NAN, 8, 0, 1}, {"zebra", 0, 4, 0, 1},   {"zebra", 0.5, 1, 0, 1},
                    {"zebra", 0.5, 2, 0, 2}, {"zebra", 0.5, 2, 7, 1}, {"ant", 0, 1, 0, 1},
                    {"ant", 1, 1, 0, 1}};
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        run_add(&run, &taken[i]);
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_point_count(pairs), sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct point point = pairs_point(pairs, i);
        CHECK_STRING(point.samples[0]->series.workload, expected[i].workload);
        CHECK_NEAR(point.samples[0]->p, expected[i].p, 0);
        CHECK_INT(point.samples[0]->n, expected[i].n);
        CHECK_INT(point.samples[0]->tasks, expected[i].tasks);
        CHECK_INT(point.count, expected[i].count);
    }
    struct point twice = pairs_point(pairs, 3);
    CHECK_INT(twice.samples[0]->id, 1);
    CHECK_INT(twice.samples[1]->id, 7);
    pairs_free(pairs);
    run_free(&run);
}

/* Warm-up is in no point, and nobody's T(1); a sentinel is in a point of its own. */
static void test_warm_up_is_left_out(void) {
    struct run run = {0};
    struct sample taken[] = {like("ant", 1, 1, 0), like("ant", 1, 1, 0), like("ant", 1, 2, 0),
                             like("ant", 1, 4, 0)};
    taken[0].role = SAMPLE_WARMUP;
    taken[2].base_id = 1;
    taken[3].role = SAMPLE_SENTINEL;
    for (size_t i = 0; i < 4; i++)
        run_add(&run, &taken[i]);
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_point_count(pairs), 3);
    CHECK_INT(pairs_point(pairs, 2).samples[0]->role, SAMPLE_SENTINEL);
    CHECK_INT(pairs_point(pairs, 0).count, 1);
    CHECK(pairs_base(pairs, pairs_point(pairs, 1).samples[0]) == NULL);
    pairs_free(pairs);
    run_free(&run);
}

/* Each word of a series makes another series. */
static void test_series_are_apart(void) {
    struct run run = {0};
    const struct series series[] = {
        {"a", "", "threads", "strong", "spread", "block"},
        {"b", "", "threads", "strong", "spread", "block"},
        {"a", "k=1", "threads", "strong", "spread", "block"},
        {"a", "", "scripted", "strong", "spread", "block"},
        {"a", "", "threads", "weak", "spread", "block"},
        {"a", "", "threads", "strong", "compact", "block"},
        {"a", "", "threads", "strong", "spread", "spin"},
    };
    size_t count = sizeof series / sizeof series[0];
    for (size_t i = 0; i < 2 * count; i++)
        run_add(&run, &(struct sample){.series = series[i % count], .p = 1, .n = 1});
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_point_count(pairs), count);
    for (size_t i = 0; i < count; i++) {
        struct sample same = {.series = series[i]};
        struct point found = pairs_find(pairs, &same, 1, 1);
        CHECK_INT(found.count, 2);
        CHECK_INT(found.samples[0]->id, i + 1);
    }
    pairs_free(pairs);
    run_free(&run);
}

static void test_find(void) {
    struct run run = {0};
    run_add_block(&run, &(struct block){.p = 0.5, .work_s = 1}, 4);
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_find(pairs, &run.samples[0], 0.5, 4).count, 1);
    CHECK_INT(pairs_find(pairs, &run.samples[0], 0.5, 3).count, 0);
    CHECK_INT(pairs_find(pairs, &run.samples[0], 1, 4).count, 0);
    struct sample other = run.samples[0];
    other.tasks = 3;
    CHECK_INT(pairs_find(pairs, &other, 0.5, 4).count, 0);
    pairs_free(pairs);
    run_free(&run);
}

/* No p is one p like any other, before the rest. */
static void test_no_p(void) {
    struct run run = {0};
    const double fractions[] = {0.5, NAN, 0.25, NAN};
    for (int i = 0; i < 8; i++)
        run_add(&run, &(struct sample){.p = fractions[i % 4], .n = 1});
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_point_count(pairs), 3);
    CHECK(isnan(pairs_point(pairs, 0).samples[0]->p));
    CHECK_INT(pairs_point(pairs, 0).count, 4);
    CHECK_NEAR(pairs_point(pairs, 1).samples[0]->p, 0.25, 0);
    CHECK_INT(pairs_find(pairs, &run.samples[0], NAN, 1).count, 4);
    CHECK_INT(pairs_find(pairs, &run.samples[0], 0.5, 1).count, 2);
    CHECK_INT(pairs_find(pairs, &run.samples[0], 1, 1).count, 0);
    pairs_free(pairs);
    run_free(&run);
}

static void test_base(void) {
    struct run run = {0};
    run_add_block(&run, &(struct block){.p = 0.5, .work_s = 1}, 4);
    struct sample *samples = run.samples; /* ids 1 (n = 1), 2 (n = 2), 3 (n = 4) */
    struct pairs *pairs = make(&run);
    CHECK(pairs_base(pairs, &samples[0]) == &samples[0]);
    CHECK(pairs_base(pairs, &samples[2]) == &samples[0]);
    static const enum sample_validity bad[] = {SAMPLE_DISTURBED, SAMPLE_BROKEN};
    for (size_t i = 0; i < 2; i++) {
        samples[2].validity = bad[i];
        CHECK(pairs_base(pairs, &samples[2]) == NULL);
        CHECK(pairs_base(pairs, &samples[1]) == &samples[0]);
        samples[2].validity = SAMPLE_VALID;
        samples[0].validity = bad[i];
        CHECK(pairs_base(pairs, &samples[1]) == NULL);
        CHECK(pairs_base(pairs, &samples[0]) == NULL);
        samples[0].validity = SAMPLE_VALID;
    }
    samples[1].base_id = 0;
    CHECK(pairs_base(pairs, &samples[1]) == NULL);
    samples[1].base_id = 99; /* of a row that was never written */
    CHECK(pairs_base(pairs, &samples[1]) == NULL);
    pairs_free(pairs);
    run_free(&run);
}

static void test_none(void) {
    struct run run = {0};
    struct pairs *pairs = make(&run);
    CHECK_INT(pairs_point_count(pairs), 0);
    CHECK(pairs_base(pairs, &(struct sample){.base_id = 1}) == NULL);
    pairs_free(pairs);
    pairs_free(NULL);
}

int main(void) {
    test_order_of_points();
    test_warm_up_is_left_out();
    test_series_are_apart();
    test_find();
    test_no_p();
    test_base();
    test_none();
    return check_done();
}
