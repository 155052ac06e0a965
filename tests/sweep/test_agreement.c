/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The same answer everywhere: digests by hand, and a lane whose workload answers otherwise with
 * more than one worker, though its own proof holds. */
#include "conductor.h"
#include "sweep/agreement.h"

#include <sched.h>

enum { RIGHT = 100, WRONG = 99 };

static struct sample sample_of(unsigned n, unsigned tasks, uint64_t digest) {
    return (struct sample){.series = {.workload = "made"},
                           .n = n,
                           .tasks = tasks,
                           .round = 3,
                           .digest = digest,
                           .has_digest = true};
}

/* All of the same work. */
static void judge(struct agreement *agreement, struct sample *samples, size_t count) {
    struct agreement_case cases[8];
    struct fault fault = {.code = FAULT_NONE};
    for (size_t i = 0; i < count; i++)
        cases[i] =
            (struct agreement_case){.sample = &samples[i], .serial_units = 5, .parallel_units = 10};
    CHECK_INT(agreement_judge(agreement, cases, count, &fault), 0);
    CHECK_STRING(fault.text, "");
}

/* Whoever came first in a batch, n = 1 with the fewest tasks is whom the others are held against.
 */
static void test_simplest_is_right(void) {
    struct agreement agreement = {.answers = NULL};
    struct sample samples[] = {sample_of(2, 8, WRONG), sample_of(1, 8, RIGHT),
                               sample_of(1, 1, RIGHT), sample_of(2, 1, RIGHT),
                               sample_of(4, 8, WRONG)};
    judge(&agreement, samples, 5);
    CHECK_INT(samples[0].validity, SAMPLE_BROKEN);
    CHECK_STRING(samples[0].cause, "another answer than at n = 1, t = 1 (round 3): a race, or an "
                                   "order that it depends on");
    CHECK_INT(samples[4].validity, SAMPLE_BROKEN);
    for (int i = 1; i < 4; i++) {
        CHECK_INT(samples[i].validity, SAMPLE_VALID);
        CHECK_STRING(samples[i].cause, "");
    }
    agreement_release(&agreement);
    /* And in the batches that follow, also against one that is simpler. */
    judge(&agreement, samples + 1, 1);
    struct sample later[] = {sample_of(1, 1, WRONG), sample_of(8, 64, RIGHT)};
    judge(&agreement, later, 2);
    CHECK_STRING(later[0].cause, "its answer and that at n = 1, t = 8 (round 3) differ: a race, or "
                                 "an order that it depends on");
    CHECK_INT(later[0].validity, SAMPLE_BROKEN);
    CHECK_INT(later[1].validity, SAMPLE_VALID);
    agreement_release(&agreement);
}

/* Without tasks, and in warm-up, the cause says so. */
static void test_cause(void) {
    struct agreement agreement = {.answers = NULL};
    struct sample first = sample_of(1, 0, RIGHT), second = sample_of(2, 0, WRONG);
    first.role = SAMPLE_WARMUP;
    judge(&agreement, &first, 1);
    judge(&agreement, &second, 1);
    CHECK_STRING(second.cause, "another answer than at n = 1 (in warm-up): a race, or an order "
                               "that it depends on");
    agreement_release(&agreement);
}

/* What is broken, has no digest or is a sentinel neither gives the answer nor is held against it;
 * what was disturbed is. */
static void test_let_be(void) {
    struct agreement agreement = {.answers = NULL};
    struct sample samples[] = {sample_of(1, 1, WRONG), sample_of(1, 1, WRONG),
                               sample_of(1, 1, WRONG), sample_of(2, 1, RIGHT),
                               sample_of(4, 1, WRONG)};
    samples[0].validity = SAMPLE_BROKEN;
    samples[1].has_digest = false;
    samples[2].role = SAMPLE_SENTINEL;
    samples[3].validity = samples[4].validity = SAMPLE_DISTURBED;
    judge(&agreement, samples, 5);
    CHECK_STRING(samples[0].cause, "");
    CHECK_INT(samples[1].validity, SAMPLE_VALID);
    CHECK_INT(samples[2].validity, SAMPLE_VALID);
    CHECK_INT(samples[3].validity, SAMPLE_DISTURBED);
    CHECK_INT(samples[4].validity, SAMPLE_BROKEN);
    CHECK_HOLDS(samples[4].cause, "than at n = 2, t = 1");
    agreement_release(&agreement);
}

/* Another work has another answer: by its serial units as by its parallel ones. */
static void test_each_work(void) {
    struct agreement agreement = {.answers = NULL};
    struct sample samples[40];
    struct agreement_case cases[40];
    for (size_t i = 0; i < 40; i++) {
        samples[i] = sample_of(1, 1, i / 2);
        cases[i] = (struct agreement_case){
            .sample = &samples[i], .serial_units = i / 2 / 5, .parallel_units = i / 2 % 5};
    }
    samples[39].digest++;
    CHECK_INT(agreement_judge(&agreement, cases, 40, NULL), 0);
    for (size_t i = 0; i < 40; i++)
        CHECK_INT(samples[i].validity, i == 39 ? SAMPLE_BROKEN : SAMPLE_VALID);
    agreement_release(&agreement);
}

static bool has_two_pus(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
}

static void run_real(struct conductor *conductor, const char *name) {
    conductor_open(conductor, "threads");
    conductor_measure(conductor, "threads", &name, 1);
    conductor->spec.cores = (struct plan_cores){.count = 2, .value = {1, 2}};
    conductor->spec.base.workers = 2;
    if (!has_two_pus()) {
        conductor->spec.base.oversubscribed_from = 1;
        conductor->spec.pus = 1;
    }
    conductor->spec.rounds = 2;
    conductor_run(conductor);
    CHECK_INT(conductor->status, 0);
}

/* Its point is named, its rows are kept, and the other samples stay what they are. */
static void test_lane(void) {
    struct conductor conductor;
    run_real(&conductor, "differs");
    const struct sweep_result *result = &conductor.result;
    const struct lane_report *lane = &result->lanes[0];
    CHECK_INT(lane->failures, 2); /* one a round */
    CHECK_INT(lane->fault.code, FAULT_WORKLOAD);
    CHECK_HOLDS(lane->fault.text, "'differs' at p = ");
    CHECK_HOLDS(lane->fault.text,
                "n = 2 (round 0): another answer than at n = 1 (round 0): a race, or ");
    size_t broken = 0;
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        bool is_wrong = sample->n == 2 && sample->role != SAMPLE_SENTINEL && sample->p > 0;
        CHECK_INT(sample->validity == SAMPLE_BROKEN, is_wrong);
        CHECK(isfinite(sample->time_s)); /* it was taken, and proved itself */
        broken += is_wrong;
    }
    CHECK(broken >= 2);
    conductor_check_files(&conductor);
    conductor_close(&conductor);

    run_real(&conductor, "best"); /* its best serial code gives the same */
    CHECK_INT(conductor.result.lanes[0].failures, 0);
    CHECK_STRING(conductor.result.lanes[0].fault.text, "");
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_simplest_is_right();
    test_cause();
    test_let_be();
    test_each_work();
    test_lane();
    return check_done();
}
