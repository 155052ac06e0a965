/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the words say of disturbed samples. */
#include "made_ledger.h"
#include "samples.h"

/* Like is compared with like: a median and a ratio of sums differ without any disturbance. */
static void test_experienced(void) {
    struct made made = make();
    add_loss(&made, "serial", 0.1, 0.09, 0.11);
    add(&made, "as experienced", "", "speedup", (struct interval){2.5, 2.3, 2.7});
    made.samples.disturbed = 12;
    made.samples.causes[0] = (struct words_cause){"run delay", 8};
    made.samples.causes[1] = (struct words_cause){"migrated", 3};
    made.samples.cause_count = 2;
    check_holds_not(words(&made), "experienced"); /* nothing like it to compare with */
    add(&made, "valid summed", "", "speedup", (struct interval){2.6, 2.4, 2.8});
    check_holds_not(words(&made), "experienced"); /* slow samples that are valid */
    made.rows[2].value = (struct interval){3.1, 3, 3.2};
    CHECK_HOLDS(words(&made),
                " As experienced, T(1) and T(n) summed, the speed-up is 2.50 [2.30, 2.70], over "
                "the valid rounds alone 3.10 [3.00, 3.20]: the disturbed ones cost 0.60 (12 "
                "samples: run delay 8, migrated 3, others 1).");
    made.samples.disturbed = 0;
    check_holds_not(words(&made), "experienced");
    made.samples.disturbed = 12;
    made.rows[1].value = (struct interval){3.7, 3.6, 3.8};
    CHECK_HOLDS(words(&made), "the disturbed ones add 0.60, T(1) being disturbed too (12 samples");
    made.rows[1].value = (struct interval){3.22, 3.11, 3.4}; /* 0.12, 0.15 is noise */
    check_holds_not(words(&made), "experienced");
    made.rows[1].value = (struct interval){2.5, NAN, NAN};
    check_holds_not(words(&made), "experienced");
}

/* A machine on which every sample was disturbed. */
static void test_only_experienced(void) {
    struct made made = make();
    made.point.speedup = (struct interval){NAN, NAN, NAN};
    made.samples.disturbed = 2;
    made.samples.causes[0] = (struct words_cause){"run delay", 2};
    made.samples.cause_count = 1;
    add(&made, "as experienced", "", "speedup", (struct interval){2, 1.9, 2.1});
    add(&made, "as experienced", "", "fork", (struct interval){0.3, 0.2, 0.4});
    add(&made, "as experienced", "", "descheduled", (struct interval){1.6, 1.5, 1.7});
    CHECK_STRING(words(&made),
                 "spin: on 4 cores at p = 0.9 the speed-up is 2 [1.9, 2.1] as experienced; there "
                 "is no valid speed-up, for every round was disturbed (2 samples: run delay 2). "
                 "Most is lost to descheduling, 1.60 [1.50, 1.70] of 4; that it is the largest is "
                 "sure. Without it, its time spread evenly over the cores, the speed-up would be "
                 "3.333.");
    snprintf(made.point.p_basis, sizeof made.point.p_basis, "measured");
    made.point.p = made.point.p_measured.value = NAN;
    for (size_t i = 0; i < made.count; i++)
        made.rows[i].p = NAN;
    CHECK_HOLDS(words(&made), "spin: on 4 cores the speed-up is 2 [1.9, 2.1] as experienced");
}

static void disturb(struct run *run, uint32_t round, double p, unsigned n, const char *cause) {
    struct sample *sample = run_find(run, round, p, n);
    sample->validity = SAMPLE_DISTURBED;
    snprintf(sample->cause, sizeof sample->cause, "%s", cause);
}

static void test_look(void) {
    struct run run = {0};
    for (uint32_t round = 0; round < 9; round++)
        for (unsigned i = 0; i < 2; i++)
            run_add_block(
                &run, &(struct block){.p = i == 0 ? 0.5 : 0.9, .work_s = 1e-3, .round = round}, 4);
    disturb(&run, 1, 0.9, 4, "run delay");
    disturb(&run, 2, 0.9, 1, "run delay"); /* its T(1) */
    disturb(&run, 3, 0.9, 4, "migrated");
    disturb(&run, 4, 0.9, 2, "run delay"); /* other points */
    disturb(&run, 5, 0.5, 4, "run delay");
    run_find(&run, 6, 0.9, 4)->validity = SAMPLE_BROKEN;
    const struct summary_row point = {.series = run.samples[0].series, .p = 0.9, .n = 4};
    struct words_samples found = words_look(run.samples, run.count, &point);
    CHECK_INT(found.disturbed, 3);
    CHECK_INT(found.cause_count, 2);
    CHECK_STRING(found.causes[0].cause, "run delay");
    CHECK_INT(found.causes[0].count, 2);
    CHECK_INT(found.causes[1].count, 1);
    CHECK(!found.moves_bytes);
    CHECK_INT(found.pus, 0);

    run_find(&run, 7, 0.9, 1)->bytes = 64;
    for (uint32_t round = 0; round < 9; round++)
        run_find(&run, round, 0.9, 4)->pus = 3;
    found = words_look(run.samples, run.count, &point);
    CHECK(found.moves_bytes);
    CHECK_INT(found.pus, 3);
    run_free(&run);
}

int main(void) {
    test_experienced();
    test_only_experienced();
    test_look();
    return check_done();
}
