/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The blocks of a round: kinds of scaling, a serial kernel of its own, units without work. Units
 * last 1 us and samples 1 ms, so that units are reckoned by hand. */
#include "check.h"
#include "plan/plan.h"

static const struct plan_cores UP_TO_4 = {.count = 3, .value = {1, 2, 4}};
static const struct plan_cores UP_TO_2 = {.count = 2, .value = {1, 2}};
static const struct plan_cores ONE = {.count = 1, .value = {1}};
static const struct plan_fractions TWO_P = {.count = 2, .value = {0.5, 0.9}};
static const struct plan_fractions HALF = {.count = 1, .value = {0.5}};

static struct plan_blocks blocks_of(const struct plan_blocks_spec *spec) {
    struct plan_blocks blocks = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_blocks_make(spec, &blocks, &fault), 0);
    CHECK_STRING(fault.text, "");
    return blocks;
}

static void check_work(const struct plan_work *work, double p, double p_work, unsigned serial,
                       unsigned parallel) {
    CHECK_NEAR(work->p, p, 0);
    CHECK_NEAR(work->p_work, p_work, 1e-15);
    CHECK_INT(work->serial_units, serial);
    CHECK_INT(work->parallel_units, parallel);
}

static void test_scaling_words(void) {
    enum plan_scaling scaling = PLAN_STRONG;
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_parse_scaling("weak", &scaling, &fault), 0);
    CHECK_INT(scaling, PLAN_WEAK);
    CHECK_INT(plan_parse_scaling("strong", &scaling, &fault), 0);
    CHECK_INT(scaling, PLAN_STRONG);
    CHECK_INT(plan_parse_scaling("throughput", &scaling, &fault), 0);
    CHECK_INT(scaling, PLAN_THROUGHPUT);
    CHECK_STRING(fault.text, "");
    CHECK_INT(plan_parse_scaling("wea", &scaling, NULL), -FAULT_USAGE);
    CHECK_INT(plan_parse_scaling("", &scaling, NULL), -FAULT_USAGE);
    CHECK_INT(plan_parse_scaling("Weak", &scaling, &fault), -FAULT_USAGE);
    CHECK_STRING(fault.text, "--scaling: 'Weak' is no kind of scaling; it is one of strong, weak "
                             "and throughput");
    CHECK_INT(scaling, PLAN_THROUGHPUT); /* left alone */
}

/* The anchors stand behind the asked fractions, and p = 1 has the units of 0.9. */
static void test_strong(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){
        .fractions = &TWO_P, .cores = &UP_TO_2, .unit_s = 1e-6, .sample_s = 1e-3});
    CHECK_INT(blocks.count, 4);
    check_work(&blocks.works[0], 0.5, 666.0 / 1333, 667, 666); /* T(2) = 667 + 333 units */
    check_work(&blocks.works[1], 0.9, 0.9, 200, 1800);
    check_work(&blocks.works[2], 0, 0, 1000, 0);
    check_work(&blocks.works[3], 1, 1, 0, 2000);
    for (size_t i = 0; i < blocks.count; i++) {
        CHECK_INT(blocks.roles[i], i < 2 ? SAMPLE_ASKED : SAMPLE_ANCHOR);
        CHECK(!blocks.works[i].each);
        CHECK_NEAR(blocks.works[i].serial_cost, 1, 0);
    }
    static const struct plan_fractions ends = {.count = 2, .value = {0, 1}};
    blocks = blocks_of(&(struct plan_blocks_spec){
        .fractions = &ends, .cores = &UP_TO_2, .unit_s = 1e-6, .sample_s = 1e-3});
    CHECK_INT(blocks.count, 2); /* both were asked for */
    CHECK_INT(blocks.roles[0], SAMPLE_ASKED);
    CHECK_INT(blocks.roles[1], SAMPLE_ASKED);
}

/* T(1) has the length whatever the largest n, and there is nothing for anchors to serve. */
static void test_weak(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &TWO_P,
                                                                     .cores = &UP_TO_4,
                                                                     .scaling = PLAN_WEAK,
                                                                     .unit_s = 1e-6,
                                                                     .sample_s = 1e-3});
    CHECK_INT(blocks.count, 2);
    check_work(&blocks.works[0], 0.5, 0.5, 500, 500);
    check_work(&blocks.works[1], 0.9, 0.9, 100, 900);
    for (size_t i = 0; i < blocks.count; i++) {
        CHECK_INT(blocks.roles[i], SAMPLE_ASKED);
        CHECK(blocks.works[i].each);
        CHECK_NEAR(plan_sample_seconds(&blocks.works[i], 1e-6, 1), 1e-3, 1e-15);
        CHECK_NEAR(plan_sample_seconds(&blocks.works[i], 1e-6, 4), 1e-3, 1e-15);
    }
    CHECK_INT(plan_parallel_units(&blocks.works[1], 4), 3600);
}

static void test_throughput(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &TWO_P,
                                                                     .cores = &UP_TO_4,
                                                                     .scaling = PLAN_THROUGHPUT,
                                                                     .unit_s = 1e-6,
                                                                     .serial_unit_s = 3e-6,
                                                                     .sample_s = 1e-3});
    CHECK_INT(blocks.count, 1);
    check_work(&blocks.works[0], NAN, NAN, 0, 1000);
    CHECK_INT(blocks.roles[0], SAMPLE_ASKED);
    CHECK(blocks.works[0].each);
    CHECK_INT(plan_parallel_units(&blocks.works[0], 3), 3000);
}

static void test_empty_units(void) {
    for (int scaling = PLAN_STRONG; scaling <= PLAN_THROUGHPUT; scaling++) {
        struct plan_blocks blocks =
            blocks_of(&(struct plan_blocks_spec){.fractions = &TWO_P,
                                                 .cores = &UP_TO_4,
                                                 .scaling = (enum plan_scaling)scaling,
                                                 .sample_s = 1e-3});
        CHECK_INT(blocks.count, 1);
        check_work(&blocks.works[0], NAN, NAN, 0, 0);
        CHECK_INT(blocks.roles[0], SAMPLE_ASKED);
        CHECK_INT(plan_parallel_units(&blocks.works[0], 4), 0);
        CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 0, 4), 0, 0);
    }
}

/* Every block, anchors too, once for each number of tasks: the same work, the lists one behind the
 * other. */
static void test_tasks(void) {
    static const struct plan_tasks tasks = {.count = 3, .value = {1, 4, 256}};
    struct plan_blocks_spec spec = {
        .fractions = &TWO_P, .cores = &UP_TO_2, .unit_s = 1e-6, .sample_s = 1e-3};
    const struct plan_blocks plain = blocks_of(&spec);
    spec.tasks = &tasks;
    spec.unit_wait_s = 2e-3;
    const struct plan_blocks blocks = blocks_of(&spec);
    CHECK_INT(blocks.count, 3 * plain.count);
    for (size_t i = 0; i < blocks.count; i++) {
        const struct plan_work *work = &blocks.works[i], *same = &plain.works[i % plain.count];
        check_work(work, same->p, same->p_work, (unsigned)same->serial_units,
                   (unsigned)same->parallel_units);
        CHECK_INT(blocks.roles[i], plain.roles[i % plain.count]);
        CHECK_INT(work->tasks, tasks.value[i / plain.count]);
        CHECK_NEAR(work->unit_wait_s, 2e-3, 0);
        CHECK_INT(same->tasks, 0);
    }
    spec.whole_units = 64; /* and of an intrinsic workload's one block */
    const struct plan_blocks whole = blocks_of(&spec);
    CHECK_INT(whole.count, 3);
    CHECK_INT(whole.works[2].tasks, 256);
    CHECK_INT(whole.works[2].parallel_units, 64);
}

/* As many as there can be: 64 fractions and two anchors for each of 16 numbers of tasks. */
static void test_most_blocks(void) {
    struct plan_fractions fractions = {.count = PLAN_FRACTIONS_MAX};
    struct plan_tasks tasks = {.count = PLAN_TASKS_MAX};
    for (size_t i = 0; i < fractions.count; i++)
        fractions.value[i] = 0.01 * (double)(i + 1);
    for (size_t i = 0; i < tasks.count; i++)
        tasks.value[i] = (unsigned)(i + 1);
    const struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &fractions,
                                                                           .cores = &UP_TO_2,
                                                                           .unit_s = 1e-9,
                                                                           .sample_s = 1e-3,
                                                                           .tasks = &tasks});
    CHECK_INT(blocks.count, PLAN_BLOCKS_MAX);
    CHECK_INT(blocks.works[PLAN_BLOCKS_MAX - 1].tasks, PLAN_TASKS_MAX);
}

/* T(n, t) = max(k c/n, k (L + c)/t): 64 units of 1 ms that wait 5 ms. */
static void test_seconds_of_tasks(void) {
    struct plan_work work = {.p = NAN, .p_work = NAN, .parallel_units = 64, .serial_cost = 1};
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 2), 32e-3, 1e-12); /* without tasks: by n */
    work.unit_wait_s = 5e-3;
    work.tasks = 1;
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 1), 384e-3, 1e-12);
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 4), 384e-3, 1e-12);
    work.tasks = 4;
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 1), 96e-3, 1e-12);
    work.tasks = 64;
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 1), 64e-3, 1e-12); /* computing is what takes */
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 16), 6e-3, 1e-12);
    work.unit_wait_s = 0; /* nothing to hide: no more workers than tasks */
    work.tasks = 2;
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 8), 32e-3, 1e-12);
    work.each = true; /* and where the work grows */
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 8), 8 * 32e-3, 1e-12);
}

/* Serial units of 4 us: 667 us are 166.75 of them, so 167, which last 668 us beside 666 us. The
 * anchor p = 0 takes 1000 us, 250 of them; p = 1 takes the 1333 units of p = 0.5. */
static void test_serial_kernel(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &HALF,
                                                                     .cores = &UP_TO_2,
                                                                     .unit_s = 1e-6,
                                                                     .serial_unit_s = 4e-6,
                                                                     .sample_s = 1e-3});
    CHECK_INT(blocks.count, 3);
    check_work(&blocks.works[0], 0.5, 666.0 / 1334, 167, 666);
    check_work(&blocks.works[1], 0, 0, 250, 0);
    check_work(&blocks.works[2], 1, 1, 0, 1333);
    for (size_t i = 0; i < blocks.count; i++)
        CHECK_NEAR(blocks.works[i].serial_cost, 4, 1e-12);
    CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 1e-6, 1), 1334e-6, 1e-12);
    CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 1e-6, 2), 1001e-6, 1e-12);
}

/* A cheaper one, where the work grows: 500 us are 2000 units of 0.25 us on every n. */
static void test_serial_kernel_weak(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &HALF,
                                                                     .cores = &UP_TO_4,
                                                                     .scaling = PLAN_WEAK,
                                                                     .unit_s = 1e-6,
                                                                     .serial_unit_s = 0.25e-6,
                                                                     .sample_s = 1e-3});
    CHECK_INT(blocks.count, 1);
    check_work(&blocks.works[0], 0.5, 0.5, 2000, 500);
    CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 1e-6, 4), 1e-3, 1e-12);
}

/* 500 us are 1.67 serial units of 300 us, so 2: p would be 500 / 1100. */
static void test_serial_kernel_too_coarse(void) {
    struct plan_blocks blocks = {.count = 77};
    struct fault fault = {.code = FAULT_NONE};
    struct plan_blocks_spec spec = {
        .fractions = &HALF, .cores = &ONE, .unit_s = 1e-6, .serial_unit_s = 3e-4, .sample_s = 1e-3};
    CHECK_INT(plan_blocks_make(&spec, &blocks, &fault), -FAULT_WORKLOAD);
    CHECK_STRING(fault.text, "p = 0.5 cannot be made of serial units of 0.0003 s: 0.4545454545 is "
                             "the nearest; take a longer --min-time or a smaller p");
    CHECK_INT(blocks.count, 77);
    spec.sample_s = 0.1; /* 50 ms are 166.67 units: 167 are 50.1 ms, within 1 % */
    CHECK_INT(plan_blocks_make(&spec, &blocks, NULL), 0);
    check_work(&blocks.works[0], 0.5, 50.0 / 100.1, 167, 50000);
}

/* Its whole, whatever the fractions and the length; T(n) by its own p. */
static void test_intrinsic(void) {
    struct plan_blocks blocks = blocks_of(&(struct plan_blocks_spec){.fractions = &TWO_P,
                                                                     .cores = &UP_TO_4,
                                                                     .unit_s = 2e-6,
                                                                     .sample_s = 1,
                                                                     .whole_units = 64,
                                                                     .phases_s = 3e-4});
    CHECK_INT(blocks.count, 1);
    check_work(&blocks.works[0], NAN, NAN, 0, 64);
    CHECK_INT(blocks.roles[0], SAMPLE_ASKED);
    CHECK(!blocks.works[0].each);
    CHECK_INT(plan_parallel_units(&blocks.works[0], 4), 64);
    CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 2e-6, 1), 428e-6, 1e-15);
    CHECK_NEAR(plan_sample_seconds(&blocks.works[0], 2e-6, 4), 332e-6, 1e-15);
    /* Also where its units are too short for the clock, which are not the empty ones. */
    blocks = blocks_of(&(struct plan_blocks_spec){
        .fractions = &TWO_P, .cores = &UP_TO_4, .sample_s = 1, .whole_units = 5});
    check_work(&blocks.works[0], NAN, NAN, 0, 5);
}

static void test_seconds_and_units(void) {
    struct plan_work work = {
        .p = 0.5, .p_work = 0.5, .serial_units = 10, .parallel_units = 60, .serial_cost = 2.5};
    CHECK_INT(plan_parallel_units(&work, 1), 60);
    CHECK_INT(plan_parallel_units(&work, 4), 60);
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 1), 0.085, 1e-15);
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 4), 0.040, 1e-15);
    work.each = true;
    CHECK_INT(plan_parallel_units(&work, 1), 60);
    CHECK_INT(plan_parallel_units(&work, 4), 240);
    CHECK_NEAR(plan_sample_seconds(&work, 1e-3, 4), 0.085, 1e-15);
}

int main(void) {
    test_scaling_words();
    test_strong();
    test_weak();
    test_throughput();
    test_empty_units();
    test_tasks();
    test_most_blocks();
    test_seconds_of_tasks();
    test_serial_kernel();
    test_serial_kernel_weak();
    test_serial_kernel_too_coarse();
    test_intrinsic();
    test_seconds_and_units();
    return check_done();
}
