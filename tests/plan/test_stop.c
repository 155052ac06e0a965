/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* When the stop rule decides, and what a round leaves out. */
#include "check.h"
#include "plan/plan.h"

static void test_decisions(void) {
    /* 6 * 1.5^k, rounded up */
    static const uint64_t due[] = {6, 9, 14, 21, 31, 46, 69, 103, 154, 231};
    size_t next = 0;
    for (uint64_t rounds = 0; rounds <= 231; rounds++) {
        bool decides = plan_decides_after(rounds);
        CHECK_REPORT(decides == (rounds == due[next]), "after round %d: %d", (int)rounds, decides);
        next += decides;
    }
    CHECK_INT(next, 10);
}

static void test_returns(void) {
    unsigned returns = 0;
    for (uint64_t round = 100; round < 200; round++)
        returns += plan_returns_in(round);
    CHECK_INT(returns, 25);
}

static void test_resting_blocks_are_left_out(void) {
    static const struct plan_cores cores = {.count = 3, .value = {1, 2, 4}};
    static const enum sample_role roles[3] = {SAMPLE_ASKED, SAMPLE_ASKED, SAMPLE_ANCHOR};
    struct plan_work works[3];
    bool resting[3] = {false, true, false};
    struct plan_step steps[18];
    const double fractions[3] = {0.5, 0.9, 1};
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(plan_work(fractions[i], 1e-6, 1e-3, &cores, &works[i], NULL), 0);
    struct plan_round_spec spec = {.works = works,
                                   .roles = roles,
                                   .blocks = 3,
                                   .cores = &cores,
                                   .resting = resting,
                                   .unit_s = 1e-6,
                                   .seed = 5};
    for (spec.round = 0; spec.round < 20; spec.round++) {
        size_t count = plan_round(&spec, steps, 18), seen[3] = {0};
        CHECK_INT(count, 6);
        for (size_t i = 0; i < count; i++) {
            seen[steps[i].block]++;
            CHECK_INT(steps[steps[i].base_step].block, steps[i].block);
            CHECK_INT(steps[steps[i].base_step].n, 1);
        }
        CHECK(seen[0] == 3 && seen[1] == 0 && seen[2] == 3);
    }
    resting[0] = resting[2] = true;
    CHECK_INT(plan_round(&spec, steps, 18), 0);
}

int main(void) {
    test_decisions();
    test_returns();
    test_resting_blocks_are_left_out();
    return check_done();
}
