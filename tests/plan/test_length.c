/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rule for the length of a sample, case by case. */
#include "check.h"
#include "plan/plan.h"

static const struct plan_fractions DEFAULT_P = {.count = 7,
                                                .value = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 1}};
static const struct plan_cores UP_TO_2 = {.count = 2, .value = {1, 2}};
static const struct plan_cores UP_TO_8 = {.count = 4, .value = {1, 2, 4, 8}};

static struct plan_length length_of(const struct plan_cores *cores, double fork_join_s,
                                    double budget_s) {
    return plan_sample_length(&(struct plan_length_spec){.fork_join_s = fork_join_s,
                                                         .tick_period_s = 4e-3,
                                                         .budget_s = budget_s,
                                                         .fractions = &DEFAULT_P,
                                                         .cores = cores});
}

static void test_rule(void) {
    struct plan_length length = length_of(&UP_TO_2, 200e-9, 60);
    CHECK_NEAR(length.sample_s, 1e-3, 0);
    CHECK_STRING(length.reason, "1 ms");
    CHECK_NEAR(length.tick_bias, 0, 0);

    length = length_of(&UP_TO_2, 5e-6, 60);
    CHECK_NEAR(length.sample_s, 5e-3, 1e-15);
    CHECK_STRING(length.reason, "1000 fork-joins");

    length = length_of(&UP_TO_8, 1e-6, 600);
    CHECK_NEAR(length.sample_s, 20e-3, 1e-15);
    CHECK_STRING(length.reason, "5 timer ticks");
    CHECK_NEAR(length.tick_bias, 0, 0); /* five whole periods: every worker meets five */

    length = length_of(&UP_TO_8, 50e-6, 600); /* longer than five ticks */
    CHECK_NEAR(length.sample_s, 50e-3, 1e-15);
    CHECK_STRING(length.reason, "1000 fork-joins");
}

static void test_asked_for(void) {
    struct plan_length_spec spec = {.min_time_s = 3e-4,
                                    .fork_join_s = 1,
                                    .budget_s = 60,
                                    .fractions = &DEFAULT_P,
                                    .cores = &UP_TO_8};
    struct plan_length length = plan_sample_length(&spec);
    CHECK_NEAR(length.sample_s, 3e-4, 0);
    CHECK_STRING(length.reason, "asked for");
    CHECK_NEAR(length.tick_bias, 0, 0); /* no tick period known, no bias stated */
}

/* Docs/definitions.md: p = 1 at n = 8 reads 2 % low with 1 ms samples, 0.4 % with 5 ms. */
static void test_tick_bias(void) {
    struct plan_length_spec spec = {.min_time_s = 1e-3,
                                    .tick_period_s = 4e-3,
                                    .budget_s = 60,
                                    .fractions = &DEFAULT_P,
                                    .cores = &UP_TO_8};
    CHECK_NEAR(plan_sample_length(&spec).tick_bias, 0.02, 0.002);
    spec.min_time_s = 5e-3;
    CHECK_NEAR(plan_sample_length(&spec).tick_bias, 0.004, 0.0005);
    spec.min_time_s = 20e-3;
    CHECK_NEAR(plan_sample_length(&spec).tick_bias, 0, 0.0005);
}

static void test_short_budget(void) {
    struct plan_length length = length_of(&UP_TO_8, 1e-6, 8);
    CHECK_STRING(length.reason, "12 rounds within the budget");
    CHECK(length.sample_s > 1e-3 && length.sample_s < 20e-3);
    CHECK(length.tick_bias > 0);

    struct plan_length shorter = length_of(&UP_TO_8, 1e-6, 4);
    CHECK(shorter.sample_s < length.sample_s);
    length = length_of(&UP_TO_8, 1e-6, 0.1);
    CHECK_NEAR(length.sample_s, 1e-3, 0); /* never below the other rules */
    CHECK_STRING(length.reason, "1 ms");
}

/* With the work that the length leads to, twelve rounds do fit. */
static void test_rounds_fit(void) {
    enum { BLOCKS = 7 };
    static const double budgets_s[] = {3, 8, 30, 60};
    static const enum sample_role roles[BLOCKS];
    for (size_t b = 0; b < sizeof budgets_s / sizeof budgets_s[0]; b++) {
        struct plan_length length = length_of(&UP_TO_8, 1e-6, budgets_s[b]);
        struct plan_work works[BLOCKS];
        for (size_t i = 0; i < BLOCKS; i++)
            CHECK_INT(
                plan_work(DEFAULT_P.value[i], 20e-9, length.sample_s, &UP_TO_8, &works[i], NULL),
                0);
        double seconds = plan_round_seconds(&(struct plan_round_spec){
            .works = works, .roles = roles, .blocks = BLOCKS, .cores = &UP_TO_8, .unit_s = 20e-9});
        /* Works near that of p = 1 are up to 10 % longer than the length asks for. */
        CHECK_REPORT(12 * seconds <= budgets_s[b] * 1.1, "12 rounds take %g s of %g s",
                     12 * seconds, budgets_s[b]);
    }
}

/* Where the work grows with n every sample has the length, and there are no anchors: a round of
 * weak scaling is 7 fractions x 4 counts of it, one of throughput 1 x 4. Twelve rounds of 20 ms
 * samples take 6.72 s and 0.96 s; strong scaling, whose T(1) is up to 8 times as long, needs more.
 */
static void test_work_that_grows(void) {
    static const struct {
        enum plan_scaling scaling;
        double budget_s, sample_s;
        const char *reason;
    } cases[] = {
        {PLAN_WEAK, 6.8, 20e-3, "5 timer ticks"},
        {PLAN_STRONG, 6.8, NAN, "12 rounds within the budget"},
        {PLAN_WEAK, 6.6, NAN, "12 rounds within the budget"},
        {PLAN_THROUGHPUT, 1, 20e-3, "5 timer ticks"},
        {PLAN_THROUGHPUT, 0.9, NAN, "12 rounds within the budget"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct plan_length length =
            plan_sample_length(&(struct plan_length_spec){.fork_join_s = 1e-6,
                                                          .tick_period_s = 4e-3,
                                                          .budget_s = cases[i].budget_s,
                                                          .scaling = cases[i].scaling,
                                                          .fractions = &DEFAULT_P,
                                                          .cores = &UP_TO_8});
        CHECK_STRING(length.reason, cases[i].reason);
        if (isnan(cases[i].sample_s))
            CHECK(length.sample_s > 1e-3 && length.sample_s < 20e-3);
        else
            CHECK_NEAR(length.sample_s, cases[i].sample_s, 1e-15);
    }
}

/* Rounds with three numbers of tasks are three times as many samples, and those at t = 1 do not get
 * shorter with n: one of 7 fractions and 4 counts takes at least 3 times as long, and fits no more.
 */
static void test_tasks(void) {
    static const struct plan_tasks several = {.count = 3, .value = {1, 8, 64}}, none = {.count = 0};
    struct plan_length_spec spec = {.fork_join_s = 1e-6,
                                    .tick_period_s = 4e-3,
                                    .budget_s = 40,
                                    .fractions = &DEFAULT_P,
                                    .cores = &UP_TO_8,
                                    .tasks = &none};
    CHECK_STRING(plan_sample_length(&spec).reason, "5 timer ticks");
    spec.tasks = &several;
    CHECK_STRING(plan_sample_length(&spec).reason, "12 rounds within the budget");
    const double within_s = plan_sample_length(&spec).sample_s;
    spec.budget_s = 160;
    CHECK_STRING(plan_sample_length(&spec).reason, "5 timer ticks");
    spec.budget_s = 40. / 3;
    spec.tasks = &none;
    CHECK(plan_sample_length(&spec).sample_s > within_s);
}

/* Nobody chooses how long an intrinsic workload lasts: no budget shortens what is wished for, and
 * no bias is stated of it. */
static void test_intrinsic(void) {
    struct plan_length_spec spec = {.fork_join_s = 1e-6,
                                    .tick_period_s = 4e-3,
                                    .budget_s = 0.1,
                                    .fractions = &DEFAULT_P,
                                    .cores = &UP_TO_8};
    CHECK_STRING(plan_sample_length(&spec).reason, "1 ms");
    CHECK(plan_sample_length(&spec).tick_bias > 0);
    spec.is_intrinsic = true;
    CHECK_NEAR(plan_sample_length(&spec).sample_s, 20e-3, 1e-15);
    CHECK_STRING(plan_sample_length(&spec).reason, "5 timer ticks");
    CHECK_NEAR(plan_sample_length(&spec).tick_bias, 0, 0);
    spec.min_time_s = 1e-3;
    CHECK_STRING(plan_sample_length(&spec).reason, "asked for");
    CHECK_NEAR(plan_sample_length(&spec).tick_bias, 0, 0);
}

int main(void) {
    test_rule();
    test_asked_for();
    test_tick_bias();
    test_short_budget();
    test_rounds_fit();
    test_work_that_grows();
    test_tasks();
    test_intrinsic();
    return check_done();
}
