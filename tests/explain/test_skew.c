/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How far means are from medians. */
#include "check.h"
#include "explain/skew.h"
#include "samples.h"

enum { ROUNDS = 40 };

static double find(const struct run *run) {
    double skew = 0;
    struct fault fault = {0};
    CHECK_INT(skew_find(run->samples, run->count, &skew, &fault), 0);
    CHECK_STRING(fault.text, "");
    return skew;
}

/* Every tenth T(2) takes `slow` times as long, and so does every T(1) of an anchor. */
static struct run make(double slow) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.01, .round = round}, 2);
        if (round % 10 == 0)
            run.samples[run.count - 1].time_s *= slow;
        run_add_block(
            &run,
            &(struct block){
                .p = 1, .work_s = round % 2 ? 0.01 : 0.05, .round = round, .role = SAMPLE_ANCHOR},
            2);
    }
    return run;
}

static void test_tails(void) {
    struct run run = make(3); /* (9 + 3)/10 of the median */
    CHECK_NEAR(find(&run), 0.2, 1e-9);
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].round % 10 == 0)
            run.samples[i].validity = SAMPLE_DISTURBED;
    CHECK_NEAR(find(&run), 0, 1e-9);
    run_free(&run);
    run = make(0.5);
    CHECK_NEAR(find(&run), -0.05, 1e-9);
    run_free(&run);
}

static void test_none(void) {
    struct run run = {0};
    CHECK(isnan(find(&run)));
    run_add_block(&run, &(struct block){.p = 0.9, .work_s = 0.01}, 2);
    CHECK(isnan(find(&run)));
    run_free(&run);
}

int main(void) {
    test_tails();
    test_none();
    return check_done();
}
