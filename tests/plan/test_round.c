/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order of a round: golden, reproducible, whole, and paired. */
#include "check.h"
#include "plan/plan.h"
#include "plan/shuffle.h"

#include <stdlib.h>

enum { BLOCKS = 4, STEPS_MAX = BLOCKS * 2 * PLAN_CORES_MAX };
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

static void fixture_make(struct fixture *fixture, const char *list, double sample_s, uint64_t seed,
                         uint64_t round) {
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
                                             .unit_s = 1e-6,
                                             .seed = seed,
                                             .round = round};
    fixture->count = plan_round(&fixture->spec, fixture->steps, STEPS_MAX);
}

/* "block:n n n|…", T(1) as "1". */
static const char *show_round(const struct fixture *fixture, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < fixture->count && used < bytes; i++) {
        const struct plan_step *step = &fixture->steps[i];
        bool first = i == 0 || step[-1].block != step->block;
        used += (size_t)(first ? snprintf(text + used, bytes - used, "%s%u: %u", i ? " | " : "",
                                          step->block, step->n)
                               : snprintf(text + used, bytes - used, " %u", step->n));
    }
    return text;
}

static void test_golden(void) {
    struct fixture fixture;
    char text[512];
    fixture_make(&fixture, "1,2,4,8", 1e-3, 42, 0);
    CHECK_STRING(show_round(&fixture, text, sizeof text),
                 "2: 4 8 2 1 | 1: 2 4 1 8 | 3: 8 1 4 2 | 0: 1 4 8 2");
    fixture_make(&fixture, "1,2,4,8", 1e-3, 42, 1);
    CHECK_STRING(show_round(&fixture, text, sizeof text),
                 "3: 2 4 1 8 | 2: 1 2 8 4 | 1: 8 1 2 4 | 0: 2 4 1 8");
    fixture_make(&fixture, "1,2,4,8", 0.1, 42, 0); /* long: T(1) more than once */
    CHECK_STRING(show_round(&fixture, text, sizeof text),
                 "2: 4 1 8 2 1 | 1: 4 2 1 8 | 3: 8 1 4 1 2 | 0: 2 8 4 1");
}

static void test_splitmix(void) {
    /* The published outputs for seed 1234567. */
    struct shuffle shuffle = {.state = 1234567};
    CHECK(shuffle_next(&shuffle) == UINT64_C(6457827717110365317));
    CHECK(shuffle_next(&shuffle) == UINT64_C(3203168211198807973));
    CHECK(shuffle_next(&shuffle) == UINT64_C(9817491932198370423));
    unsigned seen[3] = {0};
    for (unsigned i = 0; i < 3000; i++)
        seen[shuffle_below(&shuffle, 3)]++;
    for (unsigned i = 0; i < 3; i++)
        CHECK(seen[i] > 850 && seen[i] < 1150); /* a fixed seed; five standard deviations */
}

/* Each block once and in one piece, each n > 1 once in it, bases at n = 1 of the same block. */
static void check_whole(const struct fixture *fixture) {
    unsigned starts[BLOCKS] = {0};
    for (size_t i = 0; i < fixture->count; i++) {
        const struct plan_step *step = &fixture->steps[i];
        if (i == 0 || step[-1].block != step->block)
            starts[step->block]++;
        CHECK_INT(step->role, ROLES[step->block]);
        const struct plan_step *base = &fixture->steps[step->base_step];
        CHECK(step->base_step < fixture->count && base->n == 1 && base->block == step->block);
        CHECK(step->n > 1 || step->base_step == i);
    }
    for (size_t b = 0; b < BLOCKS; b++)
        CHECK_INT(starts[b], 1);
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t c = 0; c < fixture->cores.count; c++) {
            size_t found = 0;
            for (size_t i = 0; i < fixture->count; i++)
                found +=
                    fixture->steps[i].block == b && fixture->steps[i].n == fixture->cores.value[c];
            CHECK(fixture->cores.value[c] == 1 ? found >= 1 : found == 1);
        }
}

static double step_seconds(const struct fixture *fixture, size_t i) {
    return plan_sample_seconds(&fixture->works[fixture->steps[i].block], fixture->spec.unit_s,
                               fixture->steps[i].n);
}

/* Every T(n) has its base within 0.3 s, middle to middle, or right beside it. */
static void check_near(const struct fixture *fixture) {
    double middle_s[STEPS_MAX], end_s = 0;
    for (size_t i = 0; i < fixture->count; i++) {
        middle_s[i] = end_s + step_seconds(fixture, i) / 2;
        end_s += step_seconds(fixture, i);
    }
    for (size_t i = 0; i < fixture->count; i++) {
        size_t base = fixture->steps[i].base_step;
        CHECK(fabs(middle_s[i] - middle_s[base]) <= 0.3 + 1e-9 || base + 1 == i || i + 1 == base ||
              base == i);
    }
    CHECK_NEAR(plan_round_seconds(&fixture->spec), end_s, 1e-9 * end_s);
}

static void test_any_lists(void) {
    static const char *const lists[] = {"1",         "2",         "1-8",  "1-64:x2",
                                        "1-4096:x2", "1-4096:17", "1-200"};
    static const double samples_s[] = {1e-4, 1e-3, 20e-3, 0.5};
    static struct fixture fixture;
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++)
        for (size_t s = 0; s < sizeof samples_s / sizeof samples_s[0]; s++)
            for (uint64_t round = 0; round < 3; round++) {
                fixture_make(&fixture, lists[l], samples_s[s], 7 + l, round);
                CHECK(fixture.count <= fixture.cores.count * 2 * BLOCKS);
                check_whole(&fixture);
                check_near(&fixture);
            }
}

static void test_reproducible(void) {
    static struct fixture one, other;
    unsigned same = 0;
    for (uint64_t round = 0; round < 50; round++) {
        fixture_make(&one, "1-8", 1e-3, 9, round);
        fixture_make(&other, "1-8", 1e-3, 9, round);
        CHECK(one.count == other.count &&
              memcmp(one.steps, other.steps, one.count * sizeof one.steps[0]) == 0);
        fixture_make(&other, "1-8", 1e-3, 9, round + 1);
        same += memcmp(one.steps, other.steps, one.count * sizeof one.steps[0]) == 0;
        fixture_make(&other, "1-8", 1e-3, 10, round);
        same += memcmp(one.steps, other.steps, one.count * sizeof one.steps[0]) == 0;
    }
    CHECK_INT(same, 0);
}

/* T(1) comes first in a block as often as in any other place: else drift would lean one way. */
static void test_base_everywhere(void) {
    enum { ROUNDS = 1000, PLACES = 4 };
    unsigned at[PLACES] = {0};
    static struct fixture fixture;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        fixture_make(&fixture, "1,2,4,8", 1e-3, 3, round);
        for (size_t i = 0; i < fixture.count; i++)
            at[i % PLACES] += fixture.steps[i].n == 1;
    }
    for (size_t i = 0; i < PLACES; i++)
        CHECK(at[i] > 860 && at[i] < 1140); /* of 4000; a fixed seed, five standard deviations */
}

static void test_small_capacity(void) {
    struct plan_step steps[5];
    struct fixture fixture;
    fixture_make(&fixture, "1,2,4,8", 1e-3, 42, 0);
    steps[4].n = 12345;
    CHECK_INT(plan_round(&fixture.spec, steps, 4), fixture.count);
    CHECK_INT(steps[4].n, 12345);
    CHECK(memcmp(steps, fixture.steps, 4 * sizeof steps[0]) == 0);
}

int main(void) {
    test_golden();
    test_splitmix();
    test_any_lists();
    test_reproducible();
    test_base_everywhere();
    test_small_capacity();
    return check_done();
}
