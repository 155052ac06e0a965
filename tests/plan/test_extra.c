/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a round has beside its blocks' own samples: which, where, and with which base. */
#include "check.h"
#include "plan/plan.h"

#include <stdlib.h>

enum { BLOCKS = 4, STEPS_MAX = 1 << 14 };
static const double FRACTIONS[BLOCKS] = {0, 0.5, 0.95, 1};
static const enum sample_role ROLES[BLOCKS] = {SAMPLE_ANCHOR, SAMPLE_ASKED, SAMPLE_ASKED,
                                               SAMPLE_ANCHOR};

/* A round and all that it points to. */
struct fixture {
    struct plan_cores cores;
    struct plan_work works[BLOCKS];
    struct plan_round_spec spec;
    struct plan_step steps[STEPS_MAX];
    size_t count;
};

static void fixture_make(struct fixture *fixture, const char *list, double sample_s) {
    static const struct plan_machine any = {
        .cache_cores = 1, .numa_cores = 1, .package_cores = 1, .cores = 4096, .pus = 4096};
    CHECK_INT(plan_parse_cores(list, &any, false, &fixture->cores, NULL), 0);
    for (size_t i = 0; i < BLOCKS; i++)
        CHECK_INT(
            plan_work(FRACTIONS[i], 1e-6, sample_s, &fixture->cores, &fixture->works[i], NULL), 0);
    fixture->spec = (struct plan_round_spec){.works = fixture->works,
                                             .roles = ROLES,
                                             .blocks = BLOCKS,
                                             .cores = &fixture->cores,
                                             .has_sentinels = true,
                                             .has_counted = true,
                                             .has_best = true,
                                             .unit_s = 1e-6,
                                             .seed = 42};
}

static void fixture_run(struct fixture *fixture, uint64_t round) {
    fixture->spec.round = round;
    fixture->count = plan_round(&fixture->spec, fixture->steps, STEPS_MAX);
    CHECK(fixture->count <= plan_steps_most(BLOCKS, &fixture->cores));
    size_t workers = 0;
    for (size_t i = 0; i < fixture->count; i++)
        workers += fixture->steps[i].n;
    CHECK(workers <= plan_workers_most(BLOCKS, &fixture->cores));
}

static bool is_extra(const struct plan_step *step) {
    return step->role != SAMPLE_ASKED && step->role != SAMPLE_ANCHOR;
}

/* How many steps of that role there are of the block at n; 0: at any n. */
static size_t count_steps(const struct fixture *fixture, enum sample_role role, uint32_t block,
                          unsigned n) {
    size_t count = 0;
    for (size_t i = 0; i < fixture->count; i++)
        count += fixture->steps[i].role == role && fixture->steps[i].block == block &&
                 (n == 0 || fixture->steps[i].n == n);
    return count;
}

/* Sentinels before all else; those of a block in one piece with it, behind its own samples. */
static void check_places(const struct fixture *fixture) {
    const size_t sentinels = fixture->spec.has_sentinels ? fixture->cores.count : 0;
    for (size_t i = 0; i < fixture->count; i++) {
        const struct plan_step *step = &fixture->steps[i];
        CHECK_INT(step->role == SAMPLE_SENTINEL, i < sentinels);
        CHECK_INT(step->block == PLAN_NO_BLOCK, i < sentinels);
        if (i > sentinels && is_extra(step))
            CHECK_INT(step[-1].block, step->block);
        if (i > sentinels && !is_extra(step) && is_extra(step - 1))
            CHECK(step[-1].block != step->block);
    }
}

/* Each has a base at n = 1 of its block: its own kind, but for the best serial code. */
static void check_bases(const struct fixture *fixture) {
    for (size_t i = 0; i < fixture->count; i++) {
        const struct plan_step *step = &fixture->steps[i];
        CHECK(step->base_step < fixture->count);
        const struct plan_step *base = &fixture->steps[step->base_step];
        CHECK_INT(base->n, 1);
        CHECK_INT(base->block, step->block);
        if (step->role == SAMPLE_BEST) {
            CHECK_INT(step->n, 1);
            CHECK(!is_extra(base));
            CHECK(step->base_step < i);
        } else {
            CHECK_INT(base->role, step->role);
            CHECK(step->n > 1 || step->base_step == i);
        }
    }
}

static void test_all(void) {
    static const char *const lists[] = {"1", "1,2", "1-8", "1-64:x2", "1-200"};
    static struct fixture fixture;
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        for (int turn = 0; turn < 2; turn++) {
            fixture_make(&fixture, lists[l], turn == 0 ? 1e-3 : 0.1); /* T(1) once; repeated */
            fixture_run(&fixture, l);
            check_places(&fixture);
            check_bases(&fixture);
            for (size_t c = 0; c < fixture.cores.count; c++) {
                unsigned n = fixture.cores.value[c];
                CHECK_INT(count_steps(&fixture, SAMPLE_SENTINEL, PLAN_NO_BLOCK, n), 1);
                for (uint32_t b = 0; b < BLOCKS; b++)
                    CHECK_INT(count_steps(&fixture, SAMPLE_COUNTED, b, n), 1);
            }
            for (uint32_t b = 0; b < BLOCKS; b++)
                CHECK_INT(count_steps(&fixture, SAMPLE_BEST, b, 0), 1);
        }
    }
}

/* A block that rests has none of them; one kind does not need another. */
static void test_resting(void) {
    static const bool resting[BLOCKS] = {false, true, false, true};
    static struct fixture fixture;
    for (int kinds = 0; kinds < 8; kinds++) {
        fixture_make(&fixture, "1,2,4", 1e-3);
        fixture.spec.resting = resting;
        fixture.spec.has_sentinels = (kinds & 1) != 0;
        fixture.spec.has_counted = (kinds & 2) != 0;
        fixture.spec.has_best = (kinds & 4) != 0;
        fixture_run(&fixture, 3);
        check_places(&fixture);
        check_bases(&fixture);
        CHECK_INT(count_steps(&fixture, SAMPLE_SENTINEL, PLAN_NO_BLOCK, 0), kinds & 1 ? 3 : 0);
        for (uint32_t b = 0; b < BLOCKS; b++) {
            CHECK_INT(count_steps(&fixture, SAMPLE_COUNTED, b, 0),
                      kinds & 2 && !resting[b] ? 3 : 0);
            CHECK_INT(count_steps(&fixture, SAMPLE_BEST, b, 0), kinds & 4 && !resting[b]);
            CHECK_INT(count_steps(&fixture, ROLES[b], b, 0), resting[b] ? 0 : 3);
        }
    }
}

/* The blocks' own samples are in the order that they would have alone. */
static void test_order_of_the_rest(void) {
    static struct fixture with, without;
    for (uint64_t round = 0; round < 20; round++) {
        fixture_make(&with, "1-8", 1e-3);
        fixture_make(&without, "1-8", 1e-3);
        without.spec.has_sentinels = without.spec.has_counted = without.spec.has_best = false;
        fixture_run(&with, round);
        fixture_run(&without, round);
        size_t at = 0;
        for (size_t i = 0; i < with.count; i++) {
            if (is_extra(&with.steps[i]))
                continue;
            CHECK(at < without.count && with.steps[i].block == without.steps[at].block &&
                  with.steps[i].n == without.steps[at].n);
            at++;
        }
        CHECK_INT(at, without.count);
        double more_s = plan_round_seconds(&with.spec) - plan_round_seconds(&without.spec);
        CHECK_NEAR(more_s, SAMPLE_SENTINEL_S * (double)with.cores.count, 1e-12);
    }
}

/* The sentinel at n = 1 comes first as often as in any other place. */
static void test_shuffled(void) {
    enum { ROUNDS = 1000, PLACES = 4 };
    static struct fixture fixture;
    unsigned first[PLACES] = {0};
    for (uint64_t round = 0; round < ROUNDS; round++) {
        fixture_make(&fixture, "1,2,4,8", 1e-3);
        fixture_run(&fixture, round);
        first[fixture.steps[0].base_step]++;
    }
    for (size_t i = 0; i < PLACES; i++)
        CHECK(first[i] > 180 && first[i] < 320); /* a fixed seed, five standard deviations */
}

static void test_rounds(void) {
    unsigned counted = 0, best = 0;
    CHECK(plan_counts_in(0) && plan_takes_best_in(0)); /* the shortest run has them */
    for (uint64_t round = 0; round < 80; round++) {
        counted += plan_counts_in(round);
        best += plan_takes_best_in(round);
        /* resting blocks have them too */
        CHECK(plan_returns_in(round) || (!plan_counts_in(round) && !plan_takes_best_in(round)));
    }
    CHECK_INT(counted, 10);
    CHECK_INT(best, 20);
}

static void test_small_capacity(void) {
    static struct fixture fixture;
    struct plan_step steps[8];
    fixture_make(&fixture, "1,2,4", 1e-3);
    fixture_run(&fixture, 0);
    for (size_t capacity = 0; capacity < 8; capacity++) {
        steps[capacity].n = 12345;
        CHECK_INT(plan_round(&fixture.spec, steps, capacity), fixture.count);
        CHECK_INT(steps[capacity].n, 12345);
        CHECK(memcmp(steps, fixture.steps, capacity * sizeof steps[0]) == 0);
    }
}

int main(void) {
    test_all();
    test_resting();
    test_order_of_the_rest();
    test_shuffled();
    test_rounds();
    test_small_capacity();
    return check_done();
}
